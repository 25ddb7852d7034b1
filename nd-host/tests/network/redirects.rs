//! Redirects of `http_send`. Must not look at what else a request has.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nd_host::NEWEST;
use serde_json::json;

use crate::site::{Asked, Site, error, plugin, plugin_of, reply, result};

/// A site that sends everybody from `/from` to this place.
fn leading(status: u16, to: impl Into<String>) -> Site {
    let to = to.into();
    Site::start(move |asked| match &*asked.path {
        "/from" => reply(status, &[("Location", &to)], b"over there"),
        _ => reply(200, &[], b"here"),
    })
}

/// The request that a redirect with this status leads to.
fn redirected(status: u16, method: &str) -> Asked {
    let site = leading(status, "to?x=1");
    let request = json!({
        "method": method,
        "url": site.url("/from"),
        "headers": {"authorization": "a", "cookie": "c", "content-type": "text/plain", "x-own": "o"},
        "body": STANDARD.encode("body"),
    });
    assert_eq!(result(&plugin(), request)["statusCode"], 200);
    let [_, last] = site.asked().try_into().unwrap();
    last
}

#[test]
fn some_redirects_turn_into_get_without_a_body() {
    for status in [301, 302, 303] {
        let asked = redirected(status, "POST");
        assert_eq!(
            (&*asked.method, &*asked.path),
            ("GET", "/to?x=1"),
            "{status}"
        );
        assert_eq!(
            (&*asked.body, asked.header("content-type")),
            (&b""[..], None)
        );
        assert_eq!(
            asked.header("authorization"),
            Some("a"),
            "it is the same host"
        );
        assert_eq!(asked.header("x-own"), Some("o"));
        assert_eq!(redirected(status, "HEAD").method, "HEAD");
    }
}

#[test]
fn others_keep_method_and_body() {
    for status in [307, 308] {
        let asked = redirected(status, "PATCH");
        assert_eq!(
            (&*asked.method, &*asked.body),
            ("PATCH", &b"body"[..]),
            "{status}"
        );
        assert_eq!(asked.header("content-type"), Some("text/plain"));
    }
}

#[test]
fn credentials_do_not_follow_to_another_host() {
    let other = Site::start(|_| reply(200, &[], b""));
    let by_name = format!("http://localhost:{}/", other.address.port());
    let site = leading(307, by_name);
    let headers = json!({"authorization": "a", "cookie": "c", "x-own": "o"});
    let request = json!({"method": "GET", "url": site.url("/from"), "headers": headers});
    result(&plugin(), request);
    let asked = other.asked_once();
    assert_eq!(
        (asked.header("authorization"), asked.header("cookie")),
        (None, None)
    );
    assert_eq!(asked.header("x-own"), Some("o"));
}

#[test]
fn the_fifth_response_is_the_result_even_if_it_is_a_redirect() {
    let site = Site::start(|asked| {
        let count: u32 = asked.path.trim_start_matches('/').parse().unwrap();
        reply(302, &[("Location", &format!("/{}", count + 1))], b"on")
    });
    let result = result(&plugin(), json!({"method": "GET", "url": site.url("/1")}));
    assert_eq!(result["statusCode"], 302);
    assert_eq!(result["headers"]["Location"], "/6");
    assert_eq!(site.asked().len(), 5);
}

#[test]
fn a_plugin_may_want_the_redirect_itself() {
    let site = leading(301, "http://elsewhere.example/");
    let request = json!({"method": "GET", "url": site.url("/from"), "noFollowRedirects": true});
    let result = result(&plugin(), request);
    assert_eq!(result["statusCode"], 301);
    assert_eq!(result["body"], STANDARD.encode("over there"));
    assert_eq!(result["headers"]["Location"], "http://elsewhere.example/");
}

#[test]
fn every_target_must_be_allowed() {
    let site = leading(302, "http://evil.example/x");
    let plugin = plugin_of(NEWEST, &["127.0.0.1"]);
    assert_eq!(
        error(&plugin, json!({"method": "POST", "url": site.url("/from")})),
        "Post \"http://evil.example/x\": host \"evil.example\" is not allowed"
    );
}

#[test]
fn a_target_that_cannot_be_read_or_asked_is_an_error() {
    let plugin = plugin();
    let site = leading(302, "http://[::1/");
    let url = site.url("/from");
    assert_eq!(
        error(&plugin, json!({"method": "GET", "url": url})),
        format!(
            "Get \"{url}\": failed to parse Location header \"http://[::1/\": parse \"http://[::1/\": missing ']' in host"
        )
    );
    let site = leading(302, "mailto:somebody");
    let error = error(&plugin, json!({"method": "GET", "url": site.url("/from")}));
    assert_eq!(
        error,
        "Get \"mailto:somebody\": unsupported protocol scheme \"mailto\""
    );
}
