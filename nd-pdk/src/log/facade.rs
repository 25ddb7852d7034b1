//! The way from the macros of the crate `log` to the server's log.
//!
//! Must not filter or format: both happen where this crate's own macros end.

use std::sync::Once;

use ::log::{LevelFilter, Log, Metadata, Record};

use super::{Level, enabled, write};

struct Facade;

impl Log for Facade {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        enabled(metadata.level().into())
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            write(record.level().into(), *record.args());
        }
    }

    fn flush(&self) {}
}

impl From<::log::Level> for Level {
    fn from(level: ::log::Level) -> Self {
        match level {
            ::log::Level::Trace => Self::Trace,
            ::log::Level::Debug => Self::Debug,
            ::log::Level::Info => Self::Info,
            ::log::Level::Warn => Self::Warn,
            ::log::Level::Error => Self::Error,
        }
    }
}

/// Makes the macros of `log` end here, unless the test binary has a logger of its own.
pub(crate) fn install() {
    // Of several threads that come here at once none goes on before the level is set: its messages would be lost.
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        if ::log::set_logger(&Facade).is_ok() {
            ::log::set_max_level(LevelFilter::Trace);
        }
    });
}
