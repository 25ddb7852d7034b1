//! A connection while it lasts: who we are, heartbeats, several users.

use std::time::Duration;

use super::*;

const HEARTBEAT: Duration = Duration::from_secs(41);
const PAUSE: Duration = Duration::from_secs(5);

#[test]
fn heartbeats_repeat_the_last_sequence_number() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.advance(HEARTBEAT);
    assert_eq!(last(&host, "ada"), json!({"op": 1, "d": 1}));

    let peer = host.websocket();
    let peer = peer.peer("ada");
    peer.send_text(r#"{"op":0,"s":7,"t":"PRESENCE_UPDATE","d":{"user":{"id":"1"}}}"#);
    peer.send_text(r#"{"op":11,"s":null}"#);
    host.advance(HEARTBEAT);
    assert_eq!(last(&host, "ada"), json!({"op": 1, "d": 7}));
}

#[test]
fn before_the_first_numbered_message_a_heartbeat_repeats_nothing() {
    let host = host();
    taciturn_gateway(&host);
    play(&host, "ada", "Sinnerman");
    host.advance(HEARTBEAT);
    assert_eq!(last(&host, "ada"), json!({"op": 1, "d": null}));
}

#[test]
fn a_heartbeat_that_discord_wants_is_sent_at_once() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.websocket()
        .peer("ada")
        .send_text(r#"{"op":1,"d":null}"#);
    host.run_due();
    assert_eq!(last(&host, "ada"), json!({"op": 1, "d": 1}));
}

#[test]
fn heartbeats_go_on_for_hours() {
    let host = host();
    play_long(&host, "ada");
    host.advance(Duration::from_secs(24 * 3600));
    let beats = sent(&host, "ada")
        .iter()
        .filter(|message| message["op"] == 1)
        .count();
    assert_eq!(beats, 24 * 3600 / 41);
    assert_eq!(connections(&host, "ada"), 1);
}

#[test]
fn without_an_answer_to_a_heartbeat_there_is_a_new_connection() {
    let host = host();
    taciturn_gateway(&host);
    play_long(&host, "ada");
    host.advance(2 * HEARTBEAT);
    assert!(!host.websocket().connection("ada").open);

    host.advance(PAUSE);
    assert_eq!(connections(&host, "ada"), 2);
    assert_eq!(last(&host, "ada")["op"], 2);
}

#[test]
fn each_user_has_a_connection_and_keeps_it_when_another_one_loses_theirs() {
    let host = host();
    play_long(&host, "ada");
    play_long(&host, "bob");
    assert_eq!(sent(&host, "ada")[0]["d"]["token"], "s3cret-of-ada");
    assert_eq!(sent(&host, "bob")[0]["d"]["token"], "s3cret-of-bob");

    host.websocket().peer("bob").lose();
    host.run_due();
    assert!(host.websocket().connection("ada").open);
    host.advance(PAUSE);
    assert_eq!(
        (connections(&host, "ada"), connections(&host, "bob")),
        (1, 2)
    );
    assert_eq!(heartbeats(&host).len(), 2);

    report(&host, "ada", "Vexations", "stopped");
    assert!(!host.websocket().connection("ada").open);
    assert!(host.websocket().connection("bob").open);
}

#[test]
fn a_track_that_begins_before_discord_is_ready_is_shown_then() {
    let host = host();
    taciturn_gateway(&host);
    play(&host, "ada", "Sinnerman");
    play(&host, "ada", "Strange Fruit");
    assert_eq!(sent(&host, "ada").len(), 1);

    host.websocket()
        .peer("ada")
        .send_text(r#"{"op":0,"s":1,"t":"READY","d":{}}"#);
    host.run_due();
    let update = last(&host, "ada");
    assert_eq!(
        (&update["op"], &update["d"]["activities"][0]["details"]),
        (&json!(3), &json!("Strange Fruit"))
    );
}

#[test]
fn the_settings_can_name_other_addresses() {
    let settings = json!({
        "client_id": "42",
        "users": [{"username": "ada", "token": "s3cret"}],
        "api_url": "https://discord.com/local/",
        "gateway_url": "wss://eu.discord.gg",
    });
    let host = bare_host(&settings);
    let assets = "https://discord.com/local/v9/applications/42/external-assets";
    let assets = host.http().on_post(assets).reply(500, "");
    host.websocket()
        .on_connect("wss://eu.discord.gg/?v=10&encoding=json")
        .greet(HELLO);
    play(&host, "ada", "Sinnerman");
    assert_eq!(last(&host, "ada")["op"], 2);
    assert_eq!(assets.requests().len(), 2);
}

#[test]
fn messages_that_are_not_understood_are_errors_and_end_nothing() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    let peer = host.websocket();
    peer.peer("ada")
        .send_text("what?")
        .send_text("{}")
        .send_text(r#"{"op":10}"#);
    peer.peer("ada").send_text(r#"{"op":99,"d":[]}"#);
    let calls = host.run_due();
    let failed: Vec<_> = calls
        .iter()
        .map(|call| call.outcome.error.is_some())
        .collect();
    assert_eq!(failed, [true, true, true, false]);
    assert!(host.websocket().connection("ada").open);
}
