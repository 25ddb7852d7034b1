//! Connections that are refused, get lost or fall silent, and those that follow them. Must not look at single prices.

use super::*;

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
