//! Whom a plugin can connect to, and under which ID.

use super::*;

#[test]
fn urls_schemes_and_hosts_are_checked() {
    let fake = with_hosts(&["chat.example"]);
    for (url, text) in [
        (
            "wss://a b/",
            "invalid URL: parse \"wss://a b/\": invalid character \" \" in host name",
        ),
        (
            "https://chat.example",
            "invalid URL scheme: must be ws:// or wss://",
        ),
        (
            "wss://other.example:443/",
            "host \"other.example:443\" is not allowed",
        ),
    ] {
        assert_eq!(text_of(fake.connect(url, HashMap::new(), "a")), text);
    }
    assert_eq!(fake.connections(), []);
}

#[test]
fn without_a_list_no_host_is_allowed() {
    let fake = with_hosts(&[]);
    assert_eq!(
        connect(&fake, "a").unwrap_err(),
        "host \"chat.example\" is not allowed"
    );
}

#[test]
fn an_id_is_made_up_where_there_is_none() {
    let fake = free();
    fake.on_connect(URL);
    let (first, second) = (connect(&fake, "").unwrap(), connect(&fake, "").unwrap());
    assert_eq!(first.len(), 22);
    assert_ne!(first, second);
    assert_eq!(connect(&fake, "own").unwrap(), "own");
    assert_eq!(
        connect(&fake, "own").unwrap_err(),
        "connection ID \"own\" already exists"
    );
}

#[test]
fn a_connection_is_seen_with_its_headers() {
    let fake = free();
    fake.on_connect(URL).any_query();
    let headers = HashMap::from([("authorization".to_owned(), "Bearer s".to_owned())]);
    fake.connect("wss://chat.example/?v=10", headers, "chat")
        .unwrap();
    assert_eq!(
        fake.connections(),
        [WebSocketConnection {
            id: "chat".to_owned(),
            url: "wss://chat.example/?v=10".to_owned(),
            headers: BTreeMap::from([("Authorization".to_owned(), "Bearer s".to_owned())]),
            open: true,
            sent: Vec::new(),
            closed: None,
        }]
    );
}

#[test]
fn headers_with_one_name_do_not_depend_on_chance() {
    let fake = free();
    fake.on_connect(URL);
    // Each map has an order of its own.
    for _ in 0..8 {
        let headers = [("X-Key", "upper"), ("x-key", "lower"), ("X-key", "mixed")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        fake.connect(URL, headers.into(), "").unwrap();
    }
    for connection in fake.connections() {
        assert_eq!(connection.headers["X-Key"], "lower");
    }
}

#[test]
#[should_panic = r#""https://chat.example/" in the test has the scheme `https`: this service reaches `ws://` and `wss://` only"#]
fn a_script_is_for_web_sockets() {
    let _ = free().on_connect("https://chat.example/");
}

#[test]
fn a_peer_can_refuse_and_a_later_script_can_accept() {
    let fake = free();
    fake.on_connect(URL).refuse("websocket: bad handshake");
    assert_eq!(
        connect(&fake, "a").unwrap_err(),
        "failed to connect: websocket: bad handshake"
    );
    assert_eq!(fake.connections(), []);
    fake.on_connect(URL);
    assert_eq!(connect(&fake, "a").unwrap(), "a");
}

#[test]
#[should_panic(
    expected = "no script of the test is for that URL\n    wss://chat.example/?v=10\n    Authorization: Bearer s\n\
    scripts, the nearest first:\n\
    \x20   on_connect(\"wss://chat.example\")\n        \
            query: wants none, got v=\"10\"; add `.any_query()` or `.with_query(\"v\", \"10\")`\n\
    \x20   on_connect(\"wss://other.example\").any_query()\n        \
            server: wants wss://other.example, got wss://chat.example\n\
    add\n    host.websocket().on_connect(\"wss://chat.example/?v=10\");"
)]
fn a_url_without_a_script_panics_with_what_does_not_fit_and_the_line_to_add() {
    let fake = free();
    fake.on_connect("wss://other.example").any_query();
    fake.on_connect("wss://chat.example");
    let headers = HashMap::from([("authorization".to_owned(), "Bearer s".to_owned())]);
    let _ = fake.connect("wss://chat.example/?v=10", headers, "a");
}

#[test]
fn a_script_with_a_query_is_there_for_further_parameters() {
    let fake = free();
    fake.on_connect(URL).refuse("websocket: bad handshake");
    fake.on_connect(URL).with_query("room", "two words");
    let connect = |query: &str| fake.connect(&format!("{URL}{query}"), HashMap::new(), "");
    assert!(connect("?v=10&room=two+words").is_ok());
    assert_eq!(
        text_of(connect("")),
        "failed to connect: websocket: bad handshake"
    );
}

#[test]
#[should_panic(expected = "no connection \"b\" is open; open are [\"a\"]")]
fn a_peer_needs_an_open_connection() {
    let _ = connected("a").peer("b");
}

#[test]
fn unloading_ends_connections_without_callbacks() {
    let fake = connected("a");
    fake.peer("a").send_text("late");
    fake.unload();
    assert_eq!(run(&fake), []);
    assert_eq!(
        text_of(fake.send_text("a", "x")),
        "connection ID \"a\" not found"
    );
    assert!(!fake.connection("a").open);
    assert_eq!(connect(&fake, "a").unwrap(), "a");
}
