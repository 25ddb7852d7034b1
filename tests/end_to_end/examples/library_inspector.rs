//! `library-inspector` as a server would run it, over a folder that is mounted where plugins see it. Must not repeat its native tests.

use std::fs;
use std::path::Path;

use nd_host::{Level, LoadedPlugin, Outcome, Package, Server, Settings};
use nd_tests::package;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{DAY, load, said, said_by_server, server};

fn example() -> Package {
    package::example("library-inspector")
}

/// A server with a library for each folder.
fn server_with(folders: &[&Path]) -> Server {
    let library = |(id, path): (usize, &&Path)| json!({"id": id, "name": format!("Library {id}"), "path": path});
    let libraries: Vec<Value> = (1..).zip(folders).map(library).collect();
    server(&json!({"libraries": libraries}).to_string())
}

fn write(folder: &Path, name: &str, bytes: usize) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, vec![0; bytes]).unwrap();
}

/// A folder with three files.
fn music() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "Nina Simone/Pastel Blues/01 Be My Husband.FLAC",
        2_048,
    );
    write(
        folder.path(),
        "Nina Simone/Pastel Blues/10 Sinnerman.flac",
        6_144,
    );
    write(folder.path(), "Satie – Gymnopédie № 1.mp3", 1_000);
    folder
}

/// Lets everything happen that is due, and gives what the plugin said meanwhile.
fn inspected(plugin: &LoadedPlugin) -> Vec<String> {
    for call in plugin.run_due() {
        assert_eq!(call.outcome, Outcome::Ok(Vec::new()), "{:?}", plugin.log());
    }
    said(plugin, Level::Info)
}

#[test]
fn the_first_inspection_begins_at_once_and_says_what_is_there() {
    let folder = music();
    let server = server_with(&[folder.path()]);
    let plugin = load(&server, &example(), &json!({"largest": 2}));

    let expected = [
        "Library 1: 3 files, 9.0 KiB in 2 folders",
        "Library 1: flac: 2 files, 8.0 KiB",
        "Library 1: mp3: 1 files, 1000 bytes",
        "Library 1: 6.0 KiB: Nina Simone/Pastel Blues/10 Sinnerman.flac",
        "Library 1: 2.0 KiB: Nina Simone/Pastel Blues/01 Be My Husband.FLAC",
    ];
    assert_eq!(inspected(&plugin), expected);
    assert_eq!(said(&plugin, Level::Warn), [""; 0]);
}

#[test]
fn the_next_inspection_is_that_of_the_schedule_also_when_the_server_starts_again() {
    let (folder, data) = (music(), tempfile::tempdir().unwrap());
    let music = json!({"libraries": [{"name": "Music", "path": folder.path()}]}).to_string();
    let start = || {
        super::builder(&music)
            .data_folder(data.path())
            .start()
            .unwrap()
    };
    let server = start();
    let plugin = load(&server, &example(), &json!({"largest": 0}));
    assert_eq!(
        inspected(&plugin)[0],
        "Music: 3 files, 9.0 KiB in 2 folders"
    );
    drop((plugin, server));

    let server = start();
    let plugin = load(&server, &example(), &json!({"largest": 0}));
    assert_eq!(inspected(&plugin), [""; 0]);
    write(folder.path(), "new/new.mp3", 24);
    plugin.advance(DAY);
    let said = said(&plugin, Level::Info);
    assert_eq!(said[0], "Music: 4 files, 9.0 KiB in 3 folders");
    assert_eq!(said.len(), 3, "{said:?}");
}

