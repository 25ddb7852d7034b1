//! What belongs to one call in flight, and how a host function finds it. Must not know any host function.
//!
//! Host functions are fixed when a plugin is compiled, which is slow, while script, configuration and log are those of one call.
//! Every call has an instance of its own, so the instance's id leads from the one to the other, also when calls run concurrently.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context as _, Result};
use extism::{CancelHandle, CurrentPlugin};

use super::builtin_http::LastResponse;
use super::call::Listener;
use super::log::{Level, LogLine};
use super::script::Request;

/// Whoever answers the host functions of a call.
pub(crate) trait Answer: fmt::Debug + Send + Sync {
    /// Gives the bytes of a reply. What takes time must be done by the deadline, which is that of the whole call: the runtime cannot end a call while a
    /// host function runs.
    ///
    /// # Errors
    /// What should end the plugin's call.
    fn answer(&self, request: &Request, deadline: Instant) -> Result<Vec<u8>>;
}

/// One call in flight.
pub(crate) struct Session {
    pub(crate) answer: Arc<dyn Answer>,
    /// When the call ends, finished or not.
    pub(crate) deadline: Instant,
    pub(crate) config: BTreeMap<String, String>,
    /// The lowest level that is logged; `None` logs nothing.
    pub(crate) log_level: Option<Level>,
    pub(crate) log: Mutex<Log>,
    /// Gets what is logged, in place of `log`.
    pub(crate) listener: Option<Listener>,
    /// What the runtime's own HTTP got last.
    pub(crate) last_response: Mutex<LastResponse>,
    /// Ends the call early.
    pub(crate) cancel: CancelHandle,
}

/// What a call logged.
#[derive(Default)]
pub(crate) struct Log {
    /// How many lines came, kept or not.
    count: usize,
    pub(crate) lines: Vec<LogLine>,
    /// Lines below the level: the guest went to the trouble although nobody listens.
    pub(crate) dropped: Vec<LogLine>,
}

/// The lines of one call that count. A plugin that logs in an endless loop would otherwise fill the memory of its host.
const MOST_LINES: usize = 10_000;

impl Session {
    /// Takes a line; after too many a last one that says so.
    pub(crate) fn record(&self, line: LogLine) {
        let count = {
            let mut log = lock(&self.log);
            log.count += 1;
            log.count
        };
        match count.cmp(&(MOST_LINES + 1)) {
            Ordering::Less => self.keep(line),
            Ordering::Equal => self.keep(LogLine {
                level: Level::Error,
                text: format!("more than {MOST_LINES} lines in one call: the rest is left out"),
            }),
            Ordering::Greater => {}
        }
    }

    fn keep(&self, line: LogLine) {
        let wanted = self.log_level.is_some_and(|lowest| line.level >= lowest);
        match (wanted, &self.listener) {
            (true, Some(listener)) => listener(line),
            (true, None) => lock(&self.log).lines.push(line),
            (false, None) => lock(&self.log).dropped.push(line),
            // Who listens asked for no others.
            (false, Some(_)) => {}
        }
    }

    pub(crate) fn take_log(&self) -> Log {
        std::mem::take(&mut *lock(&self.log))
    }
}

/// The calls in flight of one plugin, by the id of their instance.
#[derive(Clone, Default)]
pub(crate) struct Sessions(Arc<Mutex<HashMap<u128, Arc<Session>>>>);

/// Keeps a session open for as long as it lives.
pub(crate) struct Opened<'a> {
    sessions: &'a Sessions,
    instance: u128,
}

impl Sessions {
    pub(crate) fn open(&self, instance: &extism::Plugin, session: Arc<Session>) -> Opened<'_> {
        let instance = instance.id.as_u128();
        lock(&self.0).insert(instance, session);
        Opened {
            sessions: self,
            instance,
        }
    }

    /// Ends all calls in flight.
    pub(crate) fn cancel(&self) {
        for session in lock(&self.0).values() {
            // It only fails when the call is over.
            let _ = session.cancel.cancel();
        }
    }

    /// The session whose instance is asking.
    ///
    /// # Errors
    /// When a plugin calls its host outside of any call, as a wasm start function would.
    pub(crate) fn of(&self, plugin: &CurrentPlugin) -> Result<Arc<Session>> {
        let session = lock(&self.0).get(&plugin.id().as_u128()).cloned();
        session.context("the plugin called its host while no export was running")
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        lock(&self.sessions.0).remove(&self.instance);
    }
}

/// A lock that a panic elsewhere does not spoil: everything kept under these locks is whole between two statements.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
