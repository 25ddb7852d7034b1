//! The key-value store, as a plugin uses it, and the file behind it. Must not look behind the service otherwise.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use nd_host::{LoadedPlugin, Server, Settings};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::relay::{ask, load, relay};

const HOUR: Duration = Duration::from_secs(3_600);

fn server() -> Server {
    let builder = Server::builder().frozen_clock(UNIX_EPOCH + HOUR);
    builder.start().expect("the server starts")
}

fn server_in(folder: &Path) -> Server {
    let builder = Server::builder().data_folder(folder);
    builder.start().expect("the server starts")
}

fn plugin(server: &Server) -> LoadedPlugin {
    with_quota(server, "1kB")
}

fn with_quota(server: &Server, max_size: &str) -> LoadedPlugin {
    let permissions = json!({"kvstore": {"maxSize": max_size}});
    load(server, &relay(&permissions, ""))
}

fn set(plugin: &LoadedPlugin, key: &str, value: &Value) -> Value {
    let request = json!({"key": key, "value": value});
    ask(plugin, "kvstore_set", &request)
}

fn set_for(plugin: &LoadedPlugin, key: &str, seconds: i64) -> Value {
    let request = json!({"key": key, "value": "AQ==", "ttlSeconds": seconds});
    ask(plugin, "kvstore_setwithttl", &request)
}

fn get(plugin: &LoadedPlugin, key: &str) -> Value {
    ask(plugin, "kvstore_get", &json!({"key": key}))
}

fn list(plugin: &LoadedPlugin, prefix: &str) -> Value {
    ask(plugin, "kvstore_list", &json!({"prefix": prefix}))["keys"].take()
}

fn delete_by_prefix(plugin: &LoadedPlugin, prefix: &str) -> Value {
    ask(plugin, "kvstore_deletebyprefix", &json!({"prefix": prefix}))
}

fn error(text: &str) -> Value {
    json!({"error": text})
}

/// Base64 of so many zeros; a multiple of three.
fn zeros(count: usize) -> Value {
    json!("A".repeat(count / 3 * 4))
}

#[test]
fn null_is_no_value_but_the_empty_text_is_one() {
    let plugin = plugin(&server());
    let refused = error("storing value: NOT NULL constraint failed: kvstore.value");
    assert_eq!(set(&plugin, "k", &Value::Null), refused);
    let without = json!({"key": "k", "ttlSeconds": 5});
    assert_eq!(ask(&plugin, "kvstore_setwithttl", &without), refused);
    assert_eq!(get(&plugin, "k"), json!({}));
    assert_eq!(set(&plugin, "k", &json!("")), json!({}));
    assert_eq!(get(&plugin, "k"), json!({"exists": true}));
}

#[test]
fn keys_have_1_to_256_bytes_and_a_time_to_live_is_positive() {
    let plugin = plugin(&server());
    let value = json!("AQ==");
    assert_eq!(set(&plugin, "", &value), error("key cannot be empty"));
    let long = error("key exceeds maximum length of 256 bytes");
    assert_eq!(set(&plugin, &"k".repeat(257), &value), long);
    assert_eq!(set(&plugin, &"k".repeat(256), &value), json!({}));
    let not_positive = error("ttlSeconds must be greater than 0");
    assert_eq!(set_for(&plugin, "", 0), not_positive);
    assert_eq!(
        delete_by_prefix(&plugin, ""),
        error("prefix cannot be empty")
    );
}

#[test]
fn the_quota_counts_the_bytes_of_live_values() {
    let plugin = plugin(&server());
    set(&plugin, "a", &zeros(600));
    set_for(&plugin, "over", 1);
    plugin.advance(Duration::from_secs(1));
    let used = |plugin| ask(plugin, "kvstore_getstorageused", &json!({}));
    assert_eq!(used(&plugin), json!({"bytes": 600}));
    let refused = error("storage limit exceeded: would use 1.5 kB of 1.0 kB allowed");
    assert_eq!(set(&plugin, "b", &zeros(900)), refused);
    assert_eq!(set(&plugin, "b", &zeros(399)), json!({}));
    assert_eq!(used(&plugin), json!({"bytes": 999}));
}

