//! Connections that end, and those that follow them.

use std::time::Duration;

use nd_pdk::log::Level;

use super::*;

const HEARTBEAT: Duration = Duration::from_secs(41);
const PAUSE: Duration = Duration::from_secs(5);

#[test]
fn discord_can_ask_for_a_new_connection() {
    for request in [r#"{"op":7,"d":null}"#, r#"{"op":9,"d":false}"#] {
        let host = host();
        play_long(&host, "ada");
        host.websocket().peer("ada").send_text(request);
        host.run_due();
        assert!(!host.websocket().connection("ada").open);

        host.advance(PAUSE);
        assert_eq!(connections(&host, "ada"), 2);
        let activities = &last(&host, "ada")["d"]["presence"]["activities"];
        assert_eq!(activities[0]["details"], "Vexations");
        assert_eq!(heartbeats(&host).len(), 1);
    }
}

#[test]
fn a_connection_that_ends_is_made_anew_and_counts_from_the_start() {
    let host = host();
    play_long(&host, "ada");
    host.websocket()
        .peer("ada")
        .send_text(r#"{"op":0,"s":900,"t":"X","d":{}}"#);
    host.run_due();
    for end in ["lost", "closed", "restarted"] {
        let before = connections(&host, "ada");
        match end {
            "lost" => host.websocket().peer("ada").lose(),
            "closed" => host.websocket().peer("ada").close(1001, "going away"),
            _ => host.websocket().peer("ada").close(4000, "unknown error"),
        }
        host.run_due();
        assert!(heartbeats(&host).is_empty());
        host.advance(PAUSE);
        assert_eq!(connections(&host, "ada"), before + 1, "{end}");
        host.advance(HEARTBEAT);
        assert_eq!(last(&host, "ada"), json!({"op": 1, "d": 1}), "{end}");
    }
}

#[test]
fn pauses_between_tries_double_up_to_five_minutes_and_begin_anew_after_success() {
    let host = host();
    play_long(&host, "ada");
    host.websocket()
        .on_connect(GATEWAY)
        .refuse("websocket: bad handshake");
    host.websocket().peer("ada").lose();
    host.run_due();

    for pause in [5, 10, 20, 40, 80, 160, 300, 300] {
        let jobs = host.scheduler().jobs();
        let next = jobs.last().and_then(|job| job.next_run);
        assert_eq!(next, Some(host.now() + Duration::from_secs(pause)));
        host.advance(Duration::from_secs(pause));
    }
    gateway(&host);
    host.advance(Duration::from_secs(300));
    assert_eq!(connections(&host, "ada"), 2);

    host.websocket().peer("ada").lose();
    host.run_due();
    host.advance(PAUSE);
    assert_eq!(connections(&host, "ada"), 3);
}

#[test]
fn a_first_connection_that_fails_is_an_error_and_tried_again() {
    let host = host();
    host.websocket()
        .on_connect(GATEWAY)
        .refuse("websocket: bad handshake");
    let request = json!({"username": "ada", "track": track("Sinnerman")});
    let outcome = call_export("nd_scrobbler_now_playing", request.to_string());
    assert_eq!(
        outcome.error.as_deref(),
        Some("failed to connect: websocket: bad handshake")
    );

    gateway(&host);
    host.advance(PAUSE);
    assert_eq!(last(&host, "ada")["op"], 2);
}

#[test]
fn when_nothing_is_playing_any_more_there_is_no_new_connection() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.websocket().peer("ada").lose();
    host.run_due();
    report(&host, "ada", "Sinnerman", "stopped");
    host.advance(Duration::from_secs(3600));
    assert_eq!(connections(&host, "ada"), 1);
    assert!(host.scheduler().jobs().is_empty());
}

#[test]
fn a_token_that_discord_refuses_is_not_tried_again_until_the_settings_change() {
    let host = host();
    taciturn_gateway(&host);
    play(&host, "ada", "Sinnerman");
    host.websocket()
        .peer("ada")
        .close(4004, "Authentication failed.");
    host.advance(Duration::from_secs(60));
    play(&host, "ada", "Strange Fruit");
    host.advance(Duration::from_secs(3600));

    assert_eq!(connections(&host, "ada"), 1);
    let logs = host.logs();
    let errors = logs.iter().filter(|line| line.level == Level::Error);
    let errors: Vec<_> = errors.map(|line| line.message.as_str()).collect();
    assert_eq!(
        errors,
        ["Discord refuses ada: websocket: close 4004: Authentication failed."]
    );

    host.reload();
    play(&host, "ada", "Strange Fruit");
    assert_eq!(connections(&host, "ada"), 2);
}

#[test]
fn a_connection_on_which_discord_never_says_hello_gives_way_to_another() {
    let host = host();
    host.websocket().on_connect(GATEWAY);
    play(&host, "ada", "Sinnerman");
    gateway(&host);
    // Players report again and again, and each report looks whether there is a connection.
    for position in [20, 40] {
        host.advance(Duration::from_secs(20));
        play_at(&host, "ada", track("Sinnerman"), position);
        assert!(host.websocket().connection("ada").open);
    }
    host.advance(Duration::from_secs(20));
    play(&host, "ada", "Strange Fruit");
    assert!(!host.websocket().connection("ada").open);

    host.advance(PAUSE);
    assert_eq!(connections(&host, "ada"), 2);
    assert_eq!(
        sent(&host, "ada")[0]["d"]["presence"]["activities"][0]["details"],
        "Strange Fruit"
    );
}

#[test]
fn discord_is_asked_for_its_gateway_once_and_again_when_connecting_fails() {
    let host = host();
    let asked = host.http().on_get("https://discord.com/api/gateway");
    let asked = asked.reply_json(200, json!({"url": "wss://gateway.discord.gg/"}));
    play_long(&host, "ada");
    play_long(&host, "bob");
    assert_eq!(asked.requests().len(), 1);

    host.websocket()
        .on_connect(GATEWAY)
        .refuse("websocket: bad handshake");
    host.websocket().peer("ada").lose();
    host.advance(PAUSE);
    gateway(&host);
    host.advance(2 * PAUSE);
    assert_eq!(asked.requests().len(), 2);
    assert!(host.websocket().connection("ada").open);
}

#[test]
fn after_a_restart_the_next_track_connects_as_if_nothing_had_been() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.reload();
    host.advance(Duration::from_secs(60));
    assert_eq!(connections(&host, "ada"), 1);
    play(&host, "ada", "Strange Fruit");
    assert_eq!(last(&host, "ada")["op"], 2);
    assert_eq!(heartbeats(&host).len(), 1);
}
