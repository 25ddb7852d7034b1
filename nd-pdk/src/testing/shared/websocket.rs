//! What arrives on WebSocket connections, as calls of the plugin. Must not know connections.

use serde::Serialize;

use crate::websocket::{
    OnBinaryMessageRequest, OnCloseRequest, OnErrorRequest, OnTextMessageRequest,
};

/// Something that the other end of a connection did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// It sent text.
    Text(String),
    /// It sent bytes.
    Binary(Vec<u8>),
    /// It closed the connection in good order.
    Closed {
        /// The close code.
        code: i32,
        /// What it said of it.
        reason: String,
    },
    /// It ended the connection in any other way.
    Failed {
        /// What went wrong.
        error: String,
    },
}

impl Arrival {
    /// What a close frame comes to.
    #[must_use]
    pub fn end(code: i32, reason: String) -> Self {
        match nd_rules::websocket::end(code, &reason) {
            nd_rules::websocket::End::Closed => Self::Closed { code, reason },
            nd_rules::websocket::End::Failed(error) => Self::Failed { error },
        }
    }

    /// Whether the connection is at its end.
    #[must_use]
    pub fn ends(&self) -> bool {
        match self {
            Self::Text(_) | Self::Binary(_) => false,
            Self::Closed { .. } | Self::Failed { .. } => true,
        }
    }

    /// The export that gets to know it, and its input, as JSON.
    #[must_use]
    pub fn call(self, connection_id: String) -> (&'static str, Vec<u8>) {
        match self {
            Self::Text(message) => (
                "nd_websocket_on_text_message",
                input(&OnTextMessageRequest {
                    connection_id,
                    message,
                }),
            ),
            Self::Binary(data) => (
                "nd_websocket_on_binary_message",
                input(&OnBinaryMessageRequest {
                    connection_id,
                    data,
                }),
            ),
            Self::Closed { code, reason } => (
                "nd_websocket_on_close",
                input(&OnCloseRequest {
                    connection_id,
                    code,
                    reason,
                }),
            ),
            Self::Failed { error } => (
                "nd_websocket_on_error",
                input(&OnErrorRequest {
                    connection_id,
                    error,
                }),
            ),
        }
    }
}

fn input(request: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(request).expect("strings, bytes and numbers are always JSON")
}
