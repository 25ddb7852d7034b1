use super::*;

const NINA: Artist<'static> = Artist {
    id: "ar-1",
    mbid: "mb-nina",
    name: "Nina Simone",
};

fn track(id: &'static str, title: &'static str) -> Track<'static> {
    Track {
        id,
        title,
        artists: const { &[NINA] },
        ..Track::default()
    }
}

fn song<'a>(title: &'a str, artists: &'a [Artist<'a>]) -> Song<'a> {
    Song {
        title,
        artists,
        ..Song::default()
    }
}

fn named(name: &str) -> Artist<'_> {
    Artist {
        name,
        ..Artist::default()
    }
}

/// Whether a title and an artist find the only track, which has these.
fn finds(title: &str, artist: &str, track_title: &str, track_artist: &str) -> bool {
    let track = Track {
        title: track_title,
        artists: &[named(track_artist)],
        ..Track::default()
    };
    find(&song(title, &[named(artist)]), &[track]).is_some()
}

#[test]
fn identifiers_are_tried_in_turn_each_on_all_tracks() {
    let isrcs = ["US1".to_owned(), "US2".to_owned()];
    let tracks = [
        track("by-title", "Sinnerman"),
        Track {
            isrcs: &isrcs,
            ..track("by-isrc", "?")
        },
        Track {
            mbid: "recording",
            ..track("by-mbid", "??")
        },
        track("by-id", "???"),
    ];
    let all = Song {
        id: "by-id",
        mbid: "recording",
        isrc: "US2",
        ..song("Sinnerman", &[NINA])
    };
    let found = |song: Song<'_>| find(&song, &tracks).map(|position| tracks[position].id);
    assert_eq!(found(all), Some("by-id"));
    assert_eq!(found(Song { id: "x", ..all }), Some("by-mbid"));
    assert_eq!(
        found(Song {
            id: "",
            mbid: "x",
            ..all
        }),
        Some("by-isrc")
    );
    assert_eq!(
        found(Song {
            id: "",
            mbid: "",
            isrc: "x",
            ..all
        }),
        Some("by-title")
    );
}

#[test]
fn unknown_identifiers_are_not_equal_to_each_other() {
    assert_eq!(find(&Song::default(), &[Track::default()]), None);
}

#[test]
fn missing_files_never_match() {
    let gone = Track {
        missing: true,
        mbid: "recording",
        ..track("1", "Sinnerman")
    };
    let by_all = Song {
        id: "1",
        mbid: "recording",
        ..song("Sinnerman", &[NINA])
    };
    assert_eq!(find(&by_all, &[gone]), None);
    let other = track("2", "Sinnerman");
    assert_eq!(find(&by_all, &[gone, other]), Some(1));
}

#[test]
fn a_title_without_an_artist_finds_nothing() {
    let tracks = [track("1", "Sinnerman")];
    assert_eq!(find(&song("Sinnerman", &[]), &tracks), None);
    assert_eq!(
        find(&song("Sinnerman", &[Artist::default()]), &tracks),
        None
    );
    assert_eq!(find(&song("Sinnerman", &[NINA]), &tracks), Some(0));
}

#[test]
fn a_wrong_artist_finds_nothing() {
    assert!(!finds(
        "Sinnerman",
        "Peter Tosh",
        "Sinnerman",
        "Nina Simone"
    ));
}

#[test]
fn an_artist_is_found_by_identifier_whatever_the_name() {
    let tracks = [track("1", "Sinnerman")];
    let by_mbid = Artist {
        mbid: "mb-nina",
        ..named("E. K. Waymon")
    };
    let by_id = Artist {
        id: "ar-1",
        ..Artist::default()
    };
    assert_eq!(find(&song("Sinnerman", &[by_mbid]), &tracks), Some(0));
    assert_eq!(find(&song("Sinnerman", &[by_id]), &tracks), Some(0));
}

