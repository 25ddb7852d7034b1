//! Walks alone: their order, and that an interruption loses nothing and repeats nothing.

use std::fs;
use std::path::Path;

use super::fill;
use crate::walk::{Cursor, Entry, Walk};

const FILES: [(&str, usize); 6] = [
    ("b/2.mp3", 2),
    ("b/10.mp3", 10),
    ("a/deep/deeper/1.flac", 1),
    ("a/z.jpg", 3),
    ("a/deep/0.flac", 4),
    ("c.txt", 5),
];

fn name(entry: &Entry) -> String {
    match entry {
        Entry::Folder => "folder".to_owned(),
        Entry::File { path, .. } => path.display().to_string(),
        Entry::Unreadable { path, .. } => format!("unreadable {}", path.display()),
    }
}

fn names(root: &Path, cursor: Cursor) -> Vec<String> {
    let walk = Walk::resume(root, cursor).unwrap();
    walk.map(|entry| name(&entry)).collect()
}

#[test]
fn visits_everything_in_the_order_of_the_names() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), &FILES);
    let expected = [
        "folder",
        "folder",
        "a/deep/0.flac",
        "folder",
        "a/deep/deeper/1.flac",
        "a/z.jpg",
        "folder",
        "b/10.mp3",
        "b/2.mp3",
        "c.txt",
    ];
    assert_eq!(names(root.path(), Cursor::default()), expected);
}

#[test]
fn goes_on_wherever_it_was_interrupted() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), &FILES);
    let all = names(root.path(), Cursor::default());
    for visited in 0..all.len() {
        let mut walk = Walk::resume(root.path(), Cursor::default()).unwrap();
        let before: Vec<_> = walk.by_ref().take(visited).collect();
        let cursor = serde_json::to_string(&walk.cursor()).unwrap();

        let cursor = serde_json::from_str(&cursor).unwrap();
        assert_eq!(before.len(), visited);
        assert_eq!(
            names(root.path(), cursor),
            all[visited..],
            "after {visited}"
        );
    }
}

#[test]
fn goes_on_behind_a_folder_that_has_gone_meanwhile() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), &FILES);
    let mut walk = Walk::resume(root.path(), Cursor::default()).unwrap();
    walk.by_ref().take(3).for_each(drop);
    let cursor = walk.cursor();

    fs::remove_dir_all(root.path().join("a/deep")).unwrap();
    assert_eq!(
        names(root.path(), cursor),
        ["a/z.jpg", "folder", "b/10.mp3", "b/2.mp3", "c.txt"]
    );
}

#[test]
fn visits_what_was_added_ahead_of_it() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), &[("a", 1), ("c", 1)]);
    let mut walk = Walk::resume(root.path(), Cursor::default()).unwrap();
    walk.next();
    let cursor = walk.cursor();

    fill(root.path(), &[("0", 1), ("b", 1)]);
    assert_eq!(names(root.path(), cursor), ["b", "c"]);
}

#[cfg(unix)]
#[test]
fn passes_over_links_even_to_a_folder_above() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), &[("a/1.mp3", 1)]);
    std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).unwrap();
    assert_eq!(names(root.path(), Cursor::default()), ["folder", "a/1.mp3"]);
}

#[test]
fn what_is_gone_since_it_was_listed_is_unreadable() {
    let root = tempfile::tempdir().unwrap();
    fill(root.path(), &[("a", 1), ("b", 1)]);
    let walk = Walk::resume(root.path(), Cursor::default()).unwrap();
    fs::remove_file(root.path().join("a")).unwrap();
    let names: Vec<_> = walk.map(|entry| name(&entry)).collect();
    assert_eq!(names, ["unreadable a", "b"]);
}

#[test]
fn a_root_that_is_not_there_is_an_error() {
    let root = tempfile::tempdir().unwrap();
    let gone = root.path().join("gone");
    assert!(Walk::resume(&gone, Cursor::default()).is_err());
}
