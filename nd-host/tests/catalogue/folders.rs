//! Libraries with folders: where they are, and who is told.

use nd_host::{Granted, LoadedPlugin, Music, Outcome, Settings};
use serde_json::{Value, json};

use super::asking::{ask, load, server};
use super::common::{module, package};

fn described(permissions: &Value, settings: &Settings) -> (Value, Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("music.yaml");
    std::fs::create_dir(folder.path().join("songs")).unwrap();
    let text = "libraries: [{name: Songs, path: songs}, {name: Gone, path: gone}, {name: None}]";
    std::fs::write(&file, text).unwrap();
    let server = server(Music::from_file(&file).unwrap()).start().unwrap();
    let plugin = load(&server, permissions, settings, &["library_getalllibraries"]);
    let reply = ask(&plugin, "library_getalllibraries", &json!({}));
    let log = plugin.log().into_iter().map(|entry| entry.text).collect();
    let songs = folder.path().join("songs").display().to_string();
    (reply, log, songs)
}

#[test]
fn places_are_told_with_access_to_files_only() {
    let (reply, log, _) = described(&json!({"library": {}}), &Settings::new());
    for library in reply["result"].as_array().unwrap() {
        assert_eq!(
            (&library["path"], &library["mountPoint"]),
            (&Value::Null, &Value::Null)
        );
    }
    assert!(log.is_empty(), "{log:?}");

    let permissions = json!({"library": {"filesystem": true}});
    let (reply, _, songs) = described(&permissions, &Settings::new());
    assert_eq!(reply["result"][0]["path"], songs);
    assert_eq!(reply["result"][0]["mountPoint"], "/libraries/1");
    assert_eq!(reply["result"][2]["mountPoint"], "/libraries/3");
}

#[test]
fn folders_that_are_not_there_are_not_mounted_and_the_log_says_so() {
    let permissions = json!({"library": {"filesystem": true}});
    let (_, log, songs) = described(&permissions, &Settings::new());
    let gone = songs.replace("songs", "gone");
    assert_eq!(
        log,
        [
            format!("library 2 is not mounted: its `path` {gone} is no folder"),
            "library 3 is not mounted: it has no `path`".to_owned(),
        ]
    );
    let only = Settings::new().libraries(Granted::Only(vec![1]));
    let (reply, log, _) = described(&permissions, &only);
    assert_eq!(reply["result"].as_array().unwrap().len(), 1);
    assert!(log.is_empty(), "{log:?}");
}

/// A plugin whose export says whether it sees so many folders: exit code 0 if it does.
fn seeing(count: u32) -> Vec<u8> {
    // WASI hands out 0 to 2 for input and output, and the numbers after them for folders.
    let last = count + 2;
    module(&format!(
        r#"(import "wasi_snapshot_preview1" "fd_prestat_get" (func $folder (param i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "sees") (result i32) (call $folder (i32.const {last}) (i32.const 0)))"#
    ))
}

fn sees(plugin: &LoadedPlugin) -> bool {
    match plugin.call("sees", "{}").outcome {
        Outcome::Ok(_) => true,
        Outcome::ExitCode(_) => false,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_folder_that_disappears_is_left_out_until_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let songs = folder.path().join("songs");
    std::fs::create_dir(&songs).unwrap();
    let music = format!("libraries: [{{path: {songs:?}}}]");
    let server = server(Music::from_text(&music).unwrap()).start().unwrap();
    let permissions = json!({"library": {"filesystem": true}});
    let package = package(&permissions, seeing(1));
    let plugin = server.load(&package, &Settings::new()).unwrap();
    let log = || -> Vec<String> { plugin.log().into_iter().map(|entry| entry.text).collect() };
    assert!(sees(&plugin) && log().is_empty());

    std::fs::remove_dir(&songs).unwrap();
    assert!(!sees(&plugin) && !sees(&plugin));
    let gone = format!(
        "library 1 is not mounted: its `path` {} is no folder",
        songs.display()
    );
    assert_eq!(log(), [gone.as_str()], "once, not for each call");

    std::fs::create_dir(&songs).unwrap();
    assert!(sees(&plugin));
    std::fs::remove_dir(&songs).unwrap();
    assert!(!sees(&plugin));
    assert_eq!(log(), [gone.as_str(), gone.as_str()]);
}

#[test]
fn storage_that_somebody_removes_ends_no_call() {
    let server = server(Music::default()).start().unwrap();
    let package = package(&json!({"storage": {}}), seeing(1));
    let plugin = server.load(&package, &Settings::new()).unwrap();
    assert!(sees(&plugin));
    let storage = plugin.data_folder().join("storage");
    std::fs::remove_dir(&storage).unwrap();
    assert!(!sees(&plugin));
    let text = format!("storage is not mounted: {} is no folder", storage.display());
    assert_eq!(plugin.log().last().unwrap().text, text);
}

#[test]
fn two_libraries_may_have_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let music = format!("libraries: [{{path: {path:?}}}, {{path: {path:?}}}, {{path: {path:?}}}]");
    let server = server(Music::from_text(&music).unwrap()).start().unwrap();
    let permissions = json!({"library": {"filesystem": true}});
    for (count, all) in [(3, true), (4, false)] {
        let package = package(&permissions, seeing(count));
        let plugin = server.load(&package, &Settings::new()).unwrap();
        assert_eq!(sees(&plugin), all, "{count}");
    }
}
