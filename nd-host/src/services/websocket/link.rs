//! One connection: a task that reads and one that writes. Must not know other connections, nor what the plugin does with messages.

use std::io::ErrorKind;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use nd_pdk::testing::shared::websocket::Arrival;
use nd_rules::exchange::TIMED_OUT;
use nd_rules::websocket;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinHandle};
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::dial::{self, Opened, Socket};
use super::links::Links;
use crate::runtime::lock;

/// What the server says when it is too late to send.
const CLOSE_SENT: &str = "websocket: close sent";

/// How long the other side may take to answer a close.
const FAREWELL: Duration = Duration::from_secs(5);

/// The bytes of a close frame's reason: a control frame has 125, and the code takes two.
const LONGEST_REASON: usize = 123;

/// The code of a close that has none.
const NO_CODE: i32 = 1005;

pub(super) struct Link {
    pub(super) id: String,
    pub(super) url: String,
    phase: Mutex<Phase>,
    outbox: UnboundedSender<Outgoing>,
    reader: Mutex<Option<JoinHandle<()>>>,
    writer: Mutex<Option<AbortHandle>>,
}

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// The other side is done, and the plugin is told so.
    Ending,
    /// The plugin closes it, or is unloaded.
    Closing,
}

/// What is to be written.
pub(super) struct Outgoing {
    write: Write,
    done: SyncSender<Result<(), String>>,
}

enum Write {
    Message(Message),
    /// What answers the other side's close frame, which is queued already.
    Answer,
}

impl Link {
    /// Reads and writes from now on.
    pub(super) fn start(
        runtime: &Handle,
        links: &Arc<Links>,
        id: String,
        url: String,
        opened: Opened,
    ) -> Arc<Self> {
        let (outbox, queue) = unbounded_channel();
        let Opened { socket, route } = opened;
        let (sink, stream) = socket.split();
        let link = Arc::new(Self {
            id,
            url,
            phase: Mutex::new(Phase::Open),
            outbox,
            reader: Mutex::default(),
            writer: Mutex::default(),
        });
        let incoming = Incoming {
            links: Arc::clone(links),
            link: Arc::clone(&link),
            route,
        };
        let reader = runtime.spawn(incoming.read(stream));
        let writer = runtime.spawn(write(sink, queue, reader.abort_handle()));
        *lock(&link.writer) = Some(writer.abort_handle());
        *lock(&link.reader) = Some(reader);
        link
    }

    pub(super) fn is_open(&self) -> bool {
        *lock(&self.phase) == Phase::Open
    }

    /// The other side has ended it. False when it was not open.
    pub(super) fn begin_end(&self) -> bool {
        let mut phase = lock(&self.phase);
        let was_open = *phase == Phase::Open;
        if was_open {
            *phase = Phase::Ending;
        }
        was_open
    }

    /// This side closes it. False when it does so already.
    pub(super) fn begin_close(&self) -> bool {
        std::mem::replace(&mut *lock(&self.phase), Phase::Closing) != Phase::Closing
    }

    /// Sends a message, after those before it.
    pub(super) fn send(&self, message: Message, deadline: Instant) -> Result<(), String> {
        if !self.is_open() {
            return Err(CLOSE_SENT.to_owned());
        }
        self.written(Write::Message(message), deadline)
    }

    /// Sends a close frame as well as it can: the other side may be gone. If it only has stopped to read, it is not waited for.
    pub(super) fn close(&self, code: i32, reason: &str, deadline: Instant) {
        let close = Write::Message(close_message(code, reason));
        match self.written(close, deadline) {
            Err(error) if error == TIMED_OUT => self.abort(),
            Ok(()) | Err(_) => {}
        }
    }

    /// Ends reading and writing where they are.
    fn abort(&self) {
        if let Some(reader) = &*lock(&self.reader) {
            reader.abort();
        }
        if let Some(writer) = &*lock(&self.writer) {
            writer.abort();
        }
    }

    /// Puts a message in the queue.
    pub(super) fn post(&self, message: Message) -> Option<mpsc::Receiver<Result<(), String>>> {
        self.queue(Write::Message(message))
    }

    /// Lets the network go without a word.
    pub(super) fn drop_connection(&self) {
        self.begin_close();
        if let Some(reader) = &*lock(&self.reader) {
            reader.abort();
        }
    }

    /// Waits until nothing is read any more.
    pub(super) async fn finished(&self) {
        let reader = lock(&self.reader).take();
        if let Some(reader) = reader {
            // However it ended, it did.
            let _ = reader.await;
        }
    }

