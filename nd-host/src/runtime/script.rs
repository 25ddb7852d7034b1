//! Scripted answers to host functions, and a record of what was asked. Must not imitate any service: it only says what it was told.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::blocks::Shown;
use super::sessions::{Answer, lock};

/// What a plugin asked of its host.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The name of the host function.
    pub function: String,
    /// The request as it came, usually JSON; empty when the plugin sent nothing.
    pub bytes: Vec<u8>,
}

impl Request {
    /// The request as JSON.
    ///
    /// # Errors
    /// When it is no JSON, as an empty request is.
    pub fn json(&self) -> serde_json::Result<Value> {
        serde_json::from_slice(&self.bytes)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { function, bytes } = self;
        f.debug_struct("Request")
            .field("function", function)
            .field("bytes", &Shown(bytes))
            .finish()
    }
}

/// What a host function answers.
///
/// A JSON value turns into a [`Reply::Json`] where a reply is expected.
#[derive(Clone)]
pub enum Reply {
    /// This value.
    Json(Value),
    /// Exactly these bytes, valid or not.
    Bytes(Vec<u8>),
    /// A refusal with this text, in the form the server gives it: `{"error": "…"}`.
    Error(String),
    /// Nothing at all (offset 0), as from a server that has no memory left for a reply.
    Empty,
    /// A crash of the host function: the plugin's export ends there and then.
    Trap(String),
    /// One reply after the other; asking for more than there are is a crash.
    Sequence(VecDeque<Reply>),
    /// Whatever the function makes of the request.
    Computed(Arc<dyn Fn(&Request) -> Reply + Send + Sync>),
}

impl Reply {
    /// One reply after the other, for a function that is called several times.
    pub fn sequence(replies: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        Self::Sequence(replies.into_iter().map(Into::into).collect())
    }

    /// A reply computed from the request.
    ///
    /// ```
    /// use nd_host::{Reply, Script};
    /// use serde_json::json;
    ///
    /// let script = Script::new().reply(
    ///     "cache_getstring",
    ///     Reply::computed(|request| match request.json() {
    ///         Ok(request) => json!({"value": request["key"], "exists": true}).into(),
    ///         Err(error) => Reply::Error(error.to_string()),
    ///     }),
    /// );
    /// ```
    pub fn computed(answer: impl Fn(&Request) -> Self + Send + Sync + 'static) -> Self {
        Self::Computed(Arc::new(answer))
    }
}

impl From<Value> for Reply {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(value) => f.debug_tuple("Json").field(value).finish(),
            Self::Bytes(bytes) => f.debug_tuple("Bytes").field(&Shown(bytes)).finish(),
            Self::Error(text) => f.debug_tuple("Error").field(text).finish(),
            Self::Empty => f.write_str("Empty"),
            Self::Trap(text) => f.debug_tuple("Trap").field(text).finish(),
            Self::Sequence(replies) => f.debug_tuple("Sequence").field(replies).finish(),
            Self::Computed(_) => f.write_str("Computed(..)"),
        }
    }
}

/// A host for the length of a test: replies by the name of the host function, and the requests that came.
///
/// Clones share both, so a script can be given to several calls.
#[derive(Clone, Debug, Default)]
pub struct Script(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    replies: BTreeMap<String, Reply>,
    requests: Vec<Request>,
}

impl Script {
    /// A script without replies: every host function crashes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the reply of a host function, replacing an earlier one.
    #[must_use]
    pub fn reply(self, function: impl Into<String>, reply: impl Into<Reply>) -> Self {
        lock(&self.0).replies.insert(function.into(), reply.into());
        self
    }

    /// What was asked so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.0).requests.clone()
    }
}

impl Answer for Script {
    /// Records a request and gives the bytes of its reply; a scripted crash, and a request that nobody thought of, are errors.
    fn answer(&self, request: &Request, _deadline: Instant) -> Result<Vec<u8>> {
        let reply = {
            let state = &mut *lock(&self.0);
            state.requests.push(request.clone());
            state.replies.get_mut(&request.function).map(next)
        };
        let function = &request.function;
        match reply {
            Some(Some(reply)) => render(reply, request),
            Some(None) => bail!("the script has no reply left for `{function}`"),
            None => bail!("the script has no reply for `{function}`"),
        }
    }
}

/// The reply to give now, which is never a sequence; `None` at the end of one.
fn next(reply: &mut Reply) -> Option<Reply> {
    let Reply::Sequence(replies) = reply else {
        return Some(reply.clone());
    };
    let mut first = replies.pop_front()?;
    next(&mut first)
}

fn render(reply: Reply, request: &Request) -> Result<Vec<u8>> {
    match reply {
        Reply::Json(value) => Ok(serde_json::to_vec(&value)?),
        Reply::Bytes(bytes) => Ok(bytes),
        Reply::Error(text) => Ok(serde_json::to_vec(&json!({"error": text}))?),
        Reply::Empty => Ok(Vec::new()),
        Reply::Trap(text) => bail!(text),
        Reply::Sequence(_) => bail!("a computed reply cannot be a sequence"),
        Reply::Computed(answer) => render(answer(request), request),
    }
}
