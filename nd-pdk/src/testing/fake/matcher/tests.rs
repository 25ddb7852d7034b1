//! Which tracks songs are, and how the plugin sees them.

mod added;
mod users;

use super::super::access::sample::{library, small, world};
use super::*;
use crate::host::matcher::ArtistRef;

fn artist(name: &str, role: &str) -> ArtistRef {
    ArtistRef {
        name: name.to_owned(),
        role: role.to_owned(),
        ..ArtistRef::default()
    }
}

fn track(id: &str, title: &str) -> Track {
    Track {
        id: id.to_owned(),
        title: title.to_owned(),
        artist: "Nina Simone".to_owned(),
        ..Track::default()
    }
}

fn song(title: &str) -> SongRef {
    SongRef {
        name: title.to_owned(),
        artists: vec![artist("Nina Simone", "")],
        ..SongRef::default()
    }
}

fn by_id(id: &str) -> SongRef {
    SongRef {
        id: id.to_owned(),
        ..SongRef::default()
    }
}

fn find_as(
    service: &FakeMatcher,
    username: &str,
    songs: Vec<SongRef>,
) -> Result<Vec<Option<Track>>, Error> {
    let opts = MatchOptions {
        username: username.to_owned(),
    };
    service.match_songs(songs, opts)
}

/// The IDs of what is found for nobody in particular.
fn find(service: &FakeMatcher, songs: Vec<SongRef>) -> Vec<Option<String>> {
    let found = find_as(service, "", songs).unwrap();
    found
        .into_iter()
        .map(|track| track.map(|track| track.id))
        .collect()
}

/// What is found for one song that is there.
fn only(service: &FakeMatcher, username: &str, song: SongRef) -> Track {
    let mut found = find_as(service, username, vec![song]).unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0).unwrap()
}

#[test]
fn no_songs_need_no_libraries_and_songs_do() {
    let service = FakeMatcher::new(&world(|setup| setup.libraries = vec![library(3, false)]));
    assert_eq!(find_as(&service, "nobody", vec![]), Ok(vec![]));
    assert_eq!(
        find_as(&service, "nobody", vec![by_id("1")]),
        Err(Error::new(
            "matcher: no libraries configured for this plugin"
        ))
    );
}

#[test]
fn there_is_one_element_for_each_song_in_order() {
    let service = FakeMatcher::new(&world(small));
    service.add_tracks([track("a", "Sinnerman"), track("b", "Feeling Good")]);
    let songs = vec![
        song("Feeling Good"),
        song("Waterloo"),
        by_id("a"),
        by_id("b"),
    ];
    let id = |id: &str| Some(id.to_owned());
    assert_eq!(find(&service, songs), [id("b"), None, id("a"), id("b")]);
}

#[test]
fn what_lies_outside_the_libraries_of_the_plugin_is_no_match() {
    let service = FakeMatcher::new(&world(small));
    let elsewhere = Track {
        library_id: 3,
        ..track("a", "Sinnerman")
    };
    service.add_tracks([
        elsewhere,
        Track {
            library_id: 1,
            ..track("b", "Sinnermen")
        },
    ]);
    assert_eq!(
        find(&service, vec![by_id("a"), by_id("b")]),
        [None, Some("b".to_owned())]
    );
    assert_eq!(
        find(&service, vec![song("Sinnerman")]),
        [None],
        "the better match counts"
    );
}

#[test]
fn tracks_are_found_by_all_their_identifiers_and_artists() {
    let service = FakeMatcher::new(&world(small));
    service.add_track(Track {
        mbz_recording_id: "recording".to_owned(),
        tags: [("isrc".to_owned(), vec!["US1".to_owned()])].into(),
        participants: vec![
            artist("Eunice Waymon", "artist"),
            artist("E. K. Waymon", "composer"),
        ],
        ..track("a", "Sinnerman")
    });
    let mbid = SongRef {
        mbid: "recording".to_owned(),
        ..SongRef::default()
    };
    let isrc = SongRef {
        isrc: "US1".to_owned(),
        ..SongRef::default()
    };
    let participant = SongRef {
        artists: vec![artist("Eunice Waymon", "")],
        ..song("Sinnerman")
    };
    let composer = SongRef {
        artists: vec![artist("Peter Tosh", "")],
        ..song("Sinnerman")
    };
    let a = || Some("a".to_owned());
    assert_eq!(
        find(&service, vec![mbid, isrc, participant, composer]),
        [a(), a(), a(), None]
    );
}

#[test]
#[allow(deprecated, reason = "older plugins fill them in")]
fn the_one_artist_and_the_seconds_of_older_plugins_are_read() {
    let service = FakeMatcher::new(&world(small));
    service.add_tracks([
        Track {
            duration: 100.0,
            ..track("short", "Sinnerman")
        },
        Track {
            duration: 620.5,
            ..track("long", "Sinnerman")
        },
    ]);
    let older = SongRef {
        artist: "Nina Simone".to_owned(),
        duration: 620.5,
        artists: vec![],
        ..song("Sinnerman")
    };
    let both = SongRef {
        duration_ms: 100_000,
        ..older.clone()
    };
    assert_eq!(
        find(&service, vec![older, both]),
        [Some("long".to_owned()), Some("short".to_owned())]
    );
}

#[test]
fn paths_are_shown_with_access_to_files_only() {
    let path = |filesystem| {
        let service = FakeMatcher::new(&world(|setup| {
            small(setup);
            setup.permissions.library_filesystem = filesystem;
        }));
        service.add_track(Track {
            path: "nina.flac".to_owned(),
            ..track("a", "Sinnerman")
        });
        only(&service, "", by_id("a")).path
    };
    assert_eq!(path(true), "nina.flac");
    assert_eq!(path(false), "");
}

#[test]
fn participants_are_grouped_by_role_in_their_order() {
    let service = FakeMatcher::new(&world(small));
    let participants = [
        ("B", "composer"),
        ("Z", "artist"),
        ("A", "composer"),
        ("Y", "artist"),
    ];
    service.add_track(Track {
        participants: participants.map(|(name, role)| artist(name, role)).to_vec(),
        ..track("a", "Sinnerman")
    });
    let shown = only(&service, "", by_id("a")).participants;
    let names: String = shown.iter().map(|artist| artist.name.as_str()).collect();
    assert_eq!(names, "ZYBA");
}
