//! One call of an export: what goes in, and everything that came out. Must not run anything.

use std::collections::BTreeMap;

use crate::log::{Level, LogLine};
use crate::outcome::Outcome;
use crate::script::Script;

/// A call of an export.
///
/// Without further words it is what the server does for an export that takes no input: the input is `{}`, the configuration
/// is empty, and lines from [`Level::Info`] upwards are logged. Every host function crashes.
#[derive(Debug, Clone)]
#[must_use = "give it to `Plugin::call`"]
pub struct Call {
    pub(crate) export: String,
    pub(crate) input: Vec<u8>,
    pub(crate) config: BTreeMap<String, String>,
    pub(crate) log_level: Option<Level>,
    pub(crate) script: Script,
}

impl Call {
    /// A call of the export with this name.
    pub fn new(export: impl Into<String>) -> Self {
        Self {
            export: export.into(),
            input: b"{}".to_vec(),
            config: BTreeMap::new(),
            log_level: Some(Level::Info),
            script: Script::new(),
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
        Self {
            script: script.clone(),
            ..self
        }
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
