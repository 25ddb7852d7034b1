//! Timeouts, the size of bodies, and headers of responses.

use super::*;
use crate::testing::{FakeHost, elapse, run_export};

fn with_timeout(milliseconds: i32) -> HTTPRequest {
    HTTPRequest {
        timeout_ms: milliseconds,
        ..request("GET", "https://a.example")
    }
}

#[test]
fn a_reply_takes_its_time_on_the_clock_of_the_test() {
    let http = free();
    http.on_get("https://a.example")
        .reply(200, "")
        .takes(Duration::from_secs(3));
    get(&http, "https://a.example");
    assert_eq!(elapsed(&http), Duration::from_secs(3));
}

#[test]
fn a_timeout_is_over_after_its_own_time() {
    for (timeout, passed) in [(0, 10_000), (250, 250), (60_000, 60_000)] {
        let http = free();
        http.on_get("https://a.example").time_out();
        let error = http.send(with_timeout(timeout)).unwrap_err();
        assert_eq!(
            error.message,
            "Get \"https://a.example\": context deadline exceeded"
        );
        assert_eq!(elapsed(&http), Duration::from_millis(passed));
        assert_eq!(http.requests().len(), 1);
    }
}

#[test]
fn the_timeout_itself_is_too_late() {
    let http = free();
    let route = http.on_get("https://a.example");
    route
        .reply(200, "")
        .takes(Duration::from_millis(99))
        .reply(200, "")
        .takes(Duration::from_millis(100));
    assert!(http.send(with_timeout(100)).is_ok());
    assert!(http.send(with_timeout(100)).is_err());
}

#[test]
fn time_that_passes_in_a_closure_counts() {
    let host = FakeHost::install();
    let start = host.now();
    let seconds = Duration::from_secs;
    host.http()
        .on_get("https://a.example")
        .reply_with(move |_| {
            elapse(seconds(9));
            HTTPReply::new(200, "").takes(seconds(5))
        });
    let error = crate::host::http::send(with_timeout(0)).unwrap_err();
    assert_eq!(
        error.message,
        "Get \"https://a.example\": context deadline exceeded"
    );
    assert_eq!(host.now(), start + seconds(10));

    host.http()
        .on_get("https://a.example")
        .reply_with(move |_| {
            elapse(seconds(11));
            HTTPReply::new(200, "")
        });
    assert!(crate::host::http::send(with_timeout(0)).is_err());
    assert!(crate::host::http::send(with_timeout(12_000)).is_ok());
}

#[test]
fn a_negative_timeout_expires_before_anything_is_sent() {
    let http = free();
    let error = http.send(with_timeout(-1)).unwrap_err();
    assert!(
        error.message.contains("context deadline exceeded"),
        "{error}"
    );
    assert_eq!((http.requests().len(), elapsed(&http)), (0, Duration::ZERO));
}

#[test]
fn redirects_share_one_timeout() {
    let http = free();
    let second = Duration::from_secs(1);
    http.on_get("https://a.example")
        .redirect(302, "/b")
        .takes(second * 6);
    http.on_get("https://a.example/b")
        .reply(200, "")
        .takes(second * 6);
    assert_eq!(
        error(&http, "https://a.example"),
        "Get \"https://a.example/b\": context deadline exceeded"
    );
    assert_eq!(elapsed(&http), second * 10);
}

#[test]
fn a_body_ends_after_ten_mebibytes_without_notice() {
    const LIMIT: usize = 10 * 1024 * 1024;
    let http = free();
    http.on_get("https://a.example")
        .reply(200, vec![7; LIMIT])
        .reply(200, vec![7; LIMIT + 1]);
    for _ in 0..2 {
        let response = get(&http, "https://a.example");
        assert_eq!((response.status_code, response.body.len()), (200, LIMIT));
    }
}

#[test]
fn some_responses_have_no_body() {
    let http = free();
    http.on_get("https://a.example")
        .reply(204, "x")
        .reply(304, "x");
    http.on("HEAD", "https://a.example").reply(200, "x");
    for method in ["GET", "GET", "HEAD"] {
        assert!(
            send(&http, request(method, "https://a.example"))
                .body
                .is_empty()
        );
    }
}

#[test]
fn of_a_header_the_first_value_is_seen_under_its_canonical_name() {
    let http = free();
    let route = http.on_get("https://a.example").reply(500, "");
    route.header("set-cookie", "a").header("SET-COOKIE", "b");
    let response = get(&http, "https://a.example");
    assert_eq!(response.status_code, 500);
    assert_eq!(
        response.headers.into_iter().collect::<Vec<_>>(),
        [("Set-Cookie".to_owned(), "a".to_owned())]
    );
}

#[test]
fn no_timeout_outlives_the_call_of_the_plugin() {
    let host = FakeHost::install();
    let start = host.now();
    let route = host.http().on_get("https://a.example").time_out();
    let outcome = run_export(
        || {
            let _ = crate::host::http::send(with_timeout(60_000));
            0
        },
        "{}",
    );
    assert_eq!(
        outcome.error.as_deref(),
        Some("module closed with context deadline exceeded")
    );
    assert_eq!(host.now(), start + Duration::from_secs(30));
    assert_eq!(route.requests().len(), 1);
}
