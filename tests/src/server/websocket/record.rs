//! What happened on the connections of a WebSocket server, for tests to look at. Must not make anything happen.

use tungstenite::Message as Frame;
use tungstenite::handshake::server::Request;

/// A message, in either direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Vec<u8>),
}

impl Message {
    /// The text of a text message.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    /// A text message as JSON.
    ///
    /// # Panics
    /// It is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        let text = self.text().expect("a text message");
        serde_json::from_str(text).expect("a message of JSON")
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Message> for Frame {
    fn from(message: Message) -> Self {
        match message {
            Message::Text(text) => Self::text(text),
            Message::Binary(bytes) => Self::binary(bytes),
        }
    }
}

/// How a connection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The client has closed it; 1005 stands for a close without a code.
    ByClient {
        /// The close code.
        code: u16,
        /// The text with it, often empty.
        reason: String,
    },
    /// The server has closed it, with this code.
    ByServer(u16),
    /// The server has dropped it, without a word.
    Dropped,
    /// It broke: the client is gone without a word, or the server was stopped.
    Broken,
}

/// A connection and what was received on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Path and query of the handshake, encoded as they were sent.
    pub target: String,
    /// The headers of the handshake in their order, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The messages of the client, those that the closure has waited for: nothing is read while nobody waits.
    pub received: Vec<Message>,
    /// How it ended; `None` while it is open.
    pub end: Option<End>,
}

impl Recorded {
    pub(super) fn of(request: &Request) -> Self {
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        Self {
            target: request.uri().to_string(),
            headers: headers.collect(),
            received: Vec::new(),
            end: None,
        }
    }

    /// A header of the handshake by its name, in upper or lower case; the first one if there are more of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
