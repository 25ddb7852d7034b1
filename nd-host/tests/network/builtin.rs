//! The runtime's own HTTP, by version of the server. Must not look at the service `HTTP`.

use nd_host::{LoadedPlugin, NEWEST, Outcome, Server, Settings, Version};
use serde_json::{Value, json};

use crate::common::{export, package, text, with_relay};
use crate::site::{Site, reply};

/// The last version in which plugins could use it.
const WITH_HTTP: Version = Version::new(0, 63, 2);

/// A plugin that makes the request it is given, without a body or with one of two bytes, and gives back the body, the status or the headers.
fn plugin_of(version: Version, permissions: &Value) -> LoadedPlugin {
    let ask = "(call $request (call $input) (i64.const 0))";
    let tell = "(call $request (call $input) (call $ok))";
    let exports = [
        export("body", &format!("(drop (call $answer {ask}))")),
        export("told", &format!("(drop (call $answer {tell}))")),
        export(
            "headers",
            &format!("(drop {ask}) (drop (call $answer (call $headers)))"),
        ),
        format!(r#"(func (export "status") (result i32) (drop {ask}) (call $status))"#),
    ];
    let imports = r#"
        (import "extism:host/env" "http_request" (func $request (param i64 i64) (result i64)))
        (import "extism:host/env" "http_status_code" (func $status (result i32)))
        (import "extism:host/env" "http_headers" (func $headers (result i64)))"#;
    let wasm = with_relay(imports, &(text("ok", "ok") + &exports.concat()));
    let server = Server::builder().version(version).start();
    let server = server.expect("the server starts");
    let loaded = server.load(&package(permissions, wasm), &Settings::new());
    loaded.expect("the plugin loads")
}

fn plugin() -> LoadedPlugin {
    plugin_of(WITH_HTTP, &json!({"http": {"requiredHosts": ["127.*"]}}))
}

fn get(plugin: &LoadedPlugin, export: &str, url: &str) -> Outcome {
    plugin.call(export, json!({"url": url}).to_string()).outcome
}

fn not_allowed(url: &str) -> Outcome {
    Outcome::Failed(format!(
        "HTTP request to '{url}' is not allowed (recovered by wazero)"
    ))
}

#[test]
fn a_request_gives_body_status_and_headers() {
    let site = Site::start(|_| {
        let headers = [("X-Own", "1"), ("x-own", "2"), ("ETag", "e")];
        reply(404, &headers, b"nothing")
    });
    let (plugin, url) = (plugin(), site.url("/x"));
    assert_eq!(get(&plugin, "body", &url), Outcome::Ok(b"nothing".to_vec()));
    assert_eq!(get(&plugin, "status", &url), Outcome::ExitCode(404));
    let Outcome::Ok(headers) = get(&plugin, "headers", &url) else {
        panic!("the headers are there");
    };
    let headers: Value = serde_json::from_slice(&headers).unwrap();
    assert_eq!(
        headers,
        json!({"x-own": "1,2", "etag": "e", "connection": "close", "content-length": "7"})
    );
}

#[test]
fn method_headers_and_body_are_sent() {
    let site = Site::start(|_| reply(200, &[], b""));
    let request = json!({"url": site.url("/x"), "method": "PUT", "headers": {"x-own": "1"}});
    let outcome = plugin().call("told", request.to_string()).outcome;
    assert_eq!(outcome, Outcome::Ok(vec![]));
    let asked = site.asked_once();
    assert_eq!((&*asked.method, &*asked.body), ("PUT", &b"ok"[..]));
    assert_eq!(asked.header("x-own"), Some("1"));
}

#[test]
fn hosts_that_match_no_pattern_are_refused() {
    let url = "http://example.org:8080/x";
    for permissions in [
        json!({}),
        json!({"http": {}}),
        json!({"http": {"requiredHosts": ["example.com", "*.example.org"]}}),
    ] {
        let plugin = plugin_of(WITH_HTTP, &permissions);
        assert_eq!(get(&plugin, "body", url), not_allowed(url), "{permissions}");
    }
}

#[test]
fn since_v0_64_every_request_fails() {
    let site = Site::start(|_| reply(200, &[], b""));
    let plugin = plugin_of(NEWEST, &json!({"http": {"requiredHosts": ["*"]}}));
    let url = site.url("/");
    assert_eq!(get(&plugin, "body", &url), not_allowed(&url));
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn redirects_are_followed_to_hosts_that_nobody_checked() {
    let other = Site::start(|_| reply(200, &[], b"here"));
    let target = format!("http://localhost:{}/", other.address.port());
    let site = Site::start(move |_| reply(302, &[("Location", &target)], b""));
    assert_eq!(
        get(&plugin(), "body", &site.url("/")),
        Outcome::Ok(b"here".to_vec())
    );
}

#[test]
fn the_tenth_redirect_is_one_too_many() {
    let site = Site::start(|_| reply(302, &[("Location", "/again")], b""));
    assert_eq!(
        get(&plugin(), "body", &site.url("/")),
        Outcome::Failed("Get \"/again\": stopped after 10 redirects (recovered by wazero)".into())
    );
    assert_eq!(site.asked().len(), 10);
}

#[test]
fn a_body_of_more_than_50_mib_ends_the_call() {
    const MIB_50: usize = 50 * 1024 * 1024;
    let site = Site::start(|asked| {
        let length: usize = asked.path[1..].parse().unwrap();
        reply(200, &[], &vec![b'x'; length])
    });
    let too_long = site.url(&format!("/{}", MIB_50 + 1));
    assert_eq!(
        get(&plugin(), "status", &too_long),
        Outcome::Failed("http: request body too large (recovered by wazero)".into())
    );
    let just_right = site.url(&format!("/{MIB_50}"));
    assert_eq!(
        get(&plugin(), "status", &just_right),
        Outcome::ExitCode(200)
    );
}

#[test]
fn what_is_no_request_or_no_url_ends_the_call() {
    let plugin = plugin();
    let Outcome::Failed(text) = plugin.call("body", "nonsense").outcome else {
        panic!("it cannot be read");
    };
    assert!(text.starts_with("invalid HTTP Request: "), "{text}");
    assert_eq!(
        get(&plugin, "body", "http://[::1/"),
        Outcome::Failed(
            "invalid Url: parse \"http://[::1/\": missing ']' in host (recovered by wazero)".into()
        )
    );
}