#[test]
fn a_library_that_is_not_there_does_not_keep_others_from_being_inspected() {
    let folder = music();
    let gone = Path::new("/nowhere/at/all");
    let server = server_with(&[gone, folder.path()]);
    let plugin = load(&server, &example(), &json!({}));

    assert_eq!(
        inspected(&plugin)[0],
        "Library 2: 3 files, 9.0 KiB in 2 folders"
    );
    let [left_out] = said(&plugin, Level::Warn).try_into().unwrap();
    assert!(
        left_out.starts_with("library 1 is left out: "),
        "{left_out}"
    );
    let not_mounted = "library 1 is not mounted: its `path` /nowhere/at/all is no folder";
    assert_eq!(said_by_server(&plugin, Level::Warn), [not_mounted]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_within_the_library_nor_out_of_it() {
    let (folder, outside) = (music(), music());
    let link =
        |to: &Path, name: &str| std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    link(outside.path(), "outside");
    link(folder.path(), "around");
    link(
        &outside
            .path()
            .join("Nina Simone/Pastel Blues/10 Sinnerman.flac"),
        "11.flac",
    );
    let plugin = load(&server_with(&[folder.path()]), &example(), &json!({}));
    assert_eq!(
        inspected(&plugin)[0],
        "Library 1: 3 files, 9.0 KiB in 2 folders"
    );
    assert_eq!(said(&plugin, Level::Warn), [""; 0]);
}

/// In place of the plugin one that wants more than to look: its exports give what WASI says to each attempt, 0 for success.
const INTRUDER: &str = r#"(module
    (import "wasi_snapshot_preview1" "path_open"
        (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_create_directory"
        (func $create_folder (param i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_unlink_file" (func $remove (param i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 16) "new.mp3")
    (data (i32.const 32) "old.mp3")
    (func $open_at (param $name i32) (param $flags i32) (param $rights i64) (result i32)
        ;; 3 is the first folder that is mounted; the library is the only one.
        (call $open (i32.const 3) (i32.const 0) (local.get $name) (i32.const 7)
            (local.get $flags) (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 0)))
    (func (export "read") (result i32) (call $open_at (i32.const 32) (i32.const 0) (i64.const 2)))
    (func (export "write") (result i32) (call $open_at (i32.const 32) (i32.const 0) (i64.const 64)))
    (func (export "truncate") (result i32) (call $open_at (i32.const 32) (i32.const 8) (i64.const 64)))
    (func (export "create") (result i32) (call $open_at (i32.const 16) (i32.const 1) (i64.const 64)))
    (func (export "create_folder") (result i32)
        (call $create_folder (i32.const 3) (i32.const 16) (i32.const 7)))
    (func (export "remove") (result i32) (call $remove (i32.const 3) (i32.const 32) (i32.const 7))))"#;

/// Does all that changes a library, and gives what was refused.
fn intrude(server: &Server, settings: &Settings) -> Vec<&'static str> {
    let shipped: Value = serde_json::from_str(&example().manifest).unwrap();
    // Other permissions want exports that this one does not have.
    let permissions = json!({"library": shipped["permissions"]["library"]});
    let manifest = json!({"name": "Intruder", "author": "Test", "version": "1.0.0", "permissions": permissions});
    let package = Package {
        id: "intruder".to_owned(),
        manifest: manifest.to_string(),
        wasm: wat::parse_str(INTRUDER).unwrap(),
    };
    let plugin = server.load(&package, settings).unwrap();
    assert_eq!(plugin.call("read", "").outcome, Outcome::Ok(Vec::new()));
    let attempts = ["write", "truncate", "create", "remove", "create_folder"];
    let is_refused = |export: &&str| match plugin.call(export, "").outcome {
        Outcome::Ok(_) => false,
        Outcome::ExitCode(_) => true,
        outcome => panic!("{export}: {outcome:?}"),
    };
    attempts.into_iter().filter(is_refused).collect()
}

#[test]
fn what_the_manifest_asks_for_is_enough_to_read_and_not_to_write() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "old.mp3", 5);
    let server = server_with(&[folder.path()]);
    let refused = intrude(&server, &Settings::new());
    assert_eq!(
        refused,
        ["write", "truncate", "create", "remove", "create_folder"]
    );
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["old.mp3"]);
    assert_eq!(fs::read(folder.path().join("old.mp3")).unwrap(), [0; 5]);

    // An administrator may allow more than that.
    let refused = intrude(&server, &Settings::new().library_write(true));
    assert_eq!(refused, ["create_folder"], "the name is taken by then");
}
