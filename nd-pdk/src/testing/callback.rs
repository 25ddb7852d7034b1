//! What the host does on its own: calls of the plugin that nobody waits for.
//!
//! Must not run them; the host does, in the order of their times.

use std::time::SystemTime;

use serde::Serialize;

use super::export::Outcome;

/// A call of the plugin that is due.
pub(crate) struct Callback {
    /// When it is due.
    pub(crate) at: SystemTime,
    /// The export to call.
    pub(crate) export: &'static str,
    /// Its input, as JSON.
    pub(crate) input: Vec<u8>,
    /// Whether the plugin may do without the export: then the server logs an error and goes on. Without one that is not optional it would not
    /// have loaded the plugin.
    pub(crate) optional: bool,
    /// What to do with the outcome: count an attempt, free an identifier.
    pub(crate) done: Box<dyn FnOnce(&Outcome)>,
}

impl Callback {
    /// What the plugin is given, as JSON.
    pub(crate) fn input(request: &impl Serialize) -> Vec<u8> {
        serde_json::to_vec(request).expect("strings, bytes, numbers and flags are always JSON")
    }
}

/// A service that calls the plugin: schedules, queues, connections.
pub(crate) trait Caller {
    /// When the next call is due; `None` if none is planned.
    fn due(&self) -> Option<SystemTime>;

    /// Takes the call that is due next. From then on it counts as running, until its `done` was called.
    fn take(&self) -> Option<Callback>;
}
