//! `crypto-ticker` and a local exchange that loses its connections. Must not wait for a pause: the time of the server is moved.

use std::slice;

use nd_host::{Delivery, JobKind};
use nd_tests::server::ticker::{Pace, TickerServer};
use nd_tests::server::websocket::{End, Recorded};
use serde_json::json;

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

fn exchange(prices_per_connection: Option<u64>) -> TickerServer {
    TickerServer::start(Pace {
        interval: Duration::from_millis(2),
        prices_per_connection,
        with_silence: false,
    })
}

/// Loads the plugin so that it logs every price of two products.
fn follow(server: &Server, exchange: &TickerServer) -> LoadedPlugin {
    let config = json!({
        "products": ["BTC-USD", "ETH-EUR"], "log_interval": 0, "feed_url": exchange.url(),
    });
    load(
        server,
        &package::with_local_servers(package::example("crypto-ticker")),
        &config,
    )
}

fn prices(plugin: &LoadedPlugin) -> Vec<String> {
    let mut lines = said(plugin, Level::Info);
    lines.retain(|line| line.contains("(price "));
    lines
}

/// The lines for the prices with the numbers 1 to `count`, of which each connection has an even number.
fn all_prices(count: u64) -> Vec<String> {
    let line = |sequence: u64| match sequence % 2 {
        1 => format!(
            "BTC-USD 1000.{sequence:02} (price {})",
            sequence.div_ceil(2)
        ),
        _ => format!("ETH-EUR 1000.{sequence:02} (price {})", sequence / 2),
    };
    (1..=count).map(line).collect()
}

/// In how many seconds the next attempt to connect is due; `None` while none is planned.
fn next_attempt(plugin: &LoadedPlugin) -> Option<u64> {
    let mut jobs = plugin.schedules().into_iter();
    let attempt = jobs.find(|job| job.kind == JobKind::OneTime)?;
    let left = attempt.next_run?.duration_since(plugin.now());
    Some(left.unwrap_or_default().as_secs())
}

/// Waits for the end of a connection, and for what the plugin plans then. Its id is free when the last callback has returned.
fn wait_for_loss(plugin: &LoadedPlugin) -> u64 {
    eventually("the connection is lost", || {
        plugin.connections().is_empty() && next_attempt(plugin).is_some()
    });
    next_attempt(plugin).expect("an attempt is planned")
}

fn exports(deliveries: &[Delivery]) -> Vec<&'static str> {
    deliveries.iter().map(|call| call.export).collect()
}

fn ends(connections: &[Recorded]) -> Vec<Option<End>> {
    connections.iter().map(|one| one.end.clone()).collect()
}

#[test]
fn every_price_arrives_once_although_each_connection_is_lost_after_a_while() {
    let (exchange, server) = (exchange(Some(20)), server(""));
    let plugin = follow(&server, &exchange);
    for _ in 0..3 {
        assert_eq!(
            wait_for_loss(&plugin),
            1,
            "prices came, so the pause is short"
        );
        let made = plugin.advance(SECOND);
        assert_eq!(exports(&made), ["nd_scheduler_callback"]);
        assert_eq!(made[0].outcome, Outcome::Ok(vec![]));
    }
    wait_for_loss(&plugin);

    assert_eq!(exchange.sent(), 80);
    assert_eq!(prices(&plugin), all_prices(80));
    let ended = ends(&exchange.connections());
    assert_eq!(
        ended,
        [
            Some(End::Dropped),
            Some(End::ByServer(1001)),
            Some(End::ByServer(1011)),
            Some(End::Dropped)
        ]
    );
    let reasons = [
        "websocket: close 1006 (abnormal closure): unexpected EOF",
        "closed with code 1001 the exchange moves",
        "websocket: close 1011 (internal server error): the exchange is out of order",
        "websocket: close 1006 (abnormal closure): unexpected EOF",
    ];
    let reasons = reasons.map(|reason| format!("no connection: {reason}; next attempt in 1s"));
    assert_eq!(said(&plugin, Level::Warn), reasons);
    assert_eq!(said_by_server(&plugin, Level::Error), [""; 0]);
}

