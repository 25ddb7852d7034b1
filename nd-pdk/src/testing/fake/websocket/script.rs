//! What is at a URL: who accepts connections there, and what it says on its own.
//!
//! Must not hold the state borrowed while a closure of the test runs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::{State, WebSocketMessage};
use crate::testing::fake::pattern::{self, Candidate, UrlPattern};

type Answer = Rc<dyn Fn(&WebSocketMessage) -> Vec<WebSocketMessage>>;

/// What the peer at a URL does on its own, with every connection.
///
/// [`WebSocketPeer`](super::WebSocketPeer) is the peer of one connection, for what the test makes it do later.
#[derive(Debug)]
pub struct WebSocketScript {
    state: Rc<RefCell<State>>,
    index: usize,
}

pub(super) struct Behaviour {
    pattern: UrlPattern,
    refusal: Option<String>,
    greetings: Vec<WebSocketMessage>,
    answers: Vec<Answer>,
}

/// What a new connection begins with.
pub(super) struct Accepted {
    pub(super) script: usize,
    pub(super) greetings: Vec<WebSocketMessage>,
}

impl WebSocketScript {
    #[track_caller]
    pub(super) fn add(state: &Rc<RefCell<State>>, url: &str) -> Self {
        let behaviour = Behaviour {
            pattern: UrlPattern::new(url, ["ws", "wss"]),
            refusal: None,
            greetings: Vec::new(),
            answers: Vec::new(),
        };
        let mut all = state.borrow_mut();
        all.scripts.push(behaviour);
        Self {
            state: Rc::clone(state),
            index: all.scripts.len() - 1,
        }
    }

    /// Is there whatever further query parameters the URL has; those in the URL of the script must be there.
    pub fn any_query(self) -> Self {
        self.change(|script| script.pattern.any_query())
    }

    /// Is there for URLs with this query parameter, given decoded, and whatever further ones.
    pub fn with_query(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|script| script.pattern.with_query(name.into(), value.into()))
    }

    /// Refuses connections. The plugin's error is `failed to connect: ` and the cause; causes that plugins meet are `websocket: bad handshake` and
    /// `dial tcp 203.0.113.7:443: connect: connection refused`.
    pub fn refuse(self, cause: impl Into<String>) -> Self {
        self.change(|script| script.refusal = Some(cause.into()))
    }

    /// Sends a message to everyone who connects: text, or binary for bytes. Several are sent in their order.
    pub fn greet(self, message: impl Into<WebSocketMessage>) -> Self {
        self.change(|script| script.greetings.push(message.into()))
    }

    /// Sends a message for every text message that equals the first one: text, or binary for bytes.
    pub fn answer(self, text: impl Into<String>, message: impl Into<WebSocketMessage>) -> Self {
        let (asked, message) = (WebSocketMessage::Text(text.into()), message.into());
        self.answer_with(move |said| {
            if *said == asked {
                vec![message.clone()]
            } else {
                Vec::new()
            }
        })
    }

    /// Sends the messages that come out of every message of the plugin. Of several answers all are sent, in their order.
    pub fn answer_with(
        self,
        answer: impl Fn(&WebSocketMessage) -> Vec<WebSocketMessage> + 'static,
    ) -> Self {
        self.change(|script| script.answers.push(Rc::new(answer)))
    }

    fn change(self, change: impl FnOnce(&mut Behaviour)) -> Self {
        change(&mut self.state.borrow_mut().scripts[self.index]);
        self
    }
}

/// Connects to what is at a URL, or says why it refuses.
///
/// # Panics
/// No script is for the URL.
pub(super) fn connect(
    state: &RefCell<State>,
    url: &str,
    headers: &BTreeMap<String, String>,
) -> Result<Accepted, String> {
    let state = state.borrow();
    let script = state
        .scripts
        .iter()
        .rposition(|script| script.pattern.matches(url));
    let Some(script) = script else {
        panic!("{}", no_script(&state, url, headers));
    };
    match &state.scripts[script] {
        Behaviour {
            refusal: Some(cause),
            ..
        } => Err(cause.clone()),
        Behaviour {
            refusal: None,
            greetings,
            ..
        } => Ok(Accepted {
            script,
            greetings: greetings.clone(),
        }),
    }
}

/// What a script answers to a message of the plugin.
pub(super) fn answers(
    state: &RefCell<State>,
    script: usize,
    message: &WebSocketMessage,
) -> Vec<WebSocketMessage> {
    let answers = state.borrow().scripts[script].answers.clone();
    answers.iter().flat_map(|answer| answer(message)).collect()
}

fn no_script(state: &State, url: &str, headers: &BTreeMap<String, String>) -> String {
    let candidates = state.scripts.iter().map(|script| Candidate {
        written: script.to_string(),
        misses: script.pattern.miss(url).into_iter().collect(),
    });
    let headers = headers
        .iter()
        .map(|(name, value)| format!("    {name}: {}\n", pattern::shortened(value)));
    format!(
        "`websocket_connect` was called, but no script of the test is for that URL\n    {url}\n{}{}add\n    host.websocket().{};",
        headers.collect::<String>(),
        pattern::list("scripts", candidates.collect()),
        code(url),
    )
}

/// How an author writes the beginning of a script.
fn code(url: &str) -> String {
    format!("on_connect({url:?})")
}

impl fmt::Display for Behaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&code(self.pattern.written()))?;
        f.write_str(&self.pattern.added())
    }
}

impl fmt::Debug for Behaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Behaviour")
            .field("pattern", &self.pattern)
            .field("refusal", &self.refusal)
            .field("greetings", &self.greetings)
            .field("answers", &self.answers.len())
            .finish()
    }
}
