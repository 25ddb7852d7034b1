//! What the other server answers, as a test writes it down.
//!
//! Must not apply what the host makes of it: limits, redirects, timeouts.

use std::time::Duration;

use serde::Serialize;

/// The reply of another server, or what goes wrong instead.
///
/// [`HTTPRoute`](super::HTTPRoute) has the same things for replies that are known beforehand; this type is for those that are computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HTTPReply {
    pub(super) ending: Ending,
    pub(super) takes: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    Response(Response),
    /// What the network says.
    Failure(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl HTTPReply {
    /// A status and a body, which may be empty.
    pub fn new(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::at_once(Ending::Response(Response {
            status,
            headers: Vec::new(),
            body: body.as_ref().to_vec(),
        }))
    }

    /// A status and a value as JSON, with the `Content-Type` of JSON.
    ///
    /// # Panics
    /// The value cannot be written as JSON.
    #[track_caller]
    pub fn json(status: u16, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(body) => Self::new(status, body).header("Content-Type", "application/json"),
            Err(error) => panic!("the reply of the test cannot be written as JSON: {error}"),
        }
    }

    /// No reply, as the network failed. The plugin's error is `Get "URL": cause`, after the method of the request; causes that plugins meet are
    /// `dial tcp: lookup api.example.org: no such host`, `dial tcp 203.0.113.7:443: connect: connection refused` and `EOF`.
    pub fn failure(cause: impl Into<String>) -> Self {
        Self::at_once(Ending::Failure(cause.into()))
    }

    /// No reply, ever: the request ends with its timeout.
    #[must_use]
    pub fn silence() -> Self {
        // What would come after that time is never seen.
        Self::failure("EOF").takes(Duration::MAX)
    }

    /// Adds a header; of several with one name the plugin sees the first.
    ///
    /// # Panics
    /// There is no response to add it to, as the network fails.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        match &mut self.ending {
            Ending::Response(response) => response.headers.push((name.into(), value.into())),
            Ending::Failure(cause) => {
                panic!("a reply that fails with {cause:?} has no headers")
            }
        }
        self
    }

    /// How long it takes, by the clock of the test; no time by default. As long as the timeout of the request or longer is a timeout.
    #[must_use]
    pub fn takes(mut self, time: Duration) -> Self {
        self.takes = time;
        self
    }

    fn at_once(ending: Ending) -> Self {
        Self {
            ending,
            takes: Duration::ZERO,
        }
    }
}
