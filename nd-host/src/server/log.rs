//! The log of a server. Must not decide which lines are worth showing: whoever listens does.

use std::fmt;
use std::sync::{Arc, Mutex};

use super::kept::Kept;
use crate::runtime::{Level, LogLine, lock};

/// The latest lines that are kept. Whoever wants all of them listens.
const LINES: usize = 10_000;

/// A line of the server's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The id of the plugin it is about.
    pub plugin: String,
    /// Who wrote it.
    pub source: Source,
    /// How much it matters.
    pub level: Level,
    /// The text.
    pub text: String,
}

/// Who wrote a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The plugin.
    Plugin,
    /// The server, about the plugin.
    Server,
}

/// Gets every line when it is written.
pub(crate) type Listener = Arc<dyn Fn(&Entry) + Send + Sync>;

/// The log of one plugin.
#[derive(Clone)]
pub(crate) struct Log {
    plugin: String,
    listener: Option<Listener>,
    kept: Arc<Mutex<Kept<Entry>>>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("plugin", &self.plugin)
            .finish_non_exhaustive()
    }
}

impl Log {
    pub(crate) fn new(plugin: &str, listener: Option<Listener>) -> Self {
        Self {
            plugin: plugin.to_owned(),
            listener,
            kept: Arc::new(Mutex::new(Kept::new(LINES))),
        }
    }

    /// A line of the plugin's.
    pub(crate) fn plugin(&self, line: LogLine) {
        let LogLine { level, text } = line;
        self.write(Source::Plugin, level, text);
    }

    /// A line of the server's own.
    pub(crate) fn server(&self, level: Level, text: impl Into<String>) {
        self.write(Source::Server, level, text.into());
    }

    fn write(&self, source: Source, level: Level, text: String) {
        let plugin = self.plugin.clone();
        let entry = Entry {
            plugin,
            source,
            level,
            text,
        };
        if let Some(listener) = &self.listener {
            listener(&entry);
        }
        let bytes = size_of::<Entry>() + entry.plugin.len() + entry.text.len();
        lock(&self.kept).push(entry, bytes);
    }

    /// The latest lines, the oldest first.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        lock(&self.kept).all()
    }
}
