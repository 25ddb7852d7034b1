//! The WebSocket server, with tungstenite's client on the other side. Must not need a plugin.

use std::net::TcpStream;
use std::panic::catch_unwind;
use std::time::Duration;

use tungstenite::client::IntoClientRequest as _;
use tungstenite::protocol::CloseFrame;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Error, Message as Frame, WebSocket};

use super::*;

type Client = WebSocket<MaybeTlsStream<TcpStream>>;

const SOON: Duration = Duration::from_secs(10);

fn client(server: &WebSocketServer) -> Client {
    tungstenite::connect(server.url()).unwrap().0
}

fn echo() -> WebSocketServer {
    WebSocketServer::start(|connection| {
        loop {
            let message = connection.receive()?;
            connection.send(message)?;
        }
    })
}

fn closed_with(frame: Frame) -> Option<(u16, String)> {
    match frame {
        Frame::Close(Some(CloseFrame { code, reason })) => Some((code.into(), reason.to_string())),
        _ => None,
    }
}

#[test]
fn messages_are_recorded_and_answered_for_each_connection_by_itself() {
    let server = echo();
    let (mut first, mut second) = (client(&server), client(&server));

    first.send(Frame::text("one")).unwrap();
    second.send(Frame::binary(vec![0, 255])).unwrap();
    assert_eq!(first.read().unwrap(), Frame::text("one"));
    assert_eq!(second.read().unwrap(), Frame::binary(vec![0, 255]));

    let connections = server.connections();
    assert_eq!(connections[0].received, ["one".into()]);
    assert_eq!(connections[1].received, [Message::Binary(vec![0, 255])]);
    assert_eq!(connections[0].end, None);
}

#[test]
fn the_handshake_is_recorded() {
    let server = echo();
    let mut request = format!("{}/gateway?v=10&q=a%20b", server.url())
        .into_client_request()
        .unwrap();
    request
        .headers_mut()
        .insert("X-Token", "s3cret".parse().unwrap());
    let _client = tungstenite::connect(request).unwrap();

    let connections = server.wait_until(SOON, |all| !all.is_empty());
    assert_eq!(connections[0].target, "/gateway?v=10&q=a%20b");
    assert_eq!(connections[0].header("x-token"), Some("s3cret"));
    assert_eq!(connections[0].header("x-other"), None);
}

#[test]
fn a_client_that_closes_is_recorded_with_its_code() {
    let server = echo();
    let mut client = client(&server);
    let (code, reason) = (4000.into(), "bye".into());
    client.close(Some(CloseFrame { code, reason })).unwrap();
    // The answer, and then the end of the stream.
    assert!(client.read().unwrap().is_close());
    assert!(matches!(client.read(), Err(Error::ConnectionClosed)));

    let connections = server.wait_until(SOON, |all| all[0].end.is_some());
    let (code, reason) = (4000, "bye".to_owned());
    assert_eq!(connections[0].end, Some(End::ByClient { code, reason }));
}

#[test]
fn a_client_that_vanishes_has_broken_the_connection() {
    let server = echo();
    drop(client(&server));

    let connections = server.wait_until(SOON, |all| all.first().is_some_and(|c| c.end.is_some()));
    assert_eq!(connections[0].end, Some(End::Broken));
}

#[test]
fn the_closure_can_close_with_a_code() {
    let server = WebSocketServer::start(|connection| {
        connection.send_text("last words")?;
        connection.close(4004, "unknown token")
    });
    let mut client = client(&server);

    assert_eq!(client.read().unwrap(), Frame::text("last words"));
    let frame = client.read().unwrap();
    assert_eq!(closed_with(frame), Some((4004, "unknown token".to_owned())));
    assert!(client.read().is_err());
    let connections = server.wait_until(SOON, |all| all[0].end.is_some());
    assert_eq!(connections[0].end, Some(End::ByServer(4004)));
}

#[test]
fn the_closure_can_drop_the_connection_and_what_was_sent_arrives() {
    let server = WebSocketServer::start(|connection| {
        connection.send_text("last words")?;
        connection.lose()
    });
    let mut client = client(&server);

    assert_eq!(client.read().unwrap(), Frame::text("last words"));
    let lost = client.read().unwrap_err();
    assert!(!matches!(lost, Error::ConnectionClosed), "{lost}");
    assert_eq!(server.connections()[0].end, Some(End::Dropped));
}

#[test]
fn a_connection_is_closed_in_good_order_when_the_closure_returns() {
    let server = WebSocketServer::start(|_| Ok(()));
    let mut client = client(&server);

    let frame = client.read().unwrap();
    assert_eq!(closed_with(frame), Some((1000, String::new())));
}

#[test]
fn a_wait_ends_without_a_message_and_nothing_of_a_later_one_is_lost() {
    let server = WebSocketServer::start(|connection| {
        let nothing = connection.receive_within(Duration::from_millis(20))?;
        assert_eq!(nothing, None);
        connection.send_text("your turn")?;
        let message = connection.receive()?;
        connection.send(message)
    });
    let mut client = client(&server);

    assert_eq!(client.read().unwrap(), Frame::text("your turn"));
    client.send(Frame::text("mine")).unwrap();
    assert_eq!(client.read().unwrap(), Frame::text("mine"));
}

#[test]
fn pings_are_answered() {
    let server = echo();
    let mut client = client(&server);
    client.send(Frame::Ping(vec![1, 2].into())).unwrap();
    assert_eq!(client.read().unwrap(), Frame::Pong(vec![1, 2].into()));
}

#[test]
fn nothing_works_after_the_end() {
    let server = WebSocketServer::start(|connection| {
        let ended = Err(Ended);
        assert_eq!(connection.lose(), ended);
        assert_eq!(connection.lose(), ended);
        assert_eq!(connection.close(1000, ""), ended);
        assert_eq!(connection.send_text("?"), ended);
        assert_eq!(connection.receive(), Err(Ended));
        Ok(())
    });
    assert!(client(&server).read().is_err());
    let connections = server.wait_until(SOON, |all| all[0].end.is_some());
    assert_eq!(connections[0].end, Some(End::Dropped));
}

#[test]
fn dropping_the_server_ends_its_connections_and_frees_the_port() {
    let server = echo();
    let address = server.address();
    let mut client = client(&server);
    drop(server);

    assert!(client.read().is_err());
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_client_that_speaks_something_else_does_no_harm() {
    let server = echo();
    drop(TcpStream::connect(server.address()).unwrap());
    let mut client = client(&server);
    client.send(Frame::text("still there?")).unwrap();

    assert_eq!(client.read().unwrap(), Frame::text("still there?"));
    assert_eq!(server.connections().len(), 1);
}

#[test]
fn a_panic_of_the_closure_fails_the_test() {
    let panicked = catch_unwind(|| {
        let server = WebSocketServer::start(|connection| {
            assert_eq!(connection.receive()?, "right".into());
            Ok(())
        });
        let mut client = client(&server);
        client.send(Frame::text("wrong")).unwrap();
        assert!(client.read().is_err());
    });
    assert!(panicked.is_err());
}

#[test]
fn waiting_for_what_does_not_come_fails_with_what_came() {
    let panicked = catch_unwind(|| {
        let server = echo();
        let _client = client(&server);
        let _ = server.wait_until(Duration::from_millis(200), |all| all.len() == 2);
    });
    let panic = panicked.unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.contains("within 200ms there were only"), "{text}");
}
