//! Whom the plugin works for, and what it leaves alone.

use super::*;

fn is_authorized(user: &str) -> Value {
    let request = json!({"username": user}).to_string();
    call_export("nd_scrobbler_is_authorized", request).json()
}

#[test]
fn whoever_has_a_token_is_served() {
    let host = host();
    assert_eq!(is_authorized("ada"), true);
    assert_eq!(is_authorized("bob"), true);
    assert_eq!(is_authorized("eve"), false);
    assert!(host.http().requests().is_empty());
}

#[test]
fn settings_that_were_never_saved_are_an_error_that_names_what_is_missing() {
    let _host = FakeHost::builder().manifest(MANIFEST).install();
    let request = json!({"username": "ada"}).to_string();
    let error = call_export("nd_scrobbler_is_authorized", request).error;
    assert!(error.expect("an error").contains("client_id"));
}

#[test]
fn a_scrobble_is_taken_and_sent_nowhere() {
    let host = host();
    let request = json!({"username": "ada", "track": track("Sinnerman"), "timestamp": 1});
    let outcome = call_export("nd_scrobbler_scrobble", request.to_string());
    assert_eq!(outcome.error, None);
    assert!(host.calls().is_empty());
}

#[test]
fn a_user_without_a_token_is_connected_nowhere() {
    let host = host();
    let request = json!({"username": "eve", "track": track("Sinnerman")});
    let outcome = call_export("nd_scrobbler_now_playing", request.to_string());
    assert_eq!(
        outcome.error.as_deref(),
        Some("the settings have no token for eve")
    );
    assert!(host.websocket().connections().is_empty());
}

#[test]
fn binary_messages_are_passed_over() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.websocket().peer("ada").send_binary([1, 2, 3]);
    let calls = host.run_due();
    assert_eq!(calls[0].outcome.error, None);
}
