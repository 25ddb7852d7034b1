//! What targets get, and how often: in good times, while some of them fail, over the server's retries and restarts.

use std::time::Duration;

use nd_pdk::scrobbler::ScrobblerError;
use nd_pdk::testing::{FakeHost, Outcome, call_export, json};

use super::{builder, scrobble};

const A: &str = "https://a.example.org/";
const B: &str = "https://b.example.org/";

fn two_targets() -> FakeHost {
    builder(json!([{"name": "a", "url": A}, {"name": "b", "url": B}])).install()
}

/// What the server takes a failure for, and its text.
fn failure(outcome: &Outcome) -> (Option<ScrobblerError>, &str) {
    let text = outcome.error.as_deref().expect("a failure");
    (ScrobblerError::of(&text.into()), text)
}

fn is_to_be_retried(outcome: &Outcome) -> bool {
    failure(outcome).0 == Some(ScrobblerError::RetryLater)
}

#[test]
fn posts_everything_there_is_where_there_is_no_template() {
    let host = builder(json!([{"name": "a", "url": A}])).install();
    let target = host.http().on_post(A).reply(204, "");
    assert_eq!(scrobble("Sinnerman").error, None);

    let sent = &target.requests()[0];
    assert_eq!(sent.header("Content-Type"), Some("application/json"));
    assert_eq!(
        sent.body_json(),
        json!({
            "event": "scrobble", "user": "ada", "title": "Sinnerman", "artist": "Nina Simone", "album": "Pastel Blues",
            "album_artist": "Nina Simone", "track_id": "id of Sinnerman", "mbid": "", "duration": 622,
            "timestamp": 1_767_225_000, "position": null, "state": null, "player": null,
        })
    );
    assert_eq!(host.kvstore().entries(), []);
}

