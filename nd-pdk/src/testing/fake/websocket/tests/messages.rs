//! What goes over a connection, in either direction.

use super::*;

#[test]
fn what_the_plugin_sends_is_seen() {
    let fake = connected("a");
    fake.send_text("a", "hello").unwrap();
    fake.send_binary("a", &[0, 255]).unwrap();
    assert_eq!(
        fake.connection("a").sent,
        [
            WebSocketMessage::from("hello"),
            WebSocketMessage::from(vec![0, 255])
        ]
    );
    for result in [fake.send_text("b", "x"), fake.send_binary("b", &[])] {
        assert_eq!(text_of(result), "connection ID \"b\" not found");
    }
}

#[test]
fn what_the_peer_sends_arrives_in_order_and_now() {
    let fake = connected("a");
    assert_eq!(fake.due(), None);
    fake.peer("a").send_text("<1>").send_binary([0, 255]);
    assert_eq!(fake.due(), Some(fake.world.clock.now()));
    assert_eq!(
        run(&fake),
        [
            (
                "nd_websocket_on_text_message",
                json!({"connectionId": "a", "message": "<1>"})
            ),
            (
                "nd_websocket_on_binary_message",
                json!({"connectionId": "a", "data": "AP8="})
            ),
        ]
    );
    assert_eq!(fake.due(), None);
}

#[test]
fn callbacks_of_one_connection_do_not_overlap() {
    let fake = connected("a");
    connect(&fake, "b").unwrap();
    fake.peer("a").send_text("1").send_text("2");
    fake.peer("b").send_text("3");
    let first = fake.take().unwrap();
    let other = fake.take().unwrap();
    assert_eq!(called(&first).1["message"], "1");
    assert_eq!(called(&other).1["message"], "3");
    assert!(fake.take().is_none() && fake.due().is_none());
    finish(first);
    assert_eq!(called(&fake.take().unwrap()).1["message"], "2");
}

#[test]
fn a_scripted_peer_greets_and_answers() {
    let fake = free();
    let script = fake.on_connect(URL).greet("welcome").greet(vec![1]);
    let script = script.answer("ping", "pong").answer("ping", vec![2]);
    script.answer_with(|message| match message {
        WebSocketMessage::Text(_) => Vec::new(),
        WebSocketMessage::Binary(bytes) => vec![format!("{} bytes", bytes.len()).into()],
    });
    connect(&fake, "a").unwrap();
    fake.send_text("a", "ping").unwrap();
    fake.send_text("a", "other").unwrap();
    fake.send_binary("a", &[1, 2, 3]).unwrap();
    let messages: Vec<Value> = run(&fake)
        .into_iter()
        .map(|(_, input)| input.get("message").or(input.get("data")).cloned().unwrap())
        .collect();
    assert_eq!(messages, ["welcome", "AQ==", "pong", "Ag==", "3 bytes"]);
}

#[test]
fn an_answer_may_use_the_host_again() {
    let fake = Rc::new(free());
    let inner = Rc::clone(&fake);
    fake.on_connect(URL).answer_with(move |message| {
        inner.on_connect("wss://more.example");
        vec![format!("{} of {message:?}", inner.connection("a").sent.len()).into()]
    });
    connect(&fake, "a").unwrap();
    fake.send_text("a", "x").unwrap();
    assert_eq!(run(&fake)[0].1["message"], "1 of Text(\"x\")");
}