#[test]
fn a_value_that_does_not_grow_is_taken_although_the_quota_has_shrunk() {
    let server = server();
    set(&with_quota(&server, "1MB"), "a", &zeros(3_000));
    let plugin = with_quota(&server, "1kB");
    assert_eq!(set(&plugin, "a", &zeros(2_997)), json!({}));
    let refused = error("storage limit exceeded: would use 3.0 kB of 1.0 kB allowed");
    assert_eq!(set(&plugin, "a", &zeros(3_000)), refused);
}

#[test]
fn expired_values_are_invisible_everywhere_but_counted_until_they_are_swept() {
    let plugin = plugin(&server());
    for key in ["p:1", "P:2"] {
        set_for(&plugin, key, 10);
    }
    plugin.advance(Duration::from_secs(10));
    assert_eq!(get(&plugin, "p:1"), json!({}));
    let has = ask(&plugin, "kvstore_has", &json!({"key": "p:1"}));
    assert_eq!(has, json!({}));
    let many = ask(&plugin, "kvstore_getmany", &json!({"keys": ["p:1"]}));
    assert_eq!(many, json!({}));
    assert_eq!(list(&plugin, "p"), Value::Null);
    assert_eq!(delete_by_prefix(&plugin, "p:"), json!({"deletedCount": 2}));

    set_for(&plugin, "p:1", 10);
    plugin.advance(HOUR);
    assert_eq!(delete_by_prefix(&plugin, "p:"), json!({}));
}

#[test]
fn expired_values_do_not_stay_in_the_file_for_ever() {
    let plugin = plugin(&server());
    for key in ["a", "b", "c"] {
        set_for(&plugin, key, 10);
    }
    plugin.advance(HOUR);
    assert_eq!(set(&plugin, "d", &json!("AA==")), json!({}));
    let file = Connection::open(plugin.data_folder().join("kvstore.db")).unwrap();
    let count: i64 = file
        .query_row("SELECT count(*) FROM kvstore", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1);
}

#[test]
fn a_plain_set_takes_the_time_to_live_away_and_past_the_year_9999_there_is_none() {
    let plugin = plugin(&server());
    set_for(&plugin, "plain", 10);
    set(&plugin, "plain", &json!("Ag=="));
    set_for(&plugin, "ages", 9_000_000_000_000);
    set_for(&plugin, "longest", i64::MAX);
    plugin.advance(10_000 * HOUR);
    assert_eq!(list(&plugin, ""), json!(["ages", "longest", "plain"]));
}

#[test]
fn prefixes_are_what_like_makes_of_them() {
    let plugin = plugin(&server());
    for key in ["user:b", "USER:a", "user_x", "abc", "a\\b", "100%", "É"] {
        set(&plugin, key, &json!("AQ=="));
    }
    assert_eq!(list(&plugin, "user:"), json!(["USER:a", "user:b"]));
    assert_eq!(list(&plugin, "user_"), json!(["user_x"]));
    assert_eq!(list(&plugin, "100%"), json!(["100%"]));
    assert_eq!(list(&plugin, "a\\b"), json!(["abc"]));
    assert_eq!(list(&plugin, "a\\"), Value::Null);
    assert_eq!(list(&plugin, "é"), Value::Null);
    // Keys themselves are exact.
    assert_eq!(get(&plugin, "ABC"), json!({}));
}

#[test]
fn many_keys_are_asked_for_in_batches() {
    let plugin = plugin(&server());
    let keys: Vec<String> = (0..450).map(|number| format!("k{number:03}")).collect();
    let present: Map<String, Value> = keys
        .iter()
        .step_by(7)
        .map(|key| (key.clone(), json!("AQ==")))
        .collect();
    for (key, value) in &present {
        set(&plugin, key, value);
    }
    let found = ask(&plugin, "kvstore_getmany", &json!({"keys": keys}));
    assert_eq!(found, json!({"values": present}));
    for none in [json!([]), Value::Null] {
        let found = ask(&plugin, "kvstore_getmany", &json!({"keys": none}));
        assert_eq!(found, json!({}));
    }
}

