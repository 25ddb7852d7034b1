//! How WebSocket connections end: by the other side, by the network, by the plugin, and with the plugin. Must not look at messages.

use std::time::Duration;

use nd_host::{Event, LoadedPlugin, Outcome, Server};
use serde_json::{Value, json};

use crate::eventually;
use crate::peer::{Door, Peer};
use crate::phone::{Phone, close, connect, said, send, to_close, to_connect, told};

/// A plugin that is connected as `feed`, and the other side.
fn connected(phone: Phone) -> (LoadedPlugin, Peer, String) {
    let door = Door::open();
    let plugin = phone.load();
    let url = door.url();
    let peer = door.accept_in_background();
    assert_eq!(
        connect(&plugin, &url, "feed"),
        json!({"newConnectionId": "feed"})
    );
    (plugin, peer.join().unwrap(), url)
}

fn not_found() -> Value {
    json!({"error": "connection ID \"feed\" not found"})
}

/// What the plugin is told, once the connection is gone.
fn told_in_the_end(plugin: &LoadedPlugin) -> Vec<(String, Value)> {
    eventually("the id is free", || plugin.connections().is_empty());
    assert_eq!(send(plugin, "feed", "x"), not_found());
    told(plugin)
}

fn on_close(code: i32, reason: &str) -> (String, Value) {
    let input = json!({"connectionId": "feed", "code": code, "reason": reason});
    ("on_close".to_owned(), input)
}

fn on_error(text: &str) -> (String, Value) {
    let input = json!({"connectionId": "feed", "error": text});
    ("on_error".to_owned(), input)
}

#[test]
fn a_close_in_good_order_is_told_as_one() {
    for code in [1000, 1001] {
        let (plugin, mut peer, _) = connected(Phone::new());
        peer.close(code, "bye");
        assert_eq!(told_in_the_end(&plugin), [on_close(code.into(), "bye")]);
    }
    let (plugin, mut peer, _) = connected(Phone::new());
    peer.close_without_code();
    assert_eq!(told_in_the_end(&plugin), [on_close(1005, "")]);
}

#[test]
fn any_other_code_is_told_as_an_error() {
    for (code, text) in [
        (1011, "websocket: close 1011 (internal server error): why"),
        (4004, "websocket: close 4004: why"),
    ] {
        let (plugin, mut peer, _) = connected(Phone::new());
        peer.close(code, "why");
        assert_eq!(told_in_the_end(&plugin), [on_error(text)]);
    }
}

#[test]
fn a_connection_that_is_lost_is_told_as_an_error() {
    let (plugin, peer, _) = connected(Phone::new());
    drop(peer);
    let lost = "websocket: close 1006 (abnormal closure): unexpected EOF";
    assert_eq!(told_in_the_end(&plugin), [on_error(lost)]);
}

#[test]
fn messages_before_the_end_are_told_before_it() {
    let (plugin, mut peer, _) = connected(Phone::new());
    for _ in 0..5 {
        peer.say("x");
    }
    peer.close(1000, "");
    let told = told_in_the_end(&plugin);
    let names: Vec<_> = told.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names[..5], ["on_text_message"; 5]);
    assert_eq!(told[5..], [on_close(1000, "")]);
}

#[test]
fn the_id_is_taken_until_the_callback_about_the_end_has_returned() {
    let door = Door::open();
    let url = door.url();
    let again = to_connect(&url, "feed");
    let late = json!({"connectionId": "feed", "message": "late"});
    let late_bytes = json!({"connectionId": "feed", "data": "bGF0ZQ=="});
    let plugin = Phone::new()
        .on("nd_websocket_on_error", "websocket_connect", again)
        .on("nd_websocket_on_error", "websocket_sendtext", late)
        .on("nd_websocket_on_error", "websocket_sendbinary", late_bytes)
        .load();
    let accepting = std::thread::spawn(move || (door.accept(), door));
    connect(&plugin, &url, "feed");
    let (peer, door) = accepting.join().unwrap();
    drop(peer);
    eventually("the id is free", || plugin.connections().is_empty());
    assert_eq!(
        said(&plugin)[1..],
        [
            json!({"error": "connection ID \"feed\" already exists"}),
            json!({"error": "failed to send text message: websocket: close sent"}),
            json!({"error": "failed to send binary message: websocket: close sent"}),
        ]
    );
    let _peer = door.accept_in_background();
    assert_eq!(
        connect(&plugin, &url, "feed"),
        json!({"newConnectionId": "feed"})
    );
}

#[test]
fn closing_calls_the_plugin_before_it_returns() {
    let (plugin, mut peer, _) = connected(Phone::new());
    assert_eq!(close(&plugin, "feed", 4000, "enough"), json!({}));
    assert_eq!(told(&plugin), [on_close(4000, "enough")]);
    assert_eq!(plugin.connections(), []);
    assert_eq!(peer.hear_close(), Some((4000, "enough".to_owned())));
    peer.until_the_end();
    assert_eq!(close(&plugin, "feed", 1000, ""), not_found());
    assert_eq!(
        told(&plugin).len(),
        1,
        "the answer of the other side is no news"
    );
}

