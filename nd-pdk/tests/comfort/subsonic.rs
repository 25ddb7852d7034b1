//! Calls of the Subsonic API.

use nd_pdk::testing::{FakeHost, json};
use nd_pdk::{ErrorKind, host, subsonic};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
struct Found {
    song: Song,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Song {
    title: String,
}

#[derive(Debug, Deserialize)]
struct Done {}

/// What a request gives when the server answers with `document`.
fn read(document: &'static str) -> Result<Found, nd_pdk::Error> {
    let _api = host::subsonicapi::mock(|m| {
        m.expect_call().returning(|_| Ok(document.to_owned()));
    });
    subsonic::request("getSong", "ada").send()
}

#[test]
fn user_and_parameters_arrive_decoded() {
    let host = FakeHost::builder().user("ada & bob").install();
    let answer = json!({"song": {"title": "Baltimore"}});
    host.subsonic_api().on("getSong").reply_ok(answer);

    let request = subsonic::request("getSong", "ada & bob");
    let found: Found = request
        .param("id", "a/b?c=d")
        .param("n", 1)
        .param("n", 2)
        .send()
        .unwrap();

    assert_eq!(found.song.title, "Baltimore");
    let arrived = &host.subsonic_api().requests()[0];
    assert_eq!(arrived.query("u").as_deref(), Some("ada & bob"));
    assert_eq!(arrived.query("id").as_deref(), Some("a/b?c=d"));
}

#[test]
fn the_address_is_endpoint_user_and_parameters_in_order() {
    let _api = host::subsonicapi::mock(|m| {
        m.expect_call()
            .withf(|uri| uri == "scrobble?u=ada&id=1&id=2&submission=false")
            .times(1)
            .returning(|_| Ok(r#"{"subsonic-response": {"status": "ok"}}"#.to_owned()));
    });
    let request = subsonic::request("scrobble", "ada")
        .param("id", 1)
        .param("id", 2);
    let _: Done = request.param("submission", false).send().unwrap();
}

#[test]
fn a_refusal_says_endpoint_code_and_message() {
    let host = FakeHost::builder().user("ada").install();
    host.subsonic_api()
        .on("getSong")
        .reply_failed(50, "not allowed")
        .reply_failed(70, "no such song");
    let ask = || {
        subsonic::request("getSong", "ada")
            .send::<Found>()
            .unwrap_err()
    };

    let refused = ask();
    assert_eq!(refused.message, "getSong failed with code 50: not allowed");
    assert_eq!(refused.kind(), ErrorKind::Failed);
    let missing = ask();
    assert_eq!(missing.message, "getSong failed with code 70: no such song");
    assert_eq!(missing.kind(), ErrorKind::NotFound);
}

#[test]
fn a_refusal_without_reason_is_one_all_the_same() {
    let error = read(r#"{"subsonic-response": {"status": "failed"}}"#).unwrap_err();
    assert_eq!(error.message, "getSong failed with code 0: ");
}

#[test]
fn errors_of_the_server_stay_as_they_are() {
    let _host = FakeHost::builder().user("ada").install();
    let error = subsonic::request("getSong", "bob")
        .send::<Found>()
        .unwrap_err();
    assert_eq!(error.message, "username bob not found");
}

#[test]
fn what_is_no_response_of_the_api_is_an_error() {
    let unreadable = |document| read(document).unwrap_err().message;
    let start = "the response of getSong cannot be read: ";
    assert_eq!(
        unreadable("<html>"),
        format!("{start}expected value at line 1 column 1")
    );
    assert_eq!(
        unreadable("{}"),
        format!("{start}missing field `subsonic-response` at line 1 column 2")
    );
    assert!(unreadable(r#"{"subsonic-response": {"status": "maybe"}}"#).starts_with(start));
    let without_song = r#"{"subsonic-response": {"status": "ok"}}"#;
    assert_eq!(
        unreadable(without_song),
        format!("{start}missing field `song` at line 1 column 38")
    );
}
