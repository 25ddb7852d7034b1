//! What is subscribed to, and what becomes of the messages of the exchange. Must not be about lost connections.

use super::*;

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