#[test]
fn values_outlive_the_plugin_and_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = server_in(folder.path());
    set(&plugin(&server), "k", &json!("AAH/"));
    let kept = json!({"value": "AAH/", "exists": true});
    assert_eq!(get(&plugin(&server), "k"), kept);
    drop(server);
    assert_eq!(get(&plugin(&server_in(folder.path())), "k"), kept);
}

#[test]
fn calls_at_the_same_time_do_not_get_into_each_others_way() {
    let plugin = plugin(&server());
    thread::scope(|scope| {
        for writer in 0..4 {
            let plugin = &plugin;
            scope.spawn(move || {
                for number in 0..20 {
                    let stored = set(plugin, &format!("{writer}:{number}"), &json!("AQ=="));
                    assert_eq!(stored, json!({}));
                }
            });
        }
    });
    let used = ask(&plugin, "kvstore_getstorageused", &json!({}));
    assert_eq!(used, json!({"bytes": 80}));
}

#[test]
fn what_the_database_refuses_comes_with_what_was_being_done() {
    let plugin = plugin(&server());
    let file = plugin.data_folder().join("kvstore.db");
    let other = Connection::open(file).unwrap();
    other.execute_batch("DROP TABLE kvstore").unwrap();
    let key = json!({"key": "k", "value": "AQ==", "prefix": "k", "keys": ["k"]});
    for (function, action) in [
        ("kvstore_set", "checking existing key"),
        ("kvstore_get", "reading value"),
        ("kvstore_delete", "deleting value"),
        ("kvstore_has", "checking key"),
        ("kvstore_list", "listing keys"),
        ("kvstore_deletebyprefix", "deleting keys"),
        ("kvstore_getmany", "querying values"),
        ("kvstore_getstorageused", "calculating storage used"),
    ] {
        let refused = error(&format!("{action}: no such table: kvstore"));
        assert_eq!(ask(&plugin, function, &key), refused);
    }
}

/// Why a plugin whose database is not in order cannot be loaded.
fn refusal(folder: &Path) -> String {
    let package = relay(&json!({"kvstore": {}}), "");
    let loaded = server_in(folder).load(&package, &Settings::new());
    format!("{:#}", loaded.expect_err("the database is not in order"))
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("plugins/relay");
    fs::create_dir_all(&data).unwrap();
    let file = data.join("kvstore.db");
    let noise = vec![b'x'; 5_000];
    fs::write(&file, &noise).unwrap();
    let refusal = refusal(folder.path());
    assert!(
        refusal.starts_with("creating KVStore service: opening "),
        "{refusal}"
    );
    assert!(refusal.ends_with("file is not a database"), "{refusal}");
    assert_eq!(fs::read(&file).unwrap(), noise);
}

#[test]
fn a_damaged_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = server_in(folder.path());
    let before = with_quota(&server, "1MB");
    for number in 0..30 {
        set(&before, &format!("k{number}"), &zeros(3_000));
    }
    let file = before.data_folder().join("kvstore.db");
    drop(before);
    drop(server);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[4_096..middle].fill(0xA5);
    fs::write(&file, &bytes).unwrap();
    let refusal = refusal(folder.path());
    assert!(
        refusal.starts_with("creating KVStore service: opening "),
        "{refusal}"
    );
    assert_eq!(fs::read(&file).unwrap(), bytes);
}

#[test]
fn a_database_that_somebody_else_has_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = server_in(folder.path());
    let file = plugin(&server).data_folder().join("kvstore.db");
    let other = Connection::open(file).unwrap();
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")
        .unwrap();
    let refusal = refusal(folder.path());
    assert!(
        refusal.starts_with("creating KVStore service: opening "),
        "{refusal}"
    );
    assert!(refusal.ends_with("database is locked"), "{refusal}");
}

#[test]
fn a_quota_that_is_none_is_refused() {
    let package = relay(&json!({"kvstore": {"maxSize": "much"}}), "");
    let refused = server().load(&package, &Settings::new()).unwrap_err();
    let text = format!("{refused:#}");
    assert!(
        text.starts_with("creating KVStore service: invalid maxSize"),
        "{text}"
    );
}
