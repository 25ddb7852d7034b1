//! Exports by name: what goes in, what comes out, and what each call has for itself.

use nd_pdk::lyrics::{GetLyricsRequest, GetLyricsResponse, Lyrics};
use nd_pdk::pdk::var;
use nd_pdk::testing::{FakeHost, Outcome, call_export};
use nd_pdk::{Error, host, register};
use serde_json::json;

#[test]
fn an_export_takes_and_gives_json() {
    let ask = |user: &str| {
        let request = json!({"username": user}).to_string();
        call_export("nd_scrobbler_is_authorized", request).json()
    };
    assert_eq!((ask("ada"), ask("bob")), (json!(true), json!(false)));
}

#[test]
fn errors_are_seen_as_the_host_sees_them() {
    let scrobble = call_export("nd_scrobbler_scrobble", "{}");
    assert_eq!(
        scrobble,
        Outcome::failed("scrobbler(retry_later): the disk is full")
    );
    assert_eq!(
        scrobble.failure("nd_scrobbler_scrobble").as_deref(),
        Some("plugin call failed: scrobbler(retry_later): the disk is full")
    );
    let missing = call_export("nd_scrobbler_now_playing", "{}");
    let not_implemented = Outcome {
        code: -2,
        output: None,
        error: None,
    };
    assert_eq!(missing, not_implemented);
    assert_eq!(
        missing.failure("nd_scrobbler_now_playing").as_deref(),
        Some("function not implemented: nd_scrobbler_now_playing")
    );
    let other = Outcome {
        code: -1,
        ..missing
    };
    assert_eq!(
        other.failure("nd_x").as_deref(),
        Some("plugin call exited with code 4294967295")
    );
}

#[test]
fn unreadable_input_never_reaches_the_plugin() {
    let outcome = call_export("nd_scrobbler_is_authorized", r#"{"username":7}"#);
    let text = outcome.error.unwrap();
    assert!(
        text.starts_with("input: unreadable JSON in `username`: "),
        "{text}"
    );
}

#[test]
fn every_call_has_variables_of_its_own() {
    let _host = FakeHost::builder().plugin::<Words>().install();
    var::set("outside", "1");
    let _cache = host::cache::mock(|m| {
        m.expect_has().returning(|_| {
            var::set("inside", "2");
            assert_eq!(var::get("outside"), None);
            Ok(false)
        });
    });
    let config = json!({"id": "x"}).to_string();
    call_export("nd_lyrics_get_lyrics", config);
    assert_eq!(var::get("outside").as_deref(), Some(&b"1"[..]));
    assert_eq!(var::get("inside"), None);
}

/// Several types of a test binary make up the plugin.
#[derive(Default)]
struct Words;

impl Lyrics for Words {
    fn get_lyrics(&self, _: GetLyricsRequest) -> Result<GetLyricsResponse, Error> {
        host::cache::has("words")?;
        Ok(GetLyricsResponse::default())
    }
}

register!(Words: Lyrics);

#[test]
fn a_closed_connection_is_told_before_closing_returns() {
    let host = FakeHost::install();
    host.websocket().on_connect("wss://example.org/");
    let id = host::websocket::connect("wss://example.org/", <_>::default(), "c").unwrap();
    host::websocket::close_connection(&id, 1000, "").unwrap();
    assert_eq!(
        host.kvstore().get_text("diary").as_deref(),
        Some("closed c\n")
    );
}

#[test]
fn the_compiler_warns_of_a_host_that_goes_at_once() {
    #![deny(unfulfilled_lint_expectations)]
    #[expect(unused_must_use, reason = "the compiler must see it")]
    FakeHost::builder().config("a", "1").install();
    assert_eq!(nd_pdk::pdk::config::get("a"), None);
    #[expect(unused_must_use, reason = "the compiler must see it")]
    FakeHost::install();
}

#[test]
fn an_event_that_the_plugin_has_no_export_for_goes_nowhere() {
    let host = FakeHost::install();
    host.websocket()
        .on_connect("wss://example.org/")
        .greet("hello");
    host::websocket::connect("wss://example.org/", <_>::default(), "c").unwrap();
    let delivered = host.run_due();
    assert_eq!(delivered[0].export, "nd_websocket_on_text_message");
    assert_eq!(
        delivered[0].outcome,
        Outcome::failed("function not found: nd_websocket_on_text_message")
    );
}

#[test]
fn calls_of_host_functions_are_noted_as_they_crossed_the_wire() {
    let host = FakeHost::install();
    host::cache::set_bytes("k", [0, 255], 0).unwrap();
    host::cache::get_bytes("k").unwrap();
    host::kvstore::get_storage_used().unwrap();
    host::kvstore::set("", "").unwrap_err();
    let calls: Vec<_> = host
        .calls()
        .into_iter()
        .map(|call| (call.function, call.request, call.reply))
        .collect();
    assert_eq!(
        calls,
        [
            (
                "cache_setbytes",
                json!({"key": "k", "value": "AP8=", "ttlSeconds": 0}),
                json!({})
            ),
            (
                "cache_getbytes",
                json!({"key": "k"}),
                json!({"value": "AP8=", "exists": true})
            ),
            ("kvstore_getstorageused", json!(null), json!({})),
            (
                "kvstore_set",
                json!({"key": "", "value": ""}),
                json!({"error": "key cannot be empty"})
            ),
        ]
    );
}
