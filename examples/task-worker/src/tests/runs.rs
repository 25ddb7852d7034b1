//! What a run finds and says, in one call or in many slices. Must not be about calls that fail or come twice.

use super::*;

#[test]
fn checks_every_folder_and_reports_nothing_where_nothing_is_wrong() {
    let server = Server::start("{}");
    server.write("cover.jpg", "beside the folders");
    server.write("Nina Simone/Pastel Blues/10 Sinnerman.flac", "power");
    server.write(
        "Nina Simone/Silk & Soul/01.flac",
        "it be's that way sometime",
    );
    server.write("Björk/01.flac", "hunter");
    server.load();
    server.work();

    let expected = [
        "done 1/: 1 files",
        "done 1/Björk: 1 files",
        "done 1/Nina Simone: 2 files",
    ];
    assert_eq!(server.journal(), expected);
    assert_eq!(server.messages()[0], "3 folders");
    let finished = ["a run begins: 3 folders", "the run is finished: 3 folders"];
    assert_eq!(server.logged(Level::Info), finished);
}

#[test]
fn reports_damage_in_every_run_until_the_file_is_put_right() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    server.write("a/2.flac", "more");
    server.load();
    server.work();

    server.damage("a/1.flac", "mu$ic");
    for _ in 0..2 {
        server.begin_run();
        assert_eq!(
            server.journal()[1],
            "done 1/a: 2 files, 1 damaged: a/1.flac"
        );
    }
    let text = "a/1.flac is damaged: its content has changed, and nobody has written to it";
    assert_eq!(server.logged(Level::Error), [text, text]);

    server.damage("a/1.flac", "music");
    server.begin_run();
    assert_eq!(server.journal()[1], "done 1/a: 2 files");
}

#[test]
fn a_file_that_was_written_to_or_removed_is_not_damaged() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    server.write("a/2.flac", "more");
    server.load();
    server.work();

    server.write("a/1.flac", "new music");
    fs::remove_file(server.path("a/2.flac")).unwrap();
    server.begin_run();
    assert_eq!(server.journal()[1], "done 1/a: 1 files");
    assert!(server.logged(Level::Error).is_empty());
}

#[test]
fn work_in_the_smallest_slices_finds_the_same() {
    let big = vec![7; (3 << 20) + 5];
    let server = Server::start(r#"{"slice_seconds": 0}"#);
    server.write("a/1.flac", &big);
    server.write("a/2.flac", "more");
    server.write("b/1.flac", "other");
    server.load();
    server.work();

    // A folder that is not finished goes to the end of the queue.
    let expected = ["done 1/: 0 files", "done 1/b: 1 files", "done 1/a: 2 files"];
    assert_eq!(server.journal(), expected);
    let finished = ["a run begins: 3 folders", "the run is finished: 3 folders"];
    assert_eq!(server.logged(Level::Info), finished);
    let mut slices = server.messages();
    slices.retain(|message| message == "to be continued");
    assert_eq!(slices.len(), 4);
    let kept = server.host.kvstore().entries();
    assert!(kept.iter().all(|entry| !entry.key.starts_with("cursor:")));

    // In one piece the checksum is the same, so the slices have missed nothing.
    let whole = Checksum::of(&big);
    let place = Place {
        library: 1,
        folder: "a".into(),
    };
    assert_eq!(
        store::checksums(&place).unwrap()["a/1.flac"].checksum,
        whole
    );
}

#[test]
fn a_file_that_changes_between_two_slices_is_read_anew() {
    let server = Server::start(r#"{"slice_seconds": 0}"#);
    server.write("a/1.flac", vec![7; 3 << 20]);
    let place = Place {
        library: 1,
        folder: "a".into(),
    };
    let slice = || slice::Slice::of_call(Duration::ZERO);
    let first = folder::check(server.music.path(), &place, slice());
    assert!(matches!(first, Ok(folder::Progress::Paused)));

    server.write("a/1.flac", "short now");
    let second = folder::check(server.music.path(), &place, slice());
    assert!(matches!(second, Ok(folder::Progress::Finished(_))));
    let found = store::checksums(&place).unwrap();
    assert_eq!(found["a/1.flac"].checksum, Checksum::of(b"short now"));
}

#[test]
fn a_run_begins_every_week_or_as_the_settings_say() {
    let server = Server::start("{}");
    server.load();
    assert_eq!(server.host.scheduler().jobs().len(), 1);
    server.host.advance(Duration::from_secs(8 * 24 * 3600));
    let begun = |server: &Server| {
        let mut lines = server.logged(Level::Info);
        lines.retain(|line| line.starts_with("a run begins"));
        lines.len()
    };
    assert_eq!(begun(&server), 2);

    let server = Server::start(r#"{"schedule": "@every 1h"}"#);
    server.load();
    server.host.advance(Duration::from_secs(2 * 3600));
    assert_eq!(begun(&server), 3);
}

#[test]
fn checksums_are_those_of_the_standard_in_any_pieces() {
    let whole = Checksum::of(b"123456789");
    assert_eq!(whole.number(), 0x995D_C9BB_DF19_39FA);
    assert_eq!(Checksum::of(b"1234").and(b"").and(b"56789"), whole);
}

#[test]
fn a_library_that_is_not_mounted_does_not_stop_the_others() {
    let server = Server::start_with("{}", |builder| {
        builder.library(Library {
            id: 2,
            mount_point: "/nowhere".into(),
            ..Default::default()
        })
    });
    server.write("a/1.flac", "music");
    server.load();
    server.work();

    assert_eq!(server.journal(), ["done 1/: 0 files", "done 1/a: 1 files"]);
    let warnings = server.logged(Level::Warn);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("library 2 is left out: "));
}
