//! One call of an export: what goes in, and everything that came out. Must not run anything.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::blocks::Shown;
use super::log::{Level, LogLine};
use super::mount::Mount;
use super::outcome::Outcome;
use super::script::Script;
use super::sessions::Answer;

/// A call of an export.
///
/// Without further words it is what the server does for an export that takes no input: the input is `{}`, the configuration
/// is empty, and lines from [`Level::Info`] upwards are logged. Every host function crashes.
#[derive(Clone)]
#[must_use = "give it to `Plugin::call`"]
pub struct Call {
    pub(crate) export: String,
    pub(crate) input: Vec<u8>,
    pub(crate) config: BTreeMap<String, String>,
    pub(crate) log_level: Option<Level>,
    pub(crate) answer: Arc<dyn Answer>,
    /// Gets every line when it is logged; without it they are collected for the report.
    pub(crate) listener: Option<Listener>,
    /// The folders that the plugin sees. All of them must be there, or nothing runs.
    pub(crate) mounts: Vec<Mount>,
}

/// Gets every line when it is logged.
pub(crate) type Listener = Arc<dyn Fn(LogLine) + Send + Sync>;

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("export", &self.export)
            .field("input", &Shown(&self.input))
            .finish_non_exhaustive()
    }
}

impl Call {
    /// A call of the export with this name.
    pub fn new(export: impl Into<String>) -> Self {
        Self {
            export: export.into(),
            input: b"{}".to_vec(),
            config: BTreeMap::new(),
            log_level: Some(Level::Info),
            answer: Arc::new(Script::new()),
            listener: None,
            mounts: Vec::new(),
        }
    }

    /// The input, usually JSON.
    pub fn input(self, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            input: bytes.into(),
            ..self
        }
    }

    /// Sets a value of the plugin's configuration.
    pub fn config(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.config.insert(key.into(), value.into());
        self
    }

    /// The lowest level that is logged; `None` logs nothing.
    pub fn log_level(self, level: impl Into<Option<Level>>) -> Self {
        Self {
            log_level: level.into(),
            ..self
        }
    }

    /// Who answers host functions.
    pub fn script(self, script: &Script) -> Self {
        self.answered_by(Arc::new(script.clone()))
    }

    pub(crate) fn configs(self, config: BTreeMap<String, String>) -> Self {
        Self { config, ..self }
    }

    pub(crate) fn logged_to(self, listener: Listener) -> Self {
        let listener = Some(listener);
        Self { listener, ..self }
    }

    pub(crate) fn mounts(self, mounts: Vec<Mount>) -> Self {
        Self { mounts, ..self }
    }

    pub(crate) fn answered_by(self, answer: Arc<dyn Answer>) -> Self {
        Self { answer, ..self }
    }
}

/// Everything that came out of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the server makes of it.
    pub outcome: Outcome,
    /// What the export returned. Another non-zero value when it did not return, or does not exist.
    pub exit_code: i32,
    /// The lines it logged.
    pub log: Vec<LogLine>,
    /// The lines below the log level that it sent nevertheless: work for nothing.
    pub dropped_log: Vec<LogLine>,
}

/// The exit code of a call that never reached the plugin.
pub(super) const NOT_RUN: i32 = -1;

impl Report {
    /// Of a call that never reached the plugin.
    pub(crate) fn not_run(outcome: Outcome) -> Self {
        Self {
            outcome,
            exit_code: NOT_RUN,
            log: Vec::new(),
            dropped_log: Vec::new(),
        }
    }
}