#[test]
fn a_close_may_have_no_code_and_a_long_reason_is_cut() {
    let (plugin, mut peer, _) = connected(Phone::new());
    close(&plugin, "feed", 1005, "not sent");
    assert_eq!(peer.hear_close(), None);

    let (plugin, mut peer, _) = connected(Phone::new());
    close(&plugin, "feed", 1000, &"ä".repeat(100));
    assert_eq!(peer.hear_close(), Some((1000, "ä".repeat(61))));
}

#[test]
fn the_plugin_may_close_within_its_callback() {
    let phone = Phone::new().on(
        "nd_websocket_on_text_message",
        "websocket_closeconnection",
        to_close("feed", 1000, "done"),
    );
    let (plugin, mut peer, _) = connected(phone);
    peer.say("one");
    peer.say("two");
    assert_eq!(peer.hear_close(), Some((1000, "done".to_owned())));
    peer.until_the_end();
    eventually("both calls have returned", || told(&plugin).len() == 2);
    let message = json!({"connectionId": "feed", "message": "one"});
    assert_eq!(
        said(&plugin),
        [message.clone(), on_close(1000, "done").1, json!({})]
    );
    assert_eq!(
        told(&plugin),
        [
            on_close(1000, "done"),
            ("on_text_message".to_owned(), message)
        ],
        "the inner call is over first, and the second message is not told"
    );
}

#[test]
fn within_on_close_the_id_is_still_taken_and_closing_again_finds_nothing() {
    let door = Door::open();
    let url = door.url();
    let phone = Phone::new()
        .on(
            "nd_websocket_on_close",
            "websocket_connect",
            to_connect(&url, "feed"),
        )
        .on(
            "nd_websocket_on_close",
            "websocket_closeconnection",
            to_close("feed", 1000, ""),
        );
    let plugin = phone.load();
    let _peer = door.accept_in_background();
    connect(&plugin, &url, "feed");
    assert_eq!(close(&plugin, "feed", 1000, ""), json!({}));
    assert_eq!(
        said(&plugin)[1..],
        [
            json!({"error": "connection ID \"feed\" already exists"}),
            not_found(),
        ]
    );
}

#[test]
fn unloading_closes_connections_and_tells_nobody() {
    let (plugin, mut peer, _) = connected(Phone::new());
    let closed = std::thread::spawn(move || {
        let closed = peer.hear_close();
        peer.until_the_end();
        (closed, peer)
    });
    drop(plugin);
    let (closed, mut peer) = closed.join().unwrap();
    assert_eq!(closed, Some((1001, "plugin unloaded".to_owned())));
    assert!(peer.is_gone());
}

#[test]
fn unloading_does_not_wait_long_for_the_other_side() {
    let (plugin, peer, _) = connected(Phone::new());
    let begun = std::time::Instant::now();
    drop(plugin);
    assert!(begun.elapsed() < Duration::from_secs(10));
    drop(peer);
}

#[test]
fn an_end_that_a_test_makes_up_ends_the_connection() {
    let (plugin, mut peer, _) = connected(Phone::new());
    plugin.feed("feed", Event::Text("x".into()));
    assert_eq!(plugin.connections().len(), 1);
    plugin.feed("feed", Event::Error("broken".into()));
    assert_eq!(plugin.connections(), []);
    assert_eq!(send(&plugin, "feed", "x"), not_found());
    eventually("the other side notices", || peer.is_gone());
}

#[test]
fn another_side_that_stops_to_read_is_not_waited_for() {
    let door = Door::open();
    let timeout = Duration::from_millis(1_500);
    let plugin = Phone::new().load_on(Server::builder().timeout(timeout));
    let url = door.url();
    let peer = door.accept_in_background();
    connect(&plugin, &url, "feed");
    let mut peer = peer.join().unwrap();

    let message = json!({"connectionId": "feed", "message": "x".repeat(1 << 20)}).to_string();
    let mut sent = (0..40).map(|_| plugin.call("call_websocket_sendtext", &message).outcome);
    assert!(sent.any(|outcome| matches!(outcome, Outcome::Failed(_))));
    let request = to_close("feed", 1000, "bye").to_string();
    let _ = plugin.call("call_websocket_closeconnection", request);

    // Only what was on its way arrives: nothing is written any more.
    let closes = loop {
        match peer.socket.read() {
            Ok(message) if message.is_close() => break true,
            Ok(_) => {}
            Err(_) => break false,
        }
    };
    assert!(!closes);
    eventually("the id is free", || plugin.connections().is_empty());
}
