//! The plugin natively, over a fake host whose exchange the tests script. Must not need a network.

mod feed;
mod loss;

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
