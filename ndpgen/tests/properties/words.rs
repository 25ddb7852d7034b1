//! Names and texts, as awkward as may be.

use proptest::prelude::*;
use proptest::sample::select;

/// Words of all kinds.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "type",
        "self",
        "Id",
        "URL",
        "HTTPServer",
        "snake_case",
        "SHOUT",
        "mixedURLCase",
        "match",
        "artistMusicBrainzIdentifier",
        "getSimilarSongsByAlbumArtistAndTrackTitle",
        "similarSongsByArtistRequest",
        "x_y_z",
        "_hidden",
        "dollar$",
        "n2m",
        "Vec",
        "Error",
        "default",
    ];
    select(words.to_vec()).prop_map(str::to_owned)
}

/// A name: most differ from all others by the number behind, some may meet after casing, or meet what the emitted code calls something.
pub(crate) fn name() -> impl Strategy<Value = String> {
    let meeting = select(vec![
        "song",
        "Song",
        "SONG",
        "song_",
        "exports",
        "imports",
        "wire",
        "input",
        "req",
        "Host",
        "Json",
        "GeneratedError",
        "GeneratedService",
        "String",
    ]);
    prop_oneof![
        5 => (word(), any::<u16>()).prop_map(|(word, number)| format!("{word}{number}")),
        1 => meeting.prop_map(str::to_owned),
    ]
}

/// Descriptions with everything that Markdown and rustdoc care for.
fn description() -> impl Strategy<Value = String> {
    let parts = [
        "word",
        "`code`",
        "[link]",
        "[a](https://example.org)",
        "https://example.org/a_(b)",
        "<tag>",
        "Vec<T>",
        "*/",
        "/*",
        "\n",
        "\n\n",
        "\n- item",
        "\n1. item",
        "\n```\ncode\n```\n",
        "\n    indented",
        "# Heading",
        "\n# Errors\n",
        "`",
        "\\",
        "\t",
        "\u{202e}",
        "ä",
        "\"",
        "{x}",
        "|",
        "> quote",
        "---",
        "&amp;",
        "a-very-long-word-that-cannot-be-broken-anywhere-at-all",
    ];
    prop::collection::vec(select(parts.to_vec()), 0..30).prop_map(|parts| parts.join(" "))
}

/// A description, or any characters at all.
pub(crate) fn any_description() -> impl Strategy<Value = String> {
    prop_oneof![description(), "\\PC{0,60}"]
}