    fn written(&self, write: Write, deadline: Instant) -> Result<(), String> {
        let left = deadline.saturating_duration_since(Instant::now());
        let written = self.queue(write).ok_or(CLOSE_SENT)?.recv_timeout(left);
        written.unwrap_or_else(|error| match error {
            mpsc::RecvTimeoutError::Timeout => Err(TIMED_OUT.to_owned()),
            mpsc::RecvTimeoutError::Disconnected => Err(CLOSE_SENT.to_owned()),
        })
    }

    /// `None` when nothing is written any more.
    fn queue(&self, write: Write) -> Option<mpsc::Receiver<Result<(), String>>> {
        let (done, result) = mpsc::sync_channel(1);
        self.outbox.send(Outgoing { write, done }).ok()?;
        Some(result)
    }
}

/// The frame that closes a connection. What does not fit into it is left out.
pub(super) fn close_message(code: i32, reason: &str) -> Message {
    let [_, _, high, low] = code.to_be_bytes();
    let frame = CloseFrame {
        code: u16::from_be_bytes([high, low]).into(),
        reason: reason[..reason.floor_char_boundary(LONGEST_REASON)].into(),
    };
    Message::Close((code != NO_CODE).then_some(frame))
}

/// Writes one message after the other, until nobody can send any more.
async fn write(
    mut sink: SplitSink<Socket, Message>,
    mut queue: UnboundedReceiver<Outgoing>,
    reader: AbortHandle,
) {
    while let Some(Outgoing { write, done }) = queue.recv().await {
        let written = match write {
            Write::Message(message) => {
                let closes = message.is_close();
                let sent = sink.send(message).await;
                if closes {
                    tokio::spawn(give_up(reader.clone()));
                }
                sent
            }
            Write::Answer => sink.flush().await,
        };
        // Whoever sent it may have given up.
        let _ = done.send(written.map_err(|error| send_error(&error)));
    }
}

/// The other side is to answer a close, and end the connection.
async fn give_up(reader: AbortHandle) {
    tokio::time::sleep(FAREWELL).await;
    reader.abort();
}

fn send_error(error: &Error) -> String {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed | Error::Protocol(_) => {
            CLOSE_SENT.to_owned()
        }
        other => other.to_string(),
    }
}

/// What arrives on a connection, and where it goes.
struct Incoming {
    links: Arc<Links>,
    link: Arc<Link>,
    /// From where to where, for errors.
    route: dial::Route,
}

impl Incoming {
    /// Hands on what arrives: the next message is read when the plugin is done with the one before it.
    async fn read(self, mut stream: SplitStream<Socket>) {
        while let Some(item) = stream.next().await {
            let Some(arrival) = self.arrival(item) else {
                continue;
            };
            let ends = arrival.ends();
            if ends {
                // Before the plugin gets to know it, as the server's library does.
                let _ = self.link.queue(Write::Answer);
            }
            if self.link.is_open() {
                let (links, link) = (Arc::clone(&self.links), Arc::clone(&self.link));
                let told = tokio::task::spawn_blocking(move || links.deliver(&link, arrival));
                // It fails only when everything is being shut down.
                let _ = told.await;
            }
            if ends {
                break;
            }
        }
    }

    fn arrival(&self, item: Result<Message, Error>) -> Option<Arrival> {
        Some(match item {
            Ok(Message::Text(text)) => Arrival::Text(text.as_str().to_owned()),
            Ok(Message::Binary(data)) => Arrival::Binary(data.to_vec()),
            Ok(Message::Close(frame)) => match frame {
                Some(frame) => Arrival::end(
                    u16::from(frame.code).into(),
                    frame.reason.as_str().to_owned(),
                ),
                None => Arrival::end(NO_CODE, String::new()),
            },
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => return None,
            Err(error) => Arrival::Failed {
                error: self.read_error(&error),
            },
        })
    }

    fn read_error(&self, error: &Error) -> String {
        match error {
            Error::ConnectionClosed
            | Error::AlreadyClosed
            | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => websocket::lost(),
            Error::Io(error) => match error.kind() {
                ErrorKind::UnexpectedEof => websocket::lost(),
                ErrorKind::ConnectionReset => {
                    format!("read tcp {}: read: connection reset by peer", self.route)
                }
                _ => format!("read tcp {}: {error}", self.route),
            },
            other => format!("websocket: {other}"),
        }
    }
}
