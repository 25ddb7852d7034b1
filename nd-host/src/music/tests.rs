//! Files of music, read.

use super::*;

fn read(text: &str) -> Music {
    Music::from_text(text).unwrap()
}

fn problems(text: &str) -> String {
    Music::from_text(text).unwrap_err().to_string()
}

#[test]
fn an_empty_file_is_an_empty_server() {
    for text in ["", "{}", "# nothing yet"] {
        assert_eq!(read(text), Music::default(), "{text:?}");
    }
}

#[test]
fn title_and_artist_are_enough() {
    let music = read("tracks: [{title: Sinnerman, artist: Nina Simone}]");
    let [track] = music.tracks() else {
        panic!("one track")
    };
    assert_eq!(track.id.len(), 22);
    assert_eq!(
        (track.library_id, track.library_name.as_str()),
        (1, "Music")
    );
    let roles: Vec<_> = track.participants.iter().map(|other| &other.role).collect();
    assert_eq!(roles, ["artist", "albumartist"]);
    assert_eq!(track.participants[0].id, music.artists()[0].id);
    assert_eq!(track.album_id, "", "a single has no album");
}

#[test]
fn ids_that_are_left_out_are_the_same_each_time_and_differ_by_names() {
    let text = "tracks: [{title: A, artist: X}, {title: A, artist: Y}, {title: B, artist: X}]";
    let ids = |music: &Music| -> Vec<String> {
        music
            .tracks()
            .iter()
            .map(|track| track.id.clone())
            .collect()
    };
    let (first, second) = (ids(&read(text)), ids(&read(text)));
    assert_eq!(first, second);
    assert!(first[0] != first[1] && first[0] != first[2] && first[1] != first[2]);
}

#[test]
fn tracks_take_from_their_album_what_they_do_not_say() {
    let music = read(
        "
        albums:
          - title: Kind of Blue
            artist: Miles Davis
            year: 1959
            genres: [Jazz]
            mbzAlbumId: mb-album
            tracks:
              - title: So What
              - {title: Live, artist: Somebody Else, trackNumber: 9, year: 1960, genres: [Pop]}
        ",
    );
    let [first, second] = music.tracks() else {
        panic!("two tracks")
    };
    assert_eq!((first.track_number, first.disc_number), (1, 1));
    assert_eq!((first.artist.as_str(), first.year), ("Miles Davis", 1959));
    assert_eq!(
        (&first.genres[..], first.mbz_album_id.as_str()),
        (&["Jazz".to_owned()][..], "mb-album")
    );
    assert_eq!((second.track_number, second.year), (9, 1960));
    assert_eq!(
        (second.artist.as_str(), second.album_artist.as_str()),
        ("Somebody Else", "Miles Davis")
    );
    assert_eq!(second.genres, ["Pop"]);
    assert_eq!(first.album_id, second.album_id);
}

#[test]
fn an_album_that_tracks_name_is_there_without_being_described() {
    let music = read(
        "tracks: [{title: A, artist: X, album: One}, {title: B, artist: X, album: One}, {title: C, artist: Y, album: One}]",
    );
    let titles: Vec<_> = music.albums().iter().map(|album| &album.artist).collect();
    assert_eq!(titles, ["X", "Y"], "albums of one title and two artists");
    assert_eq!(music.tracks()[0].album_id, music.tracks()[1].album_id);
}

#[test]
fn what_libraries_hold_is_counted_unless_numbers_are_written_down() {
    let text = "
        libraries: [{name: Music}, {id: 7, name: Talks, totalSongs: 1000, totalSize: 5}]
        albums:
          - title: Album
            artist: X
            tracks: [{title: A, size: 10, duration: 1.5}, {title: B, size: 5, duration: 2}, {title: Gone, size: 99, missing: true}]
        tracks: [{title: T, artist: Y, libraryId: 7, size: 3}]
        ";
    let music = read(text);
    let [library, talks] = music.libraries() else {
        panic!("two libraries")
    };
    assert_eq!((library.id, talks.id), (1, 7));
    assert_eq!((library.total_songs, library.total_albums), (2, 1));
    assert_eq!((library.total_artists, library.total_size), (1, 15));
    assert!((library.total_duration - 3.5).abs() < 1e-9);
    assert_eq!((talks.total_songs, talks.total_size), (1000, 5));
    assert_eq!((talks.total_albums, talks.total_artists), (0, 1));
}

#[test]
fn sizes_beyond_all_numbers_are_counted_as_the_largest() {
    let size = i64::MAX;
    let text = format!("tracks: [{{title: A, size: {size}}}, {{title: B, size: {size}}}]");
    assert_eq!(read(&text).libraries()[0].total_size, i64::MAX);
}

#[test]
fn a_library_that_was_never_scanned_has_the_zero_of_the_servers_times() {
    let music = read(
        "libraries: [{name: A}, {name: B, lastScanAt: 0}, {name: C, lastScanAt: 2026-01-05T03:00:00Z}]",
    );
    let scans: Vec<_> = music
        .libraries()
        .iter()
        .map(|library| library.last_scan_at)
        .collect();
    assert_eq!(scans, [-62_135_596_800, 0, 1_767_582_000]);
}

