//! Tokens stay secret, whatever goes wrong.

use std::time::Duration;

use nd_pdk::log::Level;

use super::*;

#[test]
fn no_token_gets_into_the_log_or_into_an_error() {
    let host = FakeHost::builder()
        .manifest(MANIFEST)
        .config_json(r#"{"client_id": "42", "users": [{"username": "ada", "token": "s3cret"}]}"#)
        .log_level(Level::Trace)
        .install();
    host.artwork().use_base("https://music.example.com");
    host.http().on_post(ASSETS).reply(401, "no, s3cret");
    host.http()
        .on_get("https://discord.com/api/gateway")
        .fail("connection refused")
        .reply_json(200, json!({"url": "wss://gateway.discord.gg"}));
    let request = json!({"username": "ada", "track": track("Sinnerman")});
    let refused = call_export("nd_scrobbler_now_playing", request.to_string());
    assert!(!refused.error.expect("an error").contains("s3cret"));

    taciturn_gateway(&host);
    let mut calls = host.advance(Duration::from_secs(60));
    host.websocket().peer("ada").send_text("what?").lose();
    calls.extend(host.advance(Duration::from_secs(60)));
    host.websocket()
        .peer("ada")
        .close(4004, "Authentication failed.");
    calls.extend(host.advance(Duration::from_secs(60)));

    assert_eq!(connections(&host, "ada"), 2);
    assert_eq!(sent(&host, "ada")[0]["d"]["token"], "s3cret");
    let errors = calls.into_iter().filter_map(|call| call.outcome.error);
    let lines = host.logs().into_iter().map(|line| line.message);
    let told: Vec<String> = lines.chain(errors).collect();
    assert!(told.iter().any(|text| text.contains("401")), "{told:?}");
    assert!(told.iter().all(|text| !text.contains("s3cret")), "{told:?}");
}

#[test]
fn a_token_shows_nothing_of_itself() {
    let token: crate::settings::Token = serde_json::from_str(r#""s3cret""#).expect("a token");
    assert_eq!(format!("{token:?}"), "Token(…)");
}

#[test]
fn nothing_of_a_token_is_kept_in_the_cache() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    assert!(!host.cache().entries().is_empty());
    assert!(!format!("{:?}", host.cache().entries()).contains("s3cret"));
}
