//! The plugin natively, over a fake host whose exchange the tests script. Must not need a network.

use std::time::Duration;

use nd_pdk::clock::CALL_LIMIT;
use nd_pdk::host::{scheduler, websocket};
use nd_pdk::log::Level;
use nd_pdk::testing::{Delivery, FakeHost, WebSocketConnection, WebSocketPeer, elapse, json};

use super::*;
use crate::connection::CONNECTION;

const MANIFEST: &str = include_str!("../manifest.json");
const FEED: &str = "wss://ws-feed.exchange.coinbase.com";
const REFUSED: &str = "dial tcp 203.0.113.7:443: connect: connection refused";

fn host_with(config: &str) -> FakeHost {
    let builder = FakeHost::builder().manifest(MANIFEST);
    builder.config_json(config).install()
}

/// A host whose plugin follows two products, each price logged, and is connected.
fn following() -> FakeHost {
    let host = host_with(r#"{"products": ["BTC-USD", "ETH-EUR"], "log_interval": 0}"#);
    host.websocket().on_connect(FEED);
    load(&host);
    host
}

fn load(host: &FakeHost) {
    let outcome = host.load().expect("the plugin has nd_on_init");
    assert_eq!(outcome.error, None);
}

fn advance(host: &FakeHost, seconds: u64) {
    let calls = host.advance(Duration::from_secs(seconds));
    all_well(&calls);
}

fn all_well(calls: &[Delivery]) {
    let failures = calls.iter().filter_map(Delivery::failure);
    assert_eq!(failures.collect::<Vec<_>>(), Vec::<String>::new());
}

fn send(host: &FakeHost, message: &impl std::fmt::Display) {
    let exchange = host.websocket();
    exchange.peer(CONNECTION).send_text(message.to_string());
    all_well(&host.run_due());
}

fn send_price(host: &FakeHost, product: &str, sequence: u64) {
    let price = format!("64000.{sequence}");
    let message = json!({
        "type": "ticker", "product_id": product, "price": price, "sequence": sequence,
        "side": "buy", "time": "2026-01-01T00:00:00.000000Z", "trade_id": 7, "last_size": "0.1",
    });
    send(host, &message);
}

fn prices(host: &FakeHost) -> Vec<String> {
    let mut lines = host.logs();
    lines.retain(|line| line.level == Level::Info && line.message.contains("(price "));
    lines.into_iter().map(|line| line.message).collect()
}

fn opened(host: &FakeHost) -> Vec<WebSocketConnection> {
    host.websocket().connections()
}

fn is_open(host: &FakeHost) -> bool {
    host.websocket().connections().iter().any(|one| one.open)
}

#[test]
fn subscribes_to_the_configured_products() {
    let host = following();

    let sent = &host.websocket().connection(CONNECTION).sent;
    let subscribe = r#"{"type":"subscribe","product_ids":["BTC-USD","ETH-EUR"],"channels":["ticker","heartbeat"]}"#;
    assert_eq!(*sent, [subscribe.into()]);
}

#[test]
fn follows_bitcoin_where_nothing_is_configured() {
    let host = host_with("{}");
    host.websocket().on_connect(FEED);
    load(&host);
    assert!(host.logs()[0].message.ends_with("following BTC-USD"));
}

#[test]
fn connects_nowhere_where_the_list_was_emptied() {
    let host = host_with(r#"{"products": []}"#);
    load(&host);
    assert!(opened(&host).is_empty());
    assert!(host.scheduler().jobs().is_empty());
}

#[test]
fn goes_where_the_settings_say_if_the_manifest_allows_it() {
    let host = host_with(r#"{"feed_url": "wss://feed.example.org"}"#);
    load(&host);
    assert!(
        host.logs()[0]
            .message
            .contains(r#"host "feed.example.org" is not allowed"#)
    );
}

#[test]
fn logs_and_counts_the_prices_of_each_product() {
    let host = following();
    send_price(&host, "BTC-USD", 1);
    send_price(&host, "ETH-EUR", 5);
    send_price(&host, "BTC-USD", 9);

    let expected = [
        "BTC-USD 64000.1 (price 1)",
        "ETH-EUR 64000.5 (price 1)",
        "BTC-USD 64000.9 (price 2)",
    ];
    assert_eq!(prices(&host), expected);
}

#[test]
fn logs_a_product_once_in_an_interval_however_often_its_price_changes() {
    let host = host_with(r#"{"log_interval": 60}"#);
    host.websocket().on_connect(FEED);
    load(&host);
    for sequence in 0..150 {
        send_price(&host, "BTC-USD", sequence);
        advance(&host, 1);
    }

    let expected = [
        "BTC-USD 64000.0 (price 1)",
        "BTC-USD 64000.60 (price 61)",
        "BTC-USD 64000.120 (price 121)",
    ];
    assert_eq!(prices(&host), expected);
}

#[test]
fn a_price_that_a_new_subscription_repeats_is_not_counted_again() {
    let host = following();
    send_price(&host, "BTC-USD", 1);
    host.websocket().peer(CONNECTION).lose();
    advance(&host, 2);
    send_price(&host, "BTC-USD", 1);
    send_price(&host, "BTC-USD", 2);

    let expected = ["BTC-USD 64000.1 (price 1)", "BTC-USD 64000.2 (price 2)"];
    assert_eq!(prices(&host), expected);
}

#[test]
fn connects_again_whatever_the_end_was() {
    let host = following();
    let ends: [fn(WebSocketPeer<'_>); 5] = [
        |peer| peer.lose(),
        |peer| peer.fail("read tcp: connection reset by peer"),
        |peer| peer.close(1000, ""),
        |peer| peer.close(1001, "the exchange moves"),
        |peer| peer.close(1011, "out of order"),
    ];
    for (before, end) in (1..).zip(ends) {
        send_price(&host, "BTC-USD", before);
        end(host.websocket().peer(CONNECTION));
        all_well(&host.run_due());
        assert!(!is_open(&host), "not from within the callback");

        advance(&host, 1);
        assert!(is_open(&host));
        let before = usize::try_from(before).unwrap();
        assert_eq!(opened(&host).len(), before + 1);
    }
    assert_eq!(prices(&host).len(), 5);
}

#[test]
fn waits_twice_as_long_after_each_failure_up_to_five_minutes() {
    let host = host_with("{}");
    host.websocket().on_connect(FEED).refuse(REFUSED);
    load(&host);
    advance(&host, 3600);

    let mut lines = host.logs();
    lines.retain(|line| line.level == Level::Warn);
    let pauses = lines
        .iter()
        .map(|line| line.message.rsplit(' ').next().unwrap());
    let pauses: Vec<_> = pauses.collect();
    let expected = [
        "2s", "4s", "8s", "16s", "32s", "64s", "128s", "256s", "300s", "300s",
    ];
    assert_eq!(pauses[..10], expected);
    assert!(lines[0].message.contains(REFUSED));
}

#[test]
fn a_feed_that_accepts_and_hangs_up_is_not_hammered() {
    let host = following();
    for pause in [2, 4, 8] {
        host.websocket().peer(CONNECTION).close(1011, "try again");
        advance(&host, pause - 1);
        assert!(!is_open(&host));
        advance(&host, 1);
        assert!(is_open(&host));
        send(&host, &json!({"type": "subscriptions", "channels": []}));
    }
}

#[test]
fn a_price_makes_the_next_pause_short_again() {
    let host = host_with("{}");
    host.websocket().on_connect(FEED).refuse(REFUSED);
    load(&host);
    advance(&host, 10);
    host.websocket().on_connect(FEED);
    advance(&host, 10);
    send_price(&host, "BTC-USD", 1);

    host.websocket().peer(CONNECTION).lose();
    advance(&host, 1);
    assert!(is_open(&host));
}

#[test]
fn a_handshake_that_uses_up_the_call_is_tried_again() {
    let host = host_with("{}");
    let slow = websocket::mock(|m| {
        m.expect_connect().times(1).returning(|_, _, _| {
            elapse(CALL_LIMIT);
            Err("failed to connect: i/o timeout".into())
        });
    });
    let outcome = host.load().unwrap();
    let text = "module closed with context deadline exceeded";
    assert_eq!(outcome.error.as_deref(), Some(text));

    drop(slow);
    host.websocket().on_connect(FEED);
    advance(&host, 10);
    assert!(is_open(&host));
}

#[test]
fn an_attempt_that_was_planned_twice_is_made_once() {
    let host = following();
    let connect = json!(Job::Connect).to_string();
    scheduler::schedule_one_time(90, &connect, "").unwrap();
    for _ in 0..10 {
        advance(&host, 10);
        send(&host, &json!({"type": "heartbeat", "sequence": 1}));
    }
    assert_eq!(opened(&host).len(), 1);
    let jobs = host.scheduler().jobs();
    assert_eq!(jobs.len(), 1, "only the watch is left: {jobs:?}");
}

#[test]
fn a_silent_connection_is_given_up_and_made_again() {
    let host = following();
    advance(&host, 45);
    send(&host, &json!({"type": "heartbeat", "sequence": 1}));
    advance(&host, 60);
    assert_eq!(opened(&host).len(), 1, "15 seconds of silence are none");

    advance(&host, 62);
    let all = opened(&host);
    assert_eq!(all[0].closed.as_ref().unwrap().reason, "nothing heard");
    assert_eq!(all.len(), 2);
    assert!(all[1].open);
}

#[test]
fn silence_while_an_attempt_is_due_changes_nothing() {
    let host = host_with("{}");
    host.websocket().on_connect(FEED).refuse(REFUSED);
    load(&host);
    advance(&host, 1000);
    let mut attempts = host.scheduler().jobs();
    attempts.retain(|job| job.payload == r#""connect""#);
    assert_eq!(attempts.len(), 1);
}

#[test]
fn what_the_exchange_refuses_is_logged() {
    let host = following();
    let refusal = json!({"type": "error", "message": "Failed to subscribe", "reason": "XYZ-USD is not a valid product"});
    send(&host, &refusal);
    let last = host.logs().pop().unwrap();
    let text = "the exchange refuses: Failed to subscribe (XYZ-USD is not a valid product)";
    assert_eq!((last.level, &*last.message), (Level::Error, text));
}

#[test]
fn messages_that_are_unknown_or_binary_do_no_harm_and_nonsense_is_an_error() {
    let host = following();
    send(&host, &json!({"type": "status", "products": []}));
    host.websocket().peer(CONNECTION).send_binary([0, 1]);
    all_well(&host.run_due());

    host.websocket().peer(CONNECTION).send_text("nonsense");
    let calls = host.run_due();
    assert!(calls[0].failure().is_some());
    send_price(&host, "BTC-USD", 1);
    assert_eq!(prices(&host).len(), 1);
}

#[test]
fn a_reload_starts_anew_with_one_connection_and_one_watch() {
    let host = following();
    send_price(&host, "BTC-USD", 1);
    let outcome = host.reload().unwrap();
    assert_eq!(outcome.error, None);

    let open = opened(&host).into_iter().filter(|one| one.open).count();
    assert_eq!((open, host.scheduler().jobs().len()), (1, 1));
    send_price(&host, "BTC-USD", 1);
    assert_eq!(prices(&host).last().unwrap(), "BTC-USD 64000.1 (price 1)");
}