#[test]
fn it_subscribes_on_each_connection_to_what_is_configured() {
    let (exchange, server) = (exchange(Some(2)), server(""));
    let plugin = follow(&server, &exchange);
    wait_for_loss(&plugin);
    plugin.advance(SECOND);
    wait_for_loss(&plugin);

    let subscribe = json!({
        "type": "subscribe", "product_ids": ["BTC-USD", "ETH-EUR"], "channels": ["ticker", "heartbeat"],
    });
    let connections = exchange.connections();
    assert_eq!(connections.len(), 2);
    for connection in connections {
        let received = connection.received.iter();
        let received: Vec<_> = received.map(|message| message.json()).collect();
        assert_eq!(received, slice::from_ref(&subscribe));
    }
}

#[test]
fn an_exchange_without_prices_is_asked_less_and_less_often() {
    let (exchange, server) = (exchange(Some(0)), server(""));
    let plugin = follow(&server, &exchange);
    let mut pauses = Vec::new();
    for _ in 0..5 {
        let pause = wait_for_loss(&plugin);
        pauses.push(pause);
        // One second less is too early.
        let early = plugin.advance(Duration::from_secs(pause) - SECOND);
        assert!(!early.iter().any(connects), "{early:?}");
        let made = plugin.advance(SECOND);
        assert!(made.iter().any(connects), "{made:?}");
    }
    assert_eq!(pauses, [2, 4, 8, 16, 32]);
    let connections = exchange.wait_until(PATIENCE, |connections| connections.len() == 6);
    assert_eq!(connections.len(), 6);
}

fn connects(delivery: &Delivery) -> bool {
    String::from_utf8_lossy(&delivery.input).contains("connect")
}

#[test]
fn nobody_at_the_other_end_is_an_attempt_like_any_other() {
    let server = server("");
    let gone = exchange(None);
    let url = gone.url();
    drop(gone);
    let config = json!({"feed_url": url});
    let package = package::with_local_servers(package::example("crypto-ticker"));
    let plugin = load(&server, &package, &config);

    assert_eq!(next_attempt(&plugin), Some(2));
    plugin.advance(Duration::from_secs(2));
    assert_eq!(next_attempt(&plugin), Some(4));
    let warnings = said(&plugin, Level::Warn);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(
        warnings[0].contains("connection refused") && warnings[0].ends_with("next attempt in 2s"),
        "{warnings:?}"
    );
    assert_eq!(said_by_server(&plugin, Level::Error), [""; 0]);
}

#[test]
fn the_watch_of_every_minute_leaves_a_connection_alone_that_has_just_been_heard() {
    let (exchange, server) = (exchange(None), server(""));
    let plugin = follow(&server, &exchange);
    eventually("prices come", || !prices(&plugin).is_empty());

    let made = plugin.advance(3 * MINUTE);
    assert_eq!(exports(&made), ["nd_scheduler_callback"; 3]);
    assert!(made.iter().all(|call| call.outcome == Outcome::Ok(vec![])));
    assert_eq!(plugin.connections().len(), 1);
    assert_eq!(ends(&exchange.connections()), [None]);
}

#[test]
fn loaded_anew_it_says_goodbye_and_begins_from_the_beginning() {
    let (exchange, server) = (exchange(None), server(""));
    let plugin = follow(&server, &exchange);
    eventually("prices come", || prices(&plugin).len() > 1);
    drop(plugin);
    let plugin = follow(&server, &exchange);
    eventually("prices come again", || !prices(&plugin).is_empty());

    let goodbye = End::ByClient {
        code: 1001,
        reason: "plugin unloaded".to_owned(),
    };
    let connections = exchange.wait_until(PATIENCE, |connections| connections[0].end.is_some());
    assert_eq!(ends(&connections), [Some(goodbye), None]);
    assert!(
        prices(&plugin)[0].ends_with("(price 1)"),
        "the cache was empty"
    );
}

#[test]
fn the_shipped_manifest_lets_it_connect_to_the_exchange_alone() {
    let (exchange, server) = (exchange(None), server(""));
    let config = json!({"feed_url": exchange.url()});
    let plugin = load(&server, &package::example("crypto-ticker"), &config);

    let warnings = said(&plugin, Level::Warn);
    assert!(warnings[0].contains("not allowed"), "{warnings:?}");
    assert!(exchange.connections().is_empty());
}
