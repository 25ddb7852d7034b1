//! Services of the fake host that the test has told too little, or the wrong thing.

use std::collections::HashMap;

use nd_pdk::host::http::HTTPRequest;
use nd_pdk::host::{cache, http, scrobbleretriever, subsonicapi, websocket};
use nd_pdk::testing::FakeHost;

use crate::{assert_panics, assert_says};

const MANIFEST: &str = r#"{
    "name": "Lights",
    "author": "Ada",
    "version": "1.0.0",
    "permissions": {"kvstore": {"reason": "remembers"}}
}"#;

fn get(url: &str) -> HTTPRequest {
    HTTPRequest {
        url: url.to_owned(),
        headers: HashMap::from([("Accept".to_owned(), "text/plain".to_owned())]),
        ..HTTPRequest::default()
    }
}

#[test]
fn permission_not_declared() {
    let _host = FakeHost::builder().manifest(MANIFEST).install();
    assert_panics("manifest_without_permission", || cache::has("a"));
    // A mock does not make the plugin load.
    let _cache = cache::mock(|m| {
        m.expect_has().returning(|_| Ok(true));
    });
    assert_panics("manifest_without_permission", || cache::has("a"));
}

#[test]
fn permissions_that_do_not_fit_the_plugin() {
    let manifest = r#"{
        "name": "Lights",
        "author": "Ada",
        "version": "1.0.0",
        "permissions": {"taskqueue": {}, "matcher": {}}
    }"#;
    let host = FakeHost::builder()
        .manifest(manifest)
        .plugin::<()>()
        .install();
    assert_panics("manifest_does_not_fit", || host.load());
}

#[test]
fn no_manifest_at_all() {
    assert_panics("manifest_unreadable", || FakeHost::builder().manifest("[]"));
    assert_panics("config_unreadable", || {
        FakeHost::builder().config_json("[]")
    });
}

#[test]
fn http_without_route() {
    let host = FakeHost::install();
    assert_panics("http_without_routes", || {
        http::send(get("https://api.example.com/a?b=c"))
    });
    host.http()
        .on_get("https://api.example.com/other")
        .reply_json(200, nd_pdk::testing::json!({}));
    host.http()
        .on_post("https://api.example.com/a?b=c")
        .reply_json(200, nd_pdk::testing::json!({}));
    host.http()
        .on_get("https://api.example.com/a")
        .reply(200, "");
    assert_panics("http_without_route", || {
        http::send(get("https://api.example.com/a?b=c"))
    });

    let line = r#"host.http().on_get("https://api.example.com/a?b=c").reply_json(200, nd_pdk::testing::json!({}));"#;
    assert_says("http_without_route", line);
    host.http()
        .on_get("https://api.example.com/a?b=c")
        .reply_json(200, nd_pdk::testing::json!({}));
    let response = http::send(get("https://api.example.com/a?b=c"));
    assert_eq!(response.unwrap().unwrap().body, b"{}");
}

#[test]
fn http_near_misses() {
    let host = FakeHost::install();
    let route = |url: &str| host.http().on_get(url);
    let _routes = [
        route("https://api.example.org/artist").any_query(),
        route("https://api.example.com/artist?name=Simon & Garfunkel"),
        route("https://api.example.com/artist")
            .with_query("page", "2")
            .with_header("Accept", "application/json"),
        route("https://api.example.com/artist")
            .any_query()
            .when(|request| request.body_text().is_empty()),
    ];
    assert_panics("http_near_misses", || {
        http::send(HTTPRequest {
            body: r#"{"like": "song"}"#.repeat(30).into_bytes(),
            ..get("https://api.example.com/artist?name=Simon%20%26%20Garfunkel")
        })
    });
}

#[test]
fn http_route_without_reply() {
    let host = FakeHost::install();
    let _route = host.http().on_get("https://api.example.com/");
    assert_panics("http_route_without_reply", || {
        http::send(get("https://api.example.com/"))
    });
}

#[test]
fn websocket_without_script() {
    let host = FakeHost::install();
    let connect = || websocket::connect("wss://ws.example.com/a", HashMap::new(), "c");
    let _others = [
        host.websocket().on_connect("ws://ws.example.com/a"),
        host.websocket().on_connect("wss://ws.example.com/"),
    ];
    assert_panics("websocket_without_script", connect);

    assert_says(
        "websocket_without_script",
        r#"host.websocket().on_connect("wss://ws.example.com/a");"#,
    );
    let _script = host.websocket().on_connect("wss://ws.example.com/a");
    assert_eq!(connect().as_deref(), Ok("c"));
    assert_panics("websocket_unknown_peer", || {
        host.websocket().peer("d").send_text("hello");
    });
}

#[test]
fn subsonic_without_script() {
    let _host = FakeHost::builder().user("ada").install();
    assert_panics("subsonic_without_script", || {
        subsonicapi::call("getSong?id=1&u=ada")
    });
}

#[test]
fn no_user_to_act_for() {
    let _host = FakeHost::install();
    assert_panics("scrobbles_without_user", || {
        scrobbleretriever::get_first_timestamp("ada")
    });
}