#[test]
fn participants_that_are_written_down_stay_as_they_are() {
    let music = read(
        "tracks: [{title: A, artist: X, participants: []}, {title: B, artist: X & Y, participants: [{name: X, role: artist}, {name: Y, role: artist}]}]",
    );
    assert!(music.tracks()[0].participants.is_empty());
    assert_eq!(music.tracks()[1].participants[1].id, "");
    let artists: Vec<_> = music.artists_of(&music.tracks()[1]);
    let names: Vec<_> = artists.iter().map(|artist| artist.name.as_str()).collect();
    assert_eq!(names, ["X", "Y"]);
}

#[test]
fn json_is_read_too() {
    let music = read(r#"{"users": [{"userName": "ada", "name": "", "isAdmin": true}]}"#);
    assert_eq!(music.users()[0].name, "");
    assert!(music.users()[0].is_admin);
    assert_eq!(read("users: [{userName: ada}]").users()[0].name, "ada");
}

#[test]
fn a_key_that_does_not_exist_is_an_error_with_its_line_and_those_that_do() {
    let text = problems("users:\n  - userName: ada\n    admin: true\n");
    assert!(text.starts_with("line 3: "), "{text}");
    for part in ["admin", "isAdmin", "userName"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_value_of_another_type_is_an_error_with_its_line() {
    let text = problems("tracks:\n  - title: A\n    duration: long\n");
    assert!(text.starts_with("line 3: "), "{text}");
    let text = problems("scrobbles:\n  - {user: ada, track: a, at: yesterday}\n");
    assert!(text.starts_with("line 2: "), "{text}");
    assert!(text.contains("a time like 2026-01-05T20:15:00Z"), "{text}");
}

#[test]
fn all_that_does_not_fit_together_is_told_at_once_in_the_order_of_the_lines() {
    let text = problems(
        "users:
  - userName: ada
  - userName: ADA
libraries:
  - id: 3
  - id: 3
artists:
  - {name: X, id: x}
  - {name: X, id: x2}
tracks:
  - {title: A, id: x}
  - {title: '', id: b, libraryId: 8}
  - {title: C, artist: Y}
  - {title: C, artist: Y}
playlists:
  - {name: P, owner: bob, tracks: [b, nothing]}
annotations:
  - {user: ada, of: b, rating: 6}
  - {user: ada, of: b}
  - {user: ada, of: nothing}
scrobbles:
  - {user: ada, track: b, at: 1, id: 1}
  - {user: ada, track: nothing, at: 1, id: 1}
nowPlaying:
  - {user: eve, track: b}
",
    );
    let lines: Vec<&str> = text.lines().collect();
    let expected = [
        r#"line 3: there is a user "ADA" already"#,
        "line 6: there is a library 3 already",
        r#"line 9: there is an artist "X" already"#,
        r#"line 11: the id "x" is that of line 8 already"#,
        "line 12: a track needs a `title`",
        "line 12: there is no library 8: there are 3, 3",
        "line 14: this is named like line 13: give one of them an `id` of its own",
        r#"line 16: there is no user "bob": there are ada, ADA"#,
        r#"line 16: there is no track "nothing"; what is referred to needs an `id`"#,
        "line 18: the rating 6 is not one of 0 to 5",
        "line 19: this user has an entry for it already",
        r#"line 20: there is no track, album or artist "nothing"; what is referred to needs an `id`"#,
        r#"line 23: there is no track "nothing"; what is referred to needs an `id`"#,
        "line 23: there is a scrobble 1 already",
        r#"line 25: there is no user "eve": there are ada, ADA"#,
    ];
    assert_eq!(lines, expected);
}

#[test]
fn files_are_named_in_problems_and_folders_are_relative_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("music.yaml");
    std::fs::write(&path, "libraries: [{path: songs}, {name: none}]").unwrap();
    let music = Music::from_file(&path).unwrap();
    let songs = folder.path().join("songs");
    assert_eq!(music.libraries()[0].path, songs.display().to_string());
    assert_eq!(music.libraries()[1].path, "");

    std::fs::write(&path, "\nplaylists: [{name: P, tracks: [x]}]").unwrap();
    let text = Music::from_file(&path).unwrap_err().to_string();
    let place = format!("{}:2: ", path.display());
    assert!(text.starts_with(&place), "{text}");

    let missing = folder.path().join("missing.yaml");
    let text = Music::from_file(&missing).unwrap_err().to_string();
    assert_eq!(text, format!("reading {}", missing.display()));
}

#[test]
fn the_sample_holds_together() {
    let music = Music::sample();
    assert_eq!(music.users().len(), 2);
    assert_eq!(music.libraries()[0].total_songs, 4, "one is missing");
    assert_eq!(music.scrobbles("ada").len(), 2);
    assert!(music.annotation("ada", "sinnerman").starred);
    assert_eq!(music.now_playing()[0].since, Since::MinutesAgo(3));
}
