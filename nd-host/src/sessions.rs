//! What belongs to one call in flight, and how a host function finds it. Must not know any host function.
//!
//! Host functions are fixed when a plugin is compiled, which is slow, while script, configuration and log are those of one call.
//! Every call has an instance of its own, so the instance's id leads from the one to the other, also when calls run concurrently.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use extism::CurrentPlugin;

use crate::log::{Level, LogLine};
use crate::script::Script;

/// One call in flight.
pub(crate) struct Session {
    pub(crate) script: Script,
    pub(crate) config: BTreeMap<String, String>,
    /// The lowest level that is logged; `None` logs nothing.
    pub(crate) log_level: Option<Level>,
    pub(crate) log: Mutex<Log>,
}

/// What a call logged.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) lines: Vec<LogLine>,
    /// Lines below the level: the guest went to the trouble although nobody listens.
    pub(crate) dropped: Vec<LogLine>,
}

impl Session {
    pub(crate) fn record(&self, line: LogLine) {
        let mut log = lock(&self.log);
        if self.log_level.is_some_and(|lowest| line.level >= lowest) {
            log.lines.push(line);
        } else {
            log.dropped.push(line);
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
