//! What the server does on its own: calls of the plugin that nobody waits for. Must not run them, nor know why they are due.

use std::time::SystemTime;

use serde::Serialize;

use crate::runtime::Outcome;

/// A call of the plugin that is due.
pub(crate) struct Job {
    /// When it was due.
    pub(crate) at: SystemTime,
    /// The export to call.
    pub(crate) export: &'static str,
    /// Its input, as JSON.
    pub(crate) input: Vec<u8>,
    /// What to do with the outcome: count an attempt, free an id. `None` for a call that was cut off because the server ends.
    pub(crate) done: Done,
}

/// What to do when a call is over.
pub(crate) type Done = Box<dyn FnOnce(Option<&Outcome>) + Send>;

impl Job {
    /// What the plugin is given, as JSON.
    pub(crate) fn input(request: &impl Serialize) -> Vec<u8> {
        serde_json::to_vec(request).expect("strings, bytes, numbers and flags are always JSON")
    }
}

/// A service that calls the plugin at its own time: schedules and queues.
pub(crate) trait Caller: Send + Sync {
    /// When the next call is due; `None` while none is planned.
    fn due(&self) -> Option<SystemTime>;

    /// Takes the call that is due next, if it is due by now. From then on it counts as running, until its `done` was called.
    fn take(&self) -> Option<Job>;
}

/// A call that the server made on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// When it was due.
    pub at: SystemTime,
    /// The export that was called.
    pub export: &'static str,
    /// Its input, as JSON.
    pub input: Vec<u8>,
    /// What came of it.
    pub outcome: Outcome,
}
