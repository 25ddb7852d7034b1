//! WebSockets: connecting, and messages in both directions. Must not look at how connections end.

use std::net::TcpListener;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nd_host::{Connection, Event, Level, Outcome, Server, Source};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::eventually;
use crate::peer::Door;
use crate::phone::{Phone, call, connect, said, send, to_connect, told};
use crate::site::{Site, reply, speaks_no_tls};

#[test]
fn messages_go_both_ways_and_in_order() {
    let door = Door::open();
    let plugin = Phone::new().load();
    let url = door.url();
    let peer = door.accept_in_background();
    assert_eq!(
        connect(&plugin, &url, "feed"),
        json!({"newConnectionId": "feed"})
    );
    let mut peer = peer.join().unwrap();

    assert_eq!(send(&plugin, "feed", "hello"), json!({}));
    let data = STANDARD.encode([0, 1, 255]);
    let request = json!({"connectionId": "feed", "data": data});
    assert_eq!(call(&plugin, "websocket_sendbinary", request), json!({}));
    assert_eq!(peer.hear_text(), "hello");
    assert_eq!(peer.hear(), Message::binary(vec![0, 1, 255]));

    for count in 0..20 {
        peer.say(&count.to_string());
    }
    peer.socket.send(Message::binary(vec![251, 255])).unwrap();
    eventually("all messages are told", || told(&plugin).len() == 21);
    let mut expected: Vec<_> = (0..20)
        .map(|count| {
            let input = json!({"connectionId": "feed", "message": count.to_string()});
            ("on_text_message".to_owned(), input)
        })
        .collect();
    let binary = json!({"connectionId": "feed", "data": "+/8="});
    expected.push(("on_binary_message".to_owned(), binary));
    assert_eq!(told(&plugin), expected);
}

#[test]
fn the_plugin_answers_within_its_callback() {
    let door = Door::open();
    let answer = json!({"connectionId": "feed", "message": "pong"});
    let plugin = Phone::new()
        .on("nd_websocket_on_text_message", "websocket_sendtext", answer)
        .load();
    let url = door.url();
    let peer = door.accept_in_background();
    connect(&plugin, &url, "feed");
    let mut peer = peer.join().unwrap();
    for _ in 0..3 {
        peer.say("ping");
        assert_eq!(peer.hear_text(), "pong");
    }
}

#[test]
fn the_handshake_has_the_plugins_headers() {
    let door = Door::open();
    let plugin = Phone::new().load();
    let url = format!("{}?q=a b", door.url());
    let peer = door.accept_in_background();
    let headers = json!({"x-token": "secret", "User-Agent": "mine/1"});
    let request = json!({"url": url, "headers": headers, "connectionId": "feed"});
    call(&plugin, "websocket_connect", request);
    let peer = peer.join().unwrap();
    assert_eq!(peer.header("x-token"), Some("secret"));
    assert_eq!(peer.header("user-agent"), Some("mine/1"));
    assert_eq!(peer.path, "/feed?q=a%20b");
}

#[test]
fn an_id_is_made_up_if_there_is_none_and_taken_while_there_is_a_connection() {
    let door = Door::open();
    let plugin = Phone::new().load();
    let url = door.url();
    let _peer = door.accept_in_background();
    let reply = connect(&plugin, &url, "");
    let id = reply["newConnectionId"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 22);
    assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
    let connection = Connection {
        id: id.clone(),
        url: url.clone(),
    };
    assert_eq!(plugin.connections(), [connection]);
    assert_eq!(
        connect(&plugin, &url, &id),
        json!({"error": format!("connection ID \"{id}\" already exists")})
    );
}

#[test]
fn hosts_and_urls_that_are_not_allowed() {
    let plugin = Phone::new()
        .permission(json!({"requiredHosts": ["*.example.org"]}))
        .load();
    for (url, text) in [
        (
            "wss://example.org:8443/",
            "host \"example.org:8443\" is not allowed",
        ),
        ("ws://127.0.0.1:9/", "host \"127.0.0.1:9\" is not allowed"),
        (
            "https://a.example.org/",
            "invalid URL scheme: must be ws:// or wss://",
        ),
        (
            "ws://[::1/",
            "invalid URL: parse \"ws://[::1/\": missing ']' in host",
        ),
        (
            "ws://me@a.example.org/",
            "failed to connect: malformed ws or wss URL",
        ),
    ] {
        assert_eq!(connect(&plugin, url, ""), json!({"error": text}));
    }
    let nothing = Phone::new().permission(json!({})).load();
    assert_eq!(
        connect(&nothing, "ws://127.0.0.1:9/", ""),
        json!({"error": "host \"127.0.0.1:9\" is not allowed"})
    );
}

#[test]
fn a_name_lets_a_private_address_pass_unlike_with_http() {
    let door = Door::open();
    let plugin = Phone::new()
        .permission(json!({"requiredHosts": ["localhost"]}))
        .load();
    let url = format!("ws://localhost:{}/", door.address.port());
    let _peer = door.accept_in_background();
    assert_eq!(
        connect(&plugin, &url, "feed"),
        json!({"newConnectionId": "feed"})
    );
}

