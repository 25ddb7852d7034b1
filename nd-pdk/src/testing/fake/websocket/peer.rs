//! The other end of one connection, in the hands of a test.
//!
//! Must not call the plugin: what it does is due from then on.

use super::FakeWebSocket;
use crate::testing::shared::websocket::Arrival;

/// The other end of an open connection. What it does reaches the plugin when the test lets time pass.
///
/// # Panics
/// All of its methods, once it has closed or broken the connection, or the plugin has closed it.
#[derive(Debug, Clone, Copy)]
pub struct WebSocketPeer<'a> {
    pub(super) fake: &'a FakeWebSocket,
    pub(super) index: usize,
}

impl WebSocketPeer<'_> {
    /// Sends a text message: `on_text_message`.
    #[track_caller]
    pub fn send_text(&self, message: impl Into<String>) -> &Self {
        self.act(Arrival::Text(message.into()))
    }

    /// Sends a binary message: `on_binary_message`.
    #[track_caller]
    pub fn send_binary(&self, data: impl AsRef<[u8]>) -> &Self {
        self.act(Arrival::Binary(data.as_ref().to_vec()))
    }

    /// Closes the connection with a code: `on_close` for 1000, 1001 and 1005, `on_error` for every other one, as on the server.
    #[track_caller]
    pub fn close(&self, code: i32, reason: impl Into<String>) {
        self.act(Arrival::end(code, reason.into()));
    }

    /// Is gone without a word, as when the network breaks: `on_error` with `websocket: close 1006 (abnormal closure): unexpected EOF`.
    #[track_caller]
    pub fn lose(&self) {
        self.fail(nd_rules::websocket::lost());
    }

    /// Breaks the connection: `on_error` with this text.
    #[track_caller]
    pub fn fail(&self, error: impl Into<String>) {
        self.act(Arrival::Failed {
            error: error.into(),
        });
    }

    #[track_caller]
    fn act(&self, kind: Arrival) -> &Self {
        let problem = self.fake.state.borrow().problem(self.index);
        if let Some(problem) = problem {
            panic!("{problem}");
        }
        self.fake.happen(self.index, kind);
        self
    }
}

impl super::State {
    /// Why the other end of a connection can do nothing more.
    fn problem(&self, index: usize) -> Option<String> {
        let link = &self.links[index];
        let ends = |event: &super::Event| event.link == index && event.kind.ends();
        let has_ended = link.phase != super::Phase::Open || self.events.iter().any(ends);
        has_ended.then(|| {
            format!(
                "the connection {:?} has ended: nothing can be sent on it",
                link.id
            )
        })
    }
}
