//! A connection: what a test sees of it, and how far it has come.
//!
//! Must not decide what happens next.

use std::collections::BTreeMap;

/// A connection that the plugin opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSocketConnection {
    /// The ID, given or made up.
    pub id: String,
    /// The URL, as the plugin wrote it.
    pub url: String,
    /// The further headers that the plugin sent with the handshake. Names are capitalised like `User-Agent`. Of several that are
    /// the same then, such as `x-key` and `X-Key`, the last one in ascending byte order counts; on the server any of them may.
    pub headers: BTreeMap<String, String>,
    /// Whether the plugin can still send on it.
    pub open: bool,
    /// What the plugin has sent, the oldest first.
    pub sent: Vec<WebSocketMessage>,
    /// How the plugin closed it; `None` if it did not.
    pub closed: Option<WebSocketClose>,
}

/// A message on a connection, in either direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebSocketMessage {
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

/// How the plugin closed a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSocketClose {
    /// The close code; 1000 is the normal one.
    pub code: i32,
    /// The text sent along; may be empty.
    pub reason: String,
}

#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) sent: Vec<WebSocketMessage>,
    pub(super) closed: Option<WebSocketClose>,
    /// Which script its other end follows.
    pub(super) script: usize,
    pub(super) phase: Phase,
    /// Whether a callback about something that arrived is running.
    pub(super) busy: bool,
}

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Open,
    /// The other end is done, and the callback that says so is running.
    Ending,
    /// The plugin closes it, and `on_close` is running.
    Closing,
    /// The ID is free again.
    Gone,
}

impl Link {
    pub(super) fn seen(&self) -> WebSocketConnection {
        WebSocketConnection {
            id: self.id.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            open: self.phase == Phase::Open,
            sent: self.sent.clone(),
            closed: self.closed.clone(),
        }
    }
}

impl WebSocketMessage {
    /// What the server calls it in its errors.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Binary(_) => "binary",
        }
    }
}

impl From<&str> for WebSocketMessage {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for WebSocketMessage {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for WebSocketMessage {
    fn from(bytes: &[u8]) -> Self {
        Self::Binary(bytes.to_vec())
    }
}

impl From<Vec<u8>> for WebSocketMessage {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes)
    }
}
