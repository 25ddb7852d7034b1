//! Logging: messages go to Navidrome's log, marked with the plugin's id.
//!
//! The macros ask the host first and format only what it keeps. No filtering of its own happens here.

mod facade;

use std::fmt;

use crate::sys;

pub(crate) use facade::install;

/// How much a log message matters.
///
/// What the host keeps is its own decision: its option `Plugins.LogLevel`, else `LogLevel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Every step.
    Trace = 0,
    /// What helps to find a fault.
    Debug = 1,
    /// What happens in the normal course of things.
    Info = 2,
    /// Something is odd, the work goes on.
    Warn = 3,
    /// Something failed.
    Error = 4,
}

/// Whether the host keeps messages of this level. Worth asking before building something costly for a message.
#[must_use]
pub fn enabled(level: Level) -> bool {
    sys::log_enabled(level)
}

/// Writes a message, whatever the level the host keeps: the macros ask before.
#[doc(hidden)]
pub fn write(level: Level, message: fmt::Arguments<'_>) {
    match message.as_str() {
        Some(text) => sys::log(level, text),
        None => sys::log(level, &message.to_string()),
    }
}

/// Logs a message of a [`Level`] chosen at run time, with the syntax of [`format!`].
///
/// ```
/// use nd_pdk::log::Level;
///
/// let failed = 3;
/// let level = if failed > 0 { Level::Warn } else { Level::Debug };
/// nd_pdk::log!(level, "{failed} of 10 requests failed");
/// ```
#[macro_export]
macro_rules! log {
    ($level:expr, $($message:tt)+) => {{
        let level: $crate::log::Level = $level;
        if $crate::log::enabled(level) {
            $crate::log::write(level, ::core::format_args!($($message)+));
        }
    }};
}

/// Logs at trace level, with the syntax of [`format!`].
#[macro_export]
macro_rules! trace {
    ($($message:tt)+) => { $crate::log!($crate::log::Level::Trace, $($message)+) };
}

/// Logs at debug level, with the syntax of [`format!`].
#[macro_export]
macro_rules! debug {
    ($($message:tt)+) => { $crate::log!($crate::log::Level::Debug, $($message)+) };
}

/// Logs at info level, with the syntax of [`format!`].
///
/// ```
/// nd_pdk::info!("{} tracks matched", 12);
/// ```
#[macro_export]
macro_rules! info {
    ($($message:tt)+) => { $crate::log!($crate::log::Level::Info, $($message)+) };
}

/// Logs at warn level, with the syntax of [`format!`].
#[macro_export]
macro_rules! warn {
    ($($message:tt)+) => { $crate::log!($crate::log::Level::Warn, $($message)+) };
}

/// Logs at error level, with the syntax of [`format!`].
#[macro_export]
macro_rules! error {
    ($($message:tt)+) => { $crate::log!($crate::log::Level::Error, $($message)+) };
}
