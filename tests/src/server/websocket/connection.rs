//! One connection, as the closure of a WebSocket server sees it. Must not know the other connections.

use std::io::ErrorKind;
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tungstenite::protocol::CloseFrame;
use tungstenite::{Error, Message as Frame, WebSocket};

use super::hall::Hall;
use super::record::{End, Message, Recorded};

/// The code of a close frame without a code.
const NO_CODE: u16 = 1005;
const NORMAL: u16 = 1000;

/// The answer to a close frame is not waited for any longer.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// A wait of no time would be one without end.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// The connection is over, whoever ended it. [`Recorded::end`] says how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended;

/// An open connection with a client. Pings are answered while somebody waits for messages.
#[derive(Debug)]
pub struct Connection {
    socket: WebSocket<TcpStream>,
    hall: Arc<Hall>,
    number: usize,
    target: String,
    open: bool,
}

impl Connection {
    /// Shakes hands; `None` if the client does not get that far.
    pub(super) fn open(stream: TcpStream, hall: &Arc<Hall>) -> Option<Self> {
        // In here, before the client has its answer: who is connected is recorded already, and in the order of the clients.
        let mut entered = None;
        #[allow(clippy::result_large_err, reason = "the type is tungstenite's")]
        let look = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
            let target = request.uri().to_string();
            entered = Some((hall.enter(Recorded::of(request)), target));
            Ok(response)
        };
        // Small messages are sent at once, instead of waiting for more of them.
        stream.set_nodelay(true).ok()?;
        let socket = tungstenite::accept_hdr(stream, look).ok();
        let (number, target) = entered?;
        let Some(socket) = socket else {
            hall.ended(number, End::Broken);
            return None;
        };
        Some(Self {
            socket,
            hall: Arc::clone(hall),
            number,
            target,
            open: true,
        })
    }

    /// Which connection of the server this is, the first being 0; its place in
    /// [`WebSocketServer::connections`](super::WebSocketServer::connections).
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// Path and query of the handshake, encoded as they were sent.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Waits for the next message.
    ///
    /// # Errors
    /// The connection is over.
    pub fn receive(&mut self) -> Result<Message, Ended> {
        loop {
            if let Some(message) = self.receive_within(Duration::from_secs(3600))? {
                return Ok(message);
            }
        }
    }

    /// Waits for the next message for some time; `None` if there is none.
    ///
    /// # Errors
    /// The connection is over.
    pub fn receive_within(&mut self, time: Duration) -> Result<Option<Message>, Ended> {
        let until = Instant::now() + time;
        while self.open {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            if let Some(message) = self.read(left)? {
                self.hall.received(self.number, message.clone());
                return Ok(Some(message));
            }
        }
        Err(Ended)
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The connection is over.
    pub fn send(&mut self, message: Message) -> Result<(), Ended> {
        if !self.open {
            return Err(Ended);
        }
        match self.socket.send(message.into()) {
            Ok(()) => Ok(()),
            Err(_) => Err(self.end(End::Broken)),
        }
    }

    /// Sends a text message.
    ///
    /// # Errors
    /// The connection is over.
    pub fn send_text(&mut self, text: &str) -> Result<(), Ended> {
        self.send(text.into())
    }

    /// Sends a binary message.
    ///
    /// # Errors
    /// The connection is over.
    pub fn send_binary(&mut self, bytes: impl Into<Vec<u8>>) -> Result<(), Ended> {
        self.send(Message::Binary(bytes.into()))
    }

    /// Closes the connection with a code, and waits a moment for the client's answer.
    ///
    /// # Errors
    /// Always [`Ended`], to be the last thing of a closure.
    pub fn close(&mut self, code: u16, reason: &str) -> Result<(), Ended> {
        if !self.open {
            return Err(Ended);
        }
        let frame = CloseFrame {
            code: code.into(),
            reason: reason.into(),
        };
        let sent = self.socket.close(Some(frame)).is_ok() && self.socket.flush().is_ok();
        let until = Instant::now() + ANSWER_WITHIN;
        // A stream that is shut down while the client's frames are unread would be reset, and the client might not see the code.
        while sent && Instant::now() < until {
            self.wait_at_most(ANSWER_WITHIN);
            if self.socket.read().is_err() {
                break;
            }
        }
        Err(self.end(End::ByServer(code)))
    }

    /// Drops the connection without a close frame, as when the network breaks. What was sent before still arrives.
    ///
    /// # Errors
    /// Always [`Ended`], to be the last thing of a closure.
    pub fn lose(&mut self) -> Result<(), Ended> {
        if !self.open {
            return Err(Ended);
        }
        Err(self.end(End::Dropped))
    }

    pub(super) fn close_if_open(&mut self) {
        match self.close(NORMAL, "") {
            Ok(()) | Err(Ended) => {}
        }
    }

    /// Reads once; `None` if the time is over, or what came is no message.
    fn read(&mut self, within: Duration) -> Result<Option<Message>, Ended> {
        self.wait_at_most(within);
        match self.socket.read() {
            Ok(Frame::Text(text)) => Ok(Some(Message::Text(text.to_string()))),
            Ok(Frame::Binary(bytes)) => Ok(Some(Message::Binary(bytes.to_vec()))),
            Ok(Frame::Close(frame)) => Err(self.closed(frame)),
            Ok(Frame::Ping(_) | Frame::Pong(_) | Frame::Frame(_)) => {
                // The answer to a ping is written with this.
                self.socket
                    .flush()
                    .map(|()| None)
                    .map_err(|_| self.end(End::Broken))
            }
            Err(Error::Io(error)) if is_time_over(error.kind()) => Ok(None),
            Err(_) => Err(self.end(End::Broken)),
        }
    }

    fn closed(&mut self, frame: Option<CloseFrame>) -> Ended {
        // The answer to the close frame; the client may not wait for it.
        let _ = self.socket.flush();
        let (code, reason) = frame.map_or((NO_CODE, String::new()), |frame| {
            (frame.code.into(), frame.reason.to_string())
        });
        self.end(End::ByClient { code, reason })
    }

    fn end(&mut self, end: End) -> Ended {
        self.open = false;
        self.hall.ended(self.number, end);
        // It is fine if the client was faster.
        let _ = self.socket.get_ref().shutdown(Shutdown::Both);
        Ended
    }

    fn wait_at_most(&self, time: Duration) {
        let stream = self.socket.get_ref();
        stream
            .set_read_timeout(Some(time.max(SHORTEST_WAIT)))
            .expect("a time that is not zero");
    }
}

/// The two names that systems have for it.
fn is_time_over(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
