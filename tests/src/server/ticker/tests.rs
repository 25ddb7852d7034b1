//! The local exchange, with tungstenite's client on the other side. Must not need a plugin.

use serde_json::{Value, json};
use tungstenite::{Error, Message as Frame};

use super::*;
use crate::server::websocket::End;

const SOON: Duration = Duration::from_secs(10);

fn exchange(prices_per_connection: Option<u64>) -> TickerServer {
    TickerServer::start(Pace {
        interval: Duration::from_millis(1),
        prices_per_connection,
        with_silence: false,
    })
}

fn subscribe(products: &Value) -> Frame {
    let request = json!({"type": "subscribe", "product_ids": products, "channels": ["ticker"]});
    Frame::text(request.to_string())
}

fn answer(frame: &Frame) -> Value {
    serde_json::from_str(frame.to_text().unwrap()).unwrap()
}

/// Subscribes, and reads until the connection is over: the numbers of the prices, and how it was lost.
fn until_the_end(exchange: &TickerServer) -> (Vec<u64>, Option<Error>) {
    let mut client = tungstenite::connect(exchange.url()).unwrap().0;
    client.send(subscribe(&json!(["BTC-USD"]))).unwrap();
    let mut sequences = Vec::new();
    loop {
        match client.read() {
            Ok(frame) if frame.is_text() => sequences.extend(answer(&frame)["sequence"].as_u64()),
            Ok(_) => {}
            Err(Error::ConnectionClosed) => return (sequences, None),
            Err(error) => return (sequences, Some(error)),
        }
    }
}

#[test]
fn prices_follow_a_confirmed_subscription_and_products_take_turns() {
    let exchange = exchange(None);
    let mut client = tungstenite::connect(exchange.url()).unwrap().0;
    client
        .send(subscribe(&json!(["BTC-USD", "ETH-EUR"])))
        .unwrap();

    let confirmed = answer(&client.read().unwrap());
    let channel = json!({"name": "ticker", "product_ids": ["BTC-USD", "ETH-EUR"]});
    assert_eq!(
        confirmed,
        json!({"type": "subscriptions", "channels": [channel]})
    );
    for (product, sequence) in [("BTC-USD", 1), ("ETH-EUR", 2), ("BTC-USD", 3)] {
        let price = answer(&client.read().unwrap());
        assert_eq!(price["type"], "ticker");
        assert_eq!(price["product_id"], product);
        assert_eq!(price["sequence"], sequence);
        assert_eq!(price["price"], format!("1000.0{sequence}"));
    }
}

#[test]
fn connections_end_in_three_ways_and_numbers_go_on() {
    let exchange = exchange(Some(3));

    let (sequences, lost) = until_the_end(&exchange);
    assert_eq!(sequences, [1, 2, 3]);
    assert!(lost.is_some());
    assert_eq!(until_the_end(&exchange).0, [4, 5, 6]);
    let (sequences, lost) = until_the_end(&exchange);
    assert_eq!(sequences, [7, 8, 9]);
    assert!(lost.is_none());

    assert_eq!(exchange.sent(), 9);
    let connections = exchange.wait_until(SOON, |all| all.iter().all(|one| one.end.is_some()));
    let ends = connections
        .into_iter()
        .filter_map(|connection| connection.end);
    let expected = [End::Dropped, End::ByServer(1001), End::ByServer(1011)];
    assert_eq!(ends.collect::<Vec<_>>(), expected);
}

#[test]
fn a_connection_in_silence_stays_until_the_client_closes_it() {
    let exchange = TickerServer::start(Pace {
        interval: Duration::from_millis(1),
        prices_per_connection: Some(1),
        with_silence: true,
    });
    for sequence in 1..=3 {
        assert_eq!(until_the_end(&exchange).0, [sequence]);
    }
    let mut client = tungstenite::connect(exchange.url()).unwrap().0;
    client.send(subscribe(&json!(["BTC-USD"]))).unwrap();
    assert_eq!(answer(&client.read().unwrap())["type"], "subscriptions");
    assert_eq!(answer(&client.read().unwrap())["sequence"], 4);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(exchange.connections()[3].end, None);

    client.close(None).unwrap();
    let connections = exchange.wait_until(SOON, |all| all[3].end.is_some());
    let end = End::ByClient {
        code: 1005,
        reason: String::new(),
    };
    assert_eq!(connections[3].end, Some(end));
    assert_eq!(exchange.sent(), 4);
}

#[test]
fn what_cannot_be_served_is_refused_and_may_be_asked_better() {
    let exchange = exchange(None);
    let mut client = tungstenite::connect(exchange.url()).unwrap().0;
    let other_channel =
        json!({"type": "subscribe", "product_ids": ["BTC-USD"], "channels": ["level2"]});
    let refused = [
        Frame::text("subscribe, please"),
        Frame::binary(vec![1]),
        Frame::text(other_channel.to_string()),
        subscribe(&json!([])),
    ];
    for request in refused {
        client.send(request).unwrap();
        assert_eq!(answer(&client.read().unwrap())["type"], "error");
    }
    client.send(subscribe(&json!(["BTC-USD"]))).unwrap();
    assert_eq!(answer(&client.read().unwrap())["type"], "subscriptions");
}
