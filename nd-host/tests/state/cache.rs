//! The cache, as a plugin uses it. Must not look behind the service.

use std::time::{Duration, UNIX_EPOCH};

use nd_host::{LoadedPlugin, Server};
use serde_json::{Value, json};

use crate::relay::{ask, load, relay};

const HOUR: Duration = Duration::from_secs(3_600);

fn server() -> Server {
    let builder = Server::builder().frozen_clock(UNIX_EPOCH + HOUR);
    builder.start().expect("the server starts")
}

fn plugin(server: &Server) -> LoadedPlugin {
    load(server, &relay(&json!({"cache": {}}), ""))
}

fn get(plugin: &LoadedPlugin, kind: &str, key: &str) -> Value {
    ask(plugin, &format!("cache_get{kind}"), &json!({"key": key}))
}

#[test]
fn values_come_back_with_the_type_they_were_set_with_and_no_other() {
    let plugin = plugin(&server());
    let values = [
        ("string", json!("text")),
        ("int", json!(9_007_199_254_740_993_i64)),
        ("float", json!(0.25)),
        ("bytes", json!("AAH/")),
    ];
    for (kind, value) in &values {
        let set = json!({"key": "k", "value": value, "ttlSeconds": 0});
        assert_eq!(ask(&plugin, &format!("cache_set{kind}"), &set), json!({}));
        for (other, _) in &values {
            let expected = match other == kind {
                true => json!({"value": value, "exists": true}),
                false => json!({}),
            };
            assert_eq!(get(&plugin, other, "k"), expected, "{kind} as {other}");
        }
    }
}

#[test]
fn every_use_restarts_the_time_to_live() {
    let plugin = plugin(&server());
    let set = json!({"key": "k", "value": 1, "ttlSeconds": 60});
    ask(&plugin, "cache_setint", &set);
    for _ in 0..3 {
        plugin.advance(Duration::from_secs(59));
        assert_eq!(
            ask(&plugin, "cache_has", &json!({"key": "k"})),
            json!({"exists": true})
        );
    }
    plugin.advance(Duration::from_secs(60));
    assert_eq!(get(&plugin, "int", "k"), json!({}));
}

#[test]
fn without_a_time_to_live_it_is_a_day() {
    let plugin = plugin(&server());
    let set = json!({"key": "k", "value": "v", "ttlSeconds": -5});
    ask(&plugin, "cache_setstring", &set);
    plugin.advance(24 * HOUR - Duration::from_secs(1));
    // Looked at as another type, which is a use nevertheless.
    assert_eq!(get(&plugin, "int", "k"), json!({}));
    plugin.advance(24 * HOUR - Duration::from_secs(1));
    let kept = json!({"value": "v", "exists": true});
    assert_eq!(get(&plugin, "string", "k"), kept);
    plugin.advance(24 * HOUR);
    assert_eq!(get(&plugin, "string", "k"), json!({}));
}

#[test]
fn bytes_that_are_null_are_an_empty_value() {
    let plugin = plugin(&server());
    let set = json!({"key": "", "value": null, "ttlSeconds": 5});
    assert_eq!(ask(&plugin, "cache_setbytes", &set), json!({}));
    assert_eq!(get(&plugin, "bytes", ""), json!({"exists": true}));
    let key = json!({"key": ""});
    assert_eq!(ask(&plugin, "cache_remove", &key), json!({}));
    assert_eq!(ask(&plugin, "cache_remove", &key), json!({}));
    assert_eq!(get(&plugin, "bytes", ""), json!({}));
}

#[test]
fn nothing_is_left_when_the_plugin_is_loaded_again() {
    let server = server();
    let before = plugin(&server);
    let set = json!({"key": "k", "value": 1, "ttlSeconds": 0});
    ask(&before, "cache_setint", &set);
    drop(before);
    assert_eq!(get(&plugin(&server), "int", "k"), json!({}));
}
