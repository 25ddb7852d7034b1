use std::fs;

use super::*;

fn storage() -> FakeStorage {
    FakeStorage::new(&World::default())
}

#[test]
fn the_plugin_and_the_test_see_the_same_files() {
    let storage = storage();
    fs::write(storage.path().join("from-test"), "1").unwrap();
    let seen = PathBuf::from(storage.get_storage_path().unwrap());
    assert_eq!(fs::read_to_string(seen.join("from-test")).unwrap(), "1");
    fs::write(seen.join("from-plugin"), "2").unwrap();
    assert_eq!(
        fs::read_to_string(storage.path().join("from-plugin")).unwrap(),
        "2"
    );
}

#[test]
fn the_directory_is_empty_at_first_and_not_shared() {
    let (one, other) = (storage(), storage());
    fs::write(one.path().join("file"), "").unwrap();
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
}

#[test]
fn the_directory_goes_with_the_fake() {
    let storage = storage();
    let path = storage.path();
    fs::write(path.join("file"), "").unwrap();
    drop(storage);
    assert!(!path.exists());
}

#[test]
fn nothing_is_made_before_somebody_asks() {
    let storage = storage();
    assert!(storage.place.borrow().is_none());
}

#[test]
fn the_path_can_be_that_of_the_server() {
    let storage = storage();
    let before = storage.path();
    storage.use_path("/storage");
    assert_eq!(storage.get_storage_path(), Ok("/storage".to_owned()));
    assert_eq!(storage.path(), PathBuf::from("/storage"));
    assert!(!before.exists());
}
