//! Libraries with folders: where they are, and who is told.

use nd_host::{Granted, Music, Settings};
use serde_json::{Value, json};

use super::asking::{ask, load, server};

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
