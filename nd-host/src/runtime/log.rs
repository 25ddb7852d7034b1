//! Log levels and lines, as they cross the boundary. Must not decide where lines go: a call collects them.

/// How much a log line matters, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Every step, for hunting an error.
    Trace,
    /// Facts that help a developer.
    Debug,
    /// What an administrator may want to know.
    Info,
    /// Something is odd, but the plugin goes on.
    Warn,
    /// Something failed.
    Error,
}

/// A line that a plugin logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The level it was logged at.
    pub level: Level,
    /// The text, without level, time or plugin name.
    pub text: String,
}

impl Level {
    /// All levels, in rising order.
    pub const ALL: [Self; 5] = [
        Self::Trace,
        Self::Debug,
        Self::Info,
        Self::Warn,
        Self::Error,
    ];

    /// The number under which a guest asks whether a level is wanted.
    pub(crate) fn code(self) -> i32 {
        match self {
            Self::Trace => 0,
            Self::Debug => 1,
            Self::Info => 2,
            Self::Warn => 3,
            Self::Error => 4,
        }
    }

    /// The name of the runtime's function that logs at this level.
    pub(crate) fn function(self) -> &'static str {
        match self {
            Self::Trace => "log_trace",
            Self::Debug => "log_debug",
            Self::Info => "log_info",
            Self::Warn => "log_warn",
            Self::Error => "log_error",
        }
    }
}
