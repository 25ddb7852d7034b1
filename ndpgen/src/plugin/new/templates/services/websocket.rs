//~ imports
use nd_pdk::host::websocket;
use std::collections::HashMap;
//~ code
/// To do: the address of your service. The manifest names its host, as the server lets the plugin go nowhere else.
const EVENTS: &str = "wss://api.example.org/events";

/// The ID of the connection, which the callbacks are given, too. There is one at most: a second one of the same ID is refused.
const CONNECTION: &str = "events";

/// Connections end when the plugin is unloaded: each load makes them anew.
fn connect() -> Result<(), Error> {
    websocket::connect(EVENTS, HashMap::new(), CONNECTION)?;
    websocket::send_text(CONNECTION, "hello")
}
//~ script
host.websocket().on_connect(EVENTS);
//~ tests
#[test]
fn the_connection_begins_with_a_greeting() {
    let host = host();
    host.load();
    assert_eq!(host.websocket().connection(CONNECTION).sent, ["hello".into()]);
}

#[test]
fn a_connection_that_is_refused_is_an_error() {
    let host = host();
    host.websocket().on_connect(EVENTS).refuse("websocket: bad handshake");
    assert!(connect().is_err());
}
