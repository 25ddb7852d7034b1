//! What the local Discord has seen, for both of its parts and for tests. Must not judge.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::protocol::Activity;

/// What a user has done, or what has become of the connection.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The user has said who it is, and what to show. With this a connection begins.
    Identified(Option<Activity>),
    /// The token is none that is known; the connection was closed.
    Refused,
    /// Something else is to be shown, or nothing.
    Presence(Option<Activity>),
    /// A heartbeat, with the number it repeats.
    Heartbeat(Option<u64>),
    /// The gateway has sent something to end the connection, or ended it.
    Lost,
    /// The connection is over.
    Ended,
}

/// A rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The token of who it was; empty if that is not known.
    pub token: String,
    /// Which rule.
    pub rule: Rule,
}

/// The rules of Discord that are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The handshake says which version and encoding it wants: `v=10&encoding=json`. This is its path and query.
    Target(String),
    /// Messages are what the protocol says. This is what is wrong.
    Message(String),
    /// Nothing but heartbeats before the user is known. This is the kind of message.
    NotReady(u8),
    /// Who you are is said once a connection.
    IdentifiedTwice,
    /// A user has one connection at a time here.
    SecondConnection,
    /// Heartbeats repeat a number that has come since the one before.
    Sequence {
        /// The numbers that would be right.
        expected: RangeInclusive<u64>,
        /// The one that came, or none.
        found: Option<u64>,
    },
    /// Heartbeats come in time. This is how long there was none.
    LateHeartbeat(Duration),
    /// No more than 120 messages a minute.
    TooMany,
    /// Who is asked to connect anew closes the connection.
    StillThere,
    /// What is shown keeps to Discord's limits. This is what is wrong.
    Presence(String),
    /// Requests to the HTTP API are what it says. This is what is wrong.
    Request(String),
}

#[derive(Debug, Default)]
pub(super) struct Record {
    state: Mutex<State>,
    kills: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    sessions: BTreeMap<String, Vec<Event>>,
    violations: Vec<Violation>,
    /// How many connections each user has.
    open: BTreeMap<String, usize>,
    /// The pictures that are registered.
    images: BTreeSet<String>,
}

impl Record {
    pub(super) fn sessions(&self) -> BTreeMap<String, Vec<Event>> {
        self.lock().sessions.clone()
    }

    pub(super) fn violations(&self) -> Vec<Violation> {
        self.lock().violations.clone()
    }

    pub(super) fn happened(&self, token: &str, event: Event) {
        let mut state = self.lock();
        state
            .sessions
            .entry(token.to_owned())
            .or_default()
            .push(event);
    }

    pub(super) fn violated(&self, token: &str, rule: Rule) {
        self.lock().violations.push(Violation {
            token: token.to_owned(),
            rule,
        });
    }

    /// A connection of the user has begun; gives how many there are now.
    pub(super) fn opened(&self, token: &str) -> usize {
        let mut state = self.lock();
        let open = state.open.entry(token.to_owned()).or_default();
        *open += 1;
        *open
    }

    pub(super) fn closed(&self, token: &str) {
        let mut state = self.lock();
        let open = state.open.entry(token.to_owned()).or_default();
        *open = open.saturating_sub(1);
    }

    /// Registers a picture, and says what it is called from now on.
    pub(super) fn register(&self, url: &str) -> String {
        let path = format!("external/{}", url.replace("://", "/"));
        self.lock().images.insert(path.clone());
        path
    }

    pub(super) fn is_registered(&self, path: &str) -> bool {
        self.lock().images.contains(path)
    }

    pub(super) fn kill_connections(&self) {
        self.kills.fetch_add(1, Ordering::SeqCst);
    }

    /// Grows when connections are to be killed.
    pub(super) fn kills(&self) -> u64 {
        self.kills.load(Ordering::SeqCst)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