#[test]
fn a_refused_connection_leaves_nothing_behind() {
    let plugin = Phone::new().load();
    let address = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let refused = format!("failed to connect: dial tcp {address}: connect: connection refused");
    assert_eq!(
        connect(&plugin, &format!("ws://{address}/"), "feed"),
        json!({"error": refused})
    );
    assert_eq!(plugin.connections(), []);
    assert_eq!(
        send(&plugin, "feed", "x"),
        json!({"error": "connection ID \"feed\" not found"})
    );
}

#[test]
fn whoever_answers_a_handshake_otherwise_is_no_websocket() {
    let plugin = Phone::new().load();
    let elsewhere = Door::open();
    let target = format!("http://{}/", elsewhere.address);
    let redirecting = Site::start(move |_| reply(302, &[("Location", &target)], b""));
    let plain = Site::start(|_| reply(200, &[], b"hello"));
    for site in [&redirecting, &plain] {
        assert_eq!(
            connect(&plugin, &format!("ws://{}/", site.address), ""),
            json!({"error": "failed to connect: websocket: bad handshake"})
        );
        assert_eq!(site.asked().len(), 1);
    }
}

#[test]
fn headers_of_the_handshake_itself_cannot_be_set() {
    let plugin = Phone::new().load();
    let headers = json!({"sec-websocket-key": "x"});
    let request = json!({"url": "ws://127.0.0.1:9/", "headers": headers, "connectionId": ""});
    assert_eq!(
        call(&plugin, "websocket_connect", request),
        json!({
            "error": "failed to connect: websocket: duplicate header not allowed: Sec-Websocket-Key"
        })
    );
}

#[test]
fn a_handshake_ends_with_the_call_it_is_part_of() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/", silent.local_addr().unwrap());
    let timeout = std::time::Duration::from_millis(500);
    let plugin = Phone::new().load_on(Server::builder().timeout(timeout));
    let input = to_connect(&url, "feed").to_string();
    assert_eq!(
        plugin.call("call_websocket_connect", input).outcome,
        Outcome::Failed("module closed with context deadline exceeded".into())
    );
    assert_eq!(plugin.connections(), []);
}

#[test]
fn pings_are_answered() {
    let door = Door::open();
    let plugin = Phone::new().load();
    let url = door.url();
    let peer = door.accept_in_background();
    connect(&plugin, &url, "feed");
    let mut peer = peer.join().unwrap();
    peer.socket
        .send(Message::Ping("still there?".into()))
        .unwrap();
    let answer = peer.socket.read().unwrap();
    assert_eq!(answer, Message::Pong("still there?".into()));
    assert_eq!(told(&plugin), []);
}

#[test]
fn whoever_speaks_no_tls_is_told_apart_from_silence() {
    let plugin = Phone::new().load();
    let url = format!("wss://{}/", speaks_no_tls());
    let answer = connect(&plugin, &url, "feed");
    let error = answer["error"].as_str().unwrap_or_default();
    assert!(error.starts_with("failed to connect: tls: "), "{answer}");
}

#[test]
fn many_calls_may_send_at_once() {
    let door = Door::open();
    let plugin = Phone::new().load();
    let url = door.url();
    let peer = door.accept_in_background();
    connect(&plugin, &url, "feed");
    let mut peer = peer.join().unwrap();
    let text = "x".repeat(10_000);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(send(&plugin, "feed", &text), json!({}));
                }
            });
        }
        for _ in 0..20 {
            assert_eq!(peer.hear_text(), text);
        }
    });
}

#[test]
fn a_missing_callback_is_an_error_line_for_each_event() {
    let door = Door::open();
    let plugin = Phone::new().without("nd_websocket_on_text_message").load();
    let url = door.url();
    let peer = door.accept_in_background();
    connect(&plugin, &url, "feed");
    let mut peer = peer.join().unwrap();
    peer.say("one");
    peer.say("two");
    let errors = || {
        let mut lines = plugin.log();
        lines.retain(|line| (line.source, line.level) == (Source::Server, Level::Error));
        lines
    };
    eventually("both are logged", || errors().len() == 2);
    for line in errors() {
        assert_eq!(
            line.text,
            "function not found: nd_websocket_on_text_message"
        );
    }
    assert_eq!(plugin.connections().len(), 1);
}

#[test]
fn a_test_may_tell_the_plugin_what_it_likes() {
    let plugin = Phone::new().load();
    let delivery = plugin.feed("none", Event::Binary(vec![251, 255]));
    assert_eq!(delivery.export, "nd_websocket_on_binary_message");
    assert_eq!(delivery.outcome, Outcome::Ok(vec![]));
    plugin.feed("none", Event::Text("hello".into()));
    plugin.feed("none", Event::Close(1011, "why".into()));
    plugin.feed("none", Event::Close(1000, String::new()));
    plugin.feed("none", Event::Error("broken".into()));
    assert_eq!(
        said(&plugin),
        [
            json!({"connectionId": "none", "data": "+/8="}),
            json!({"connectionId": "none", "message": "hello"}),
            json!({
                "connectionId": "none",
                "error": "websocket: close 1011 (internal server error): why"
            }),
            json!({"connectionId": "none", "code": 1000, "reason": ""}),
            json!({"connectionId": "none", "error": "broken"}),
        ]
    );
}
