//! The other side of WebSocket connections, in the hands of a test. Must not assert anything.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Message, WebSocket, accept_hdr};

/// Where connections come in.
pub(crate) struct Door {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
}

/// A connection that came in.
pub(crate) struct Peer {
    pub(crate) socket: WebSocket<TcpStream>,
    /// The headers of its handshake.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) path: String,
}

impl Door {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        Self { listener, address }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}/feed", self.address)
    }

    /// Lets the next connection in.
    pub(crate) fn accept(&self) -> Peer {
        let (stream, _) = self.listener.accept().expect("somebody connects");
        let timeout = Some(Duration::from_secs(20));
        stream.set_read_timeout(timeout).expect("it can be set");
        let (mut headers, mut path) = (Vec::new(), String::new());
        #[expect(clippy::result_large_err, reason = "the library wants it so")]
        let note = |request: &Request, response: Response| {
            path = request.uri().to_string();
            headers = request
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_owned()))
                .collect();
            Ok(response)
        };
        let socket = accept_hdr(stream, note).expect("it shakes hands");
        Peer {
            socket,
            headers,
            path,
        }
    }

    /// Lets connections in, each in the background, where they stay.
    pub(crate) fn accept_in_background(self) -> std::thread::JoinHandle<Peer> {
        std::thread::spawn(move || self.accept())
    }
}

impl Peer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn say(&mut self, text: &str) {
        let said = self.socket.send(Message::text(text));
        said.expect("it can be sent");
    }

    /// The next message that is not about the connection itself.
    pub(crate) fn hear(&mut self) -> Message {
        loop {
            match self.socket.read().expect("something comes") {
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
                message => return message,
            }
        }
    }

    pub(crate) fn hear_text(&mut self) -> String {
        match self.hear() {
            Message::Text(text) => text.as_str().to_owned(),
            other => panic!("no text: {other:?}"),
        }
    }

    /// The code and reason of the close frame that comes next; `None` for one without.
    pub(crate) fn hear_close(&mut self) -> Option<(u16, String)> {
        match self.hear() {
            Message::Close(frame) => {
                frame.map(|frame| (frame.code.into(), frame.reason.as_str().to_owned()))
            }
            other => panic!("no close: {other:?}"),
        }
    }

    pub(crate) fn close(&mut self, code: u16, reason: &str) {
        let frame = CloseFrame {
            code: CloseCode::from(code),
            reason: reason.to_owned().into(),
        };
        let closed = self.socket.close(Some(frame));
        closed.expect("it can be closed");
        self.until_the_end();
    }

    pub(crate) fn close_without_code(&mut self) {
        self.socket.close(None).expect("it can be closed");
        self.until_the_end();
    }

    /// Reads what comes, until there is no connection any more.
    pub(crate) fn until_the_end(&mut self) {
        while self.socket.read().is_ok() {}
    }

    /// Whether the network is gone.
    pub(crate) fn is_gone(&mut self) -> bool {
        let mut buffer = [0; 1];
        match self.socket.get_ref().peek(&mut buffer) {
            Ok(read) => read == 0,
            Err(error) => error.kind() != ErrorKind::WouldBlock,
        }
    }
}
