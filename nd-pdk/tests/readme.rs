//! What README and the guide show: code as it compiles and runs, messages as tests print them.

#[path = "readme/first_test.rs"]
mod first_test;
#[path = "readme/hello.rs"]
mod hello;

/// Its functions are private, as in a plugin.
mod comfort {
    include!("readme/comfort.rs");

    #[test]
    fn what_readme_shows_asks_once_for_each_artist() {
        let host = nd_pdk::testing::FakeHost::builder()
            .config("token", "s3cret")
            .install();
        let url = "https://api.example.org/artists";
        let nina = host.http().on_get(format!("{url}?name=Nina%20Simone"));
        let nina = nina.reply(200, r#"{"biography": "Played the piano."}"#);
        let nobody = host.http().on_get(format!("{url}?name=nobody"));
        let nobody = nobody.reply(404, "");
        for _ in 0..2 {
            let known = artist("Nina Simone").unwrap().unwrap();
            assert_eq!(known.biography, "Played the piano.");
            assert!(artist("nobody").unwrap().is_none());
        }
        assert_eq!((nina.requests().len(), nobody.requests().len()), (1, 1));
        assert_eq!(
            nina.requests()[0].header("Authorization"),
            Some("Bearer s3cret")
        );
    }
}

/// Its functions are private, as in a plugin.
mod settings {
    include!("readme/settings.rs");

    #[test]
    fn settings_as_readme_shows_them_have_their_defaults() {
        let _host = nd_pdk::testing::FakeHost::builder()
            .config("token", "s3cret")
            .install();
        assert_eq!(interval().unwrap(), 60);
        let settings = Settings::load().unwrap();
        assert_eq!(
            (settings.token.as_str(), settings.verbose),
            ("s3cret", false)
        );
        assert!(Settings::DESCRIPTION.contains("API token"));
    }
}

#[test]
fn readme_shows_this_plugin() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(include_str!("readme/hello.rs")));
}

#[test]
fn readme_shows_these_settings() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(include_str!("readme/settings.rs")));
}

#[test]
fn readme_shows_what_is_above_the_host_functions() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(include_str!("readme/comfort.rs")));
}

#[test]
fn the_guide_shows_this_test() {
    let guide = include_str!("../src/testing/guide.md");
    assert!(guide.contains(include_str!("readme/first_test.rs")));
}

/// The guide explains some messages that are not ours: of the server, and of the compiler.
const OF_OTHERS: [&str; 3] = [
    "| `module closed with context deadline exceeded` ",
    "| `host \"…\" is not allowed` ",
    "| `unresolved import` or `can't find crate` ",
];

#[test]
fn the_guide_explains_messages_that_tests_print() {
    let guide = include_str!("../src/testing/guide.md");
    let (_, table) = guide
        .split_once("| message | meaning |\n|---|---|\n")
        .unwrap();
    let known = messages();
    for row in table.lines() {
        if OF_OTHERS.iter().any(|others| row.starts_with(others)) {
            continue;
        }
        let cell = row.trim_start_matches("| ").split(" | ").next().unwrap();
        let message = cell.replace('`', "");
        for part in message.split('…').map(str::trim) {
            assert!(known.contains(part), "no test prints `{part}` of {row}");
        }
    }
}

/// All messages that are compared with files, without backticks.
fn messages() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/failures");
    let files = std::fs::read_dir(folder).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let texts = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let texts = texts.map(|path| std::fs::read_to_string(path).unwrap());
    texts.collect::<String>().replace('`', "")
}