#[test]
fn sends_what_the_settings_say_and_how() {
    let host = builder(json!([
        {
            "name": "a", "url": "https://a.example.org/?who={user}&what={title}", "method": "GET",
            "headers": [{"name": "Authorization", "value": "Bearer s3cret"}],
        },
        {"name": "b", "url": B, "template": r#"{"text": "{user} played {title}"}"#},
    ]))
    .install();
    let a = host.http().on_get(A).any_query().reply(200, "");
    let b = host.http().on_post(B).reply(200, "");
    assert_eq!(scrobble("Rock & Roll").error, None);

    let sent = &a.requests()[0];
    assert_eq!(sent.query("what").as_deref(), Some("Rock & Roll"));
    assert_eq!(sent.query("who").as_deref(), Some("ada"));
    assert_eq!(sent.header("Authorization"), Some("Bearer s3cret"));
    assert_eq!(
        b.requests()[0].body_json(),
        json!({"text": "ada played Rock & Roll"})
    );
}

#[test]
fn each_event_goes_to_those_who_want_it() {
    let host = builder(json!([
        {"name": "a", "url": A, "events": ["now_playing", "playback_report"]},
        {"name": "b", "url": B},
    ]))
    .install();
    let a = host.http().on_post(A).reply(200, "");
    let b = host.http().on_post(B).reply(200, "");
    let request = json!({"username": "ada", "track": {"title": "Sinnerman"}, "position": 12});
    let now = call_export("nd_scrobbler_now_playing", request.to_string());
    let request = json!({
        "username": "ada", "track": {"title": "Sinnerman"}, "positionMs": 13_500, "state": "paused",
        "playerName": "Kitchen", "timestamp": 5,
    });
    let report = call_export("nd_scrobbler_playback_report", request.to_string());
    assert_eq!((now.error, report.error), (None, None));

    let sent: Vec<_> = a.requests().iter().map(|sent| sent.body_json()).collect();
    assert_eq!(
        (&sent[0]["event"], &sent[0]["position"]),
        (&json!("now_playing"), &json!(12))
    );
    assert_eq!(sent[0]["timestamp"], 1_767_225_600);
    assert_eq!(
        (&sent[1]["event"], &sent[1]["position"]),
        (&json!("playback_report"), &json!(13))
    );
    assert_eq!(
        (&sent[1]["state"], &sent[1]["player"]),
        (&json!("paused"), &json!("Kitchen"))
    );
    assert_eq!(b.requests().len(), 0);
}

#[test]
fn what_is_of_interest_for_a_moment_only_is_not_an_error_to_miss() {
    let host = builder(json!([{"name": "a", "url": A, "events": ["now_playing"]}])).install();
    let _a = host.http().on_post(A).reply(503, "");
    let outcome = call_export("nd_scrobbler_now_playing", r#"{"username": "ada"}"#);
    assert_eq!(outcome.error, None);
    assert_eq!(host.logs()[0].message, "a: status 503");
}

#[test]
fn a_scrobble_waits_until_its_target_is_back() {
    let host = builder(json!([{"name": "a", "url": A}])).install();
    let down = host
        .http()
        .on_post(A)
        .reply(503, "")
        .reply(429, "")
        .reply(408, "");
    let target = down
        .fail("dial tcp: connection refused")
        .time_out()
        .reply(200, "");
    for _ in 0..5 {
        assert!(is_to_be_retried(&scrobble("Sinnerman")));
    }
    assert_eq!(scrobble("Sinnerman").error, None);
    assert_eq!(target.requests().len(), 6);
    assert_eq!(host.kvstore().entries(), []);
}

#[test]
fn who_has_a_scrobble_does_not_get_it_again_when_the_server_retries() {
    let host = two_targets();
    let a = host.http().on_post(A).reply(200, "");
    let b = host
        .http()
        .on_post(B)
        .reply(500, "")
        .reply(502, "")
        .reply(200, "");

    let outcome = scrobble("Sinnerman");
    assert!(failure(&outcome).1.contains("b: status 500"));
    assert!(is_to_be_retried(&outcome));
    // The cache would be empty after this.
    host.reload();
    assert!(is_to_be_retried(&scrobble("Sinnerman")));
    assert_eq!(scrobble("Sinnerman").error, None);

    assert_eq!((a.requests().len(), b.requests().len()), (1, 3));
    assert_eq!(host.kvstore().entries(), []);
}

#[test]
fn the_same_song_at_another_time_is_another_scrobble() {
    let host = two_targets();
    let a = host.http().on_post(A).reply(200, "");
    let _b = host.http().on_post(B).reply(500, "");
    scrobble("Sinnerman");
    let later = json!(nd_pdk::scrobbler::ScrobbleRequest {
        timestamp: 1_767_226_000,
        ..super::played("Sinnerman")
    });
    call_export("nd_scrobbler_scrobble", later.to_string());
    assert_eq!(a.requests().len(), 2);
}

#[test]
fn receipts_last_from_try_to_try_and_go_when_nobody_tries_any_more() {
    let host = two_targets();
    let a = host.http().on_post(A).reply(200, "");
    let _b = host.http().on_post(B).reply(500, "");
    let weeks = Duration::from_secs(3 * 7 * 24 * 60 * 60);
    for _ in 0..3 {
        scrobble("Sinnerman");
        host.elapse(weeks);
    }
    assert_eq!(a.requests().len(), 1);
    host.elapse(weeks);
    assert_eq!(host.kvstore().entries(), []);
}

#[test]
fn what_a_target_will_never_take_is_dropped_and_said_so() {
    let host = builder(json!([{"name": "a", "url": A}])).install();
    let _a = host.http().on_post(A).reply(404, "");
    let outcome = scrobble("Sinnerman");
    let (kind, text) = failure(&outcome);
    assert_eq!(kind, Some(ScrobblerError::Unrecoverable));
    assert!(text.contains("a: status 404"), "{text}");
    assert_eq!(host.kvstore().entries(), []);
}

#[test]
fn a_target_that_rejects_is_not_asked_again_for_the_sake_of_another() {
    let host = two_targets();
    let a = host.http().on_post(A).reply(400, "");
    let _b = host.http().on_post(B).reply(503, "").reply(200, "");
    assert!(is_to_be_retried(&scrobble("Sinnerman")));
    assert_eq!(scrobble("Sinnerman").error, None);
    assert_eq!(a.requests().len(), 1);
}

#[test]
fn targets_that_never_answer_do_not_keep_the_others_from_their_turn() {
    let targets: Vec<_> = (0..8)
        .map(|n| json!({"name": format!("{n}"), "url": format!("https://{n}.example.org/")}))
        .collect();
    let host = builder(targets).install();
    for n in 0..7 {
        let _slow = host
            .http()
            .on_post(format!("https://{n}.example.org/"))
            .time_out();
    }
    let last = host.http().on_post("https://7.example.org/").reply(200, "");
    let before = host.now();
    assert!(is_to_be_retried(&scrobble("Sinnerman")));
    assert_eq!(last.requests().len(), 1);
    assert!(host.now().duration_since(before).unwrap() <= Duration::from_secs(25));
}

#[test]
fn without_time_left_nothing_is_sent_and_nothing_lost() {
    let host = builder(json!([{"name": "a", "url": A}])).install();
    let a = host.http().on_post(A).reply(200, "");
    host.each_call_takes(Duration::from_millis(8500));
    let outcome = scrobble("Sinnerman");
    assert!(failure(&outcome).1.contains("no time is left for it"));
    assert!(is_to_be_retried(&outcome));
    assert_eq!(a.requests().len(), 0);

    host.each_call_takes(Duration::ZERO);
    assert_eq!(scrobble("Sinnerman").error, None);
    assert_eq!(a.requests().len(), 1);
}

#[test]
fn a_store_that_cannot_be_read_keeps_the_scrobble_and_sends_nothing() {
    let host = two_targets();
    let _kvstore = nd_pdk::host::kvstore::mock(|m| {
        m.expect_get()
            .returning(|_| Err("database is locked".into()));
    });
    assert!(is_to_be_retried(&scrobble("Sinnerman")));
    assert_eq!(host.http().requests().len(), 0);
}

#[test]
fn a_store_that_cannot_be_written_does_not_stop_a_scrobble() {
    let host = two_targets();
    let _a = host.http().on_post(A).reply(200, "");
    let _b = host.http().on_post(B).reply(200, "");
    let _kvstore = nd_pdk::host::kvstore::mock(|m| {
        m.expect_get().returning(|_| Ok(None));
        m.expect_set_with_ttl()
            .returning(|_, _, _| Err("disk full".into()));
    });
    assert_eq!(scrobble("Sinnerman").error, None);
    let last = host.logs().pop().unwrap();
    assert_eq!(last.message, "a target may get a scrobble twice: disk full");
}

#[test]
fn neither_log_nor_error_has_an_address_or_a_header() {
    let url = "https://a.example.org/hooks/s3cret?token=s3cret";
    let headers = json!([{"name": "X-Key", "value": "s3cret"}]);
    let host = builder(json!([{"name": "a", "url": url, "headers": headers}])).install();
    let target = host.http().on_post(url).reply(500, "").reply(404, "");
    let _target = target.fail("dial tcp: connection refused");
    for _ in 0..3 {
        let outcome = scrobble("Sinnerman");
        assert!(!failure(&outcome).1.contains("s3cret"));
    }
    assert_eq!(host.logs().len(), 3);
    assert!(
        host.logs()
            .iter()
            .all(|line| !line.message.contains("s3cret"))
    );
}
