//! How connections end, and when their ID is free again.

use super::*;
use crate::websocket::{CloseProvider, OnCloseRequest};

type OnClose = Rc<dyn Fn(OnCloseRequest)>;

thread_local! {
    static ON_CLOSE: RefCell<Option<OnClose>> = const { RefCell::new(None) };
}

/// A plugin whose `on_close` a test decides about.
#[derive(Default)]
struct Plugin;

impl CloseProvider for Plugin {
    fn on_close(&self, req: OnCloseRequest) -> Result<(), Error> {
        let on_close = ON_CLOSE.with_borrow(Clone::clone);
        on_close.expect("the test expects no `on_close`")(req);
        Ok(())
    }
}

crate::register!(Plugin: websocket::CloseProvider);

fn on_close(run: impl Fn(OnCloseRequest) + 'static) {
    ON_CLOSE.set(Some(Rc::new(run)));
}

#[test]
fn a_close_in_good_order_is_on_close() {
    for code in [1000, 1001, 1005] {
        let fake = connected("a");
        fake.peer("a").send_text("last words");
        fake.peer("a").close(code, "bye");
        let close = json!({"connectionId": "a", "code": code, "reason": "bye"});
        assert_eq!(run(&fake)[1], ("nd_websocket_on_close", close));
        assert!(!fake.connection("a").open);
    }
}

#[test]
fn every_other_end_is_on_error() {
    let end = |end: &dyn Fn(WebSocketPeer<'_>)| {
        let fake = connected("a");
        end(fake.peer("a"));
        let all = run(&fake);
        assert_eq!(all[0].0, "nd_websocket_on_error");
        assert_eq!(
            fake.send_text("a", ""),
            Err("connection ID \"a\" not found".into())
        );
        all[0].1["error"].clone()
    };
    assert_eq!(
        end(&|peer| peer.close(1011, "why")),
        "websocket: close 1011 (internal server error): why"
    );
    assert_eq!(
        end(&|peer| peer.lose()),
        "websocket: close 1006 (abnormal closure): unexpected EOF"
    );
    assert_eq!(
        end(&|peer| peer.fail("connection reset by peer")),
        "connection reset by peer"
    );
}

#[test]
fn the_id_is_free_only_after_the_callback_about_the_end() {
    for code in [1000, 1011] {
        let fake = connected("a");
        fake.peer("a").close(code, "");
        let callback = fake.take().unwrap();
        assert_eq!(
            connect(&fake, "a").unwrap_err(),
            "connection ID \"a\" already exists"
        );
        assert_eq!(
            text_of(fake.send_text("a", "x")),
            "failed to send text message: websocket: close sent"
        );
        assert_eq!(
            text_of(fake.send_binary("a", &[])),
            "failed to send binary message: websocket: close sent"
        );
        finish(callback);
        assert_eq!(connect(&fake, "a").unwrap(), "a");
        assert!(fake.connection("a").open);
    }
}

#[test]
fn closing_calls_on_close_before_it_returns() {
    let fake = Rc::new(connected("a"));
    let (inner, seen) = (Rc::clone(&fake), Rc::new(RefCell::new(Vec::new())));
    let record = Rc::clone(&seen);
    on_close(move |req| {
        record
            .borrow_mut()
            .push((req.connection_id, req.code, req.reason));
        record
            .borrow_mut()
            .push((connect(&inner, "a").unwrap_err(), 0, String::new()));
        assert!(inner.close_connection("a", 1000, "").is_err());
    });
    fake.close_connection("a", 3000, "enough").unwrap();
    let text = |text: &str| text.to_owned();
    assert_eq!(
        *seen.borrow(),
        [
            (text("a"), 3000, text("enough")),
            (text("connection ID \"a\" already exists"), 0, text("")),
        ]
    );
    let closed = WebSocketClose {
        code: 3000,
        reason: text("enough"),
    };
    assert_eq!(fake.connection("a").closed, Some(closed));
    assert_eq!(
        text_of(fake.close_connection("a", 1000, "")),
        "connection ID \"a\" not found"
    );
    assert_eq!(connect(&fake, "a").unwrap(), "a");
}

#[test]
fn what_is_on_its_way_when_the_plugin_closes_does_not_arrive() {
    let fake = connected("a");
    on_close(|_| {});
    fake.peer("a").send_text("1").send_text("2");
    let running = fake.take().unwrap();
    fake.close_connection("a", 1000, "").unwrap();
    finish(running);
    assert_eq!(run(&fake), []);
}

#[test]
fn a_plugin_may_close_what_the_other_end_is_closing_and_what_takes_its_id_goes_too() {
    let fake = connected("a");
    on_close(|_| {});
    fake.peer("a").close(1000, "");
    let running = fake.take().unwrap();
    fake.close_connection("a", 1000, "").unwrap();
    connect(&fake, "a").unwrap();
    assert!(fake.connection("a").open);
    finish(running);
    assert!(!fake.connection("a").open);
    assert_eq!(
        text_of(fake.send_text("a", "x")),
        "connection ID \"a\" not found"
    );
}

#[test]
fn of_a_connection_that_went_with_another_nothing_arrives_any_more() {
    let fake = connected("a");
    on_close(|_| {});
    fake.peer("a").close(1000, "");
    let running = fake.take().unwrap();
    fake.close_connection("a", 1000, "").unwrap();
    fake.on_connect(URL).greet("for the second");
    connect(&fake, "a").unwrap();
    fake.peer("a").close(1000, "");
    finish(running);

    fake.on_connect(URL).greet("for the third");
    connect(&fake, "a").unwrap();
    let arrived = run(&fake);
    let message = json!({"connectionId": "a", "message": "for the third"});
    assert_eq!(arrived, [("nd_websocket_on_text_message", message)]);
    assert!(fake.connection("a").open);
}

#[test]
#[should_panic(expected = "the connection \"a\" has ended: nothing can be sent on it")]
fn a_peer_that_has_closed_says_nothing_more() {
    let fake = connected("a");
    let peer = fake.peer("a");
    peer.close(1000, "");
    peer.send_text("more");
}