#[test]
fn the_list_of_artists_wins_over_the_one_artist() {
    let tracks = [track("1", "Sinnerman")];
    let wrong = [named("Peter Tosh")];
    let one = Song {
        artist: NINA,
        ..song("Sinnerman", &[])
    };
    assert_eq!(find(&one, &tracks), Some(0));
    assert_eq!(
        find(
            &Song {
                artists: &wrong,
                ..one
            },
            &tracks
        ),
        None
    );
}

#[test]
fn texts_are_compared_without_case_accents_punctuation_and_guests() {
    assert!(finds("JOGA", "Bjork", "Jóga", "Björk"));
    assert!(finds("Kamikaze", "Mo", "Kamikaze", "MØ"));
    assert!(finds(
        "Dont Stop Me Now",
        "Queen",
        "Don’t Stop Me Now!",
        "Queen"
    ));
    assert!(finds(
        "Umbrella",
        "Rihanna",
        "Umbrella (feat. JAY-Z)",
        "Rihanna feat. JAY-Z"
    ));
    assert!(finds("Help!", "Beatles, The", "Help!", "The Beatles"));
    assert!(finds(
        "Me and Julio",
        "Simon and Garfunkel",
        "Me & Julio",
        "Simon & Garfunkel"
    ));
    assert!(finds("Me and Giuliani", "!!!", "Me and Giuliani", "!!!"));
}

#[test]
fn small_slips_are_forgiven_and_other_titles_are_not() {
    assert!(finds("Song 1", "Nina Simone", "Song 2", "Nina Simone"));
    assert!(finds(
        "Siner Man",
        "Nina Simone",
        "Sinnerman",
        "Nina Simone"
    ));
    assert!(!finds(
        "Sinnerman",
        "Nina Simone",
        "Ne me quitte pas",
        "Nina Simone"
    ));
    assert!(!finds("", "Nina Simone", "", "Nina Simone"));
}

#[test]
fn artists_are_the_same_or_others() {
    assert!(!finds("Hello", "Artist 1", "Hello", "Artist 2"));
    assert!(!finds("Hello", "", "Hello", ""));
    assert!(finds("Hello", "artist-1", "Hello", "Artist 1"));
}

#[test]
fn what_stands_behind_the_brackets_of_guests_counts() {
    assert_eq!(
        Words::of_title("A (feat. B) [Live]"),
        Words::of_title("a live")
    );
    assert_eq!(Words::of_title("A ft. B"), Words::of_title("a"));
    assert_eq!(
        Words::of_title("Ft. Worth Blues"),
        Words::of_title("ft worth blues")
    );
    assert_eq!(
        Words::of_title("Two Left Ft"),
        Words::of_title("two left ft")
    );
    assert_eq!(
        Words::of_title("(Feature) Film"),
        Words::of_title("feature film")
    );
}

#[test]
fn of_several_the_closest_title_then_length_then_album_wins() {
    let long = Track {
        duration_ms: 620_000,
        ..track("long", "Sinnerman")
    };
    let short = Track {
        duration_ms: 310_000,
        ..track("short", "Sinnerman")
    };
    let near = track("near", "Sinnermen");
    let live = Track {
        album: "Live",
        ..long
    };
    let asked = Song {
        duration_ms: 619_000,
        album: "Live",
        ..song("Sinnerman", &[NINA])
    };
    assert_eq!(find(&asked, &[near, short, long]), Some(2));
    assert_eq!(find(&asked, &[long, live]), Some(1));
    assert_eq!(find(&asked, &[live, live]), Some(0), "the first of equals");
    let album = Song {
        album_mbid: "release",
        ..asked
    };
    let release = Track {
        album_mbid: "release",
        album: "Pastel Blues",
        ..long
    };
    assert_eq!(find(&album, &[long, release]), Some(1));
}

#[test]
fn milliseconds_win_over_seconds_and_negative_lengths_are_none() {
    let length = |duration_ms, duration_seconds| {
        let song = Song {
            duration_ms,
            duration_seconds,
            ..Song::default()
        };
        song.duration_ms()
    };
    assert_eq!(length(1500, 9.0), 1500);
    assert_eq!(length(0, 9.5), 9500);
    assert_eq!(length(0, -3.0), 0);
    assert_eq!(length(0, f32::NAN), 0);
}
