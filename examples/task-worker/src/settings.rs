//! What the administrator can set. The server does not fill in the defaults of the schema, so they are here, too.
//! Must not decide what follows from a setting.

use std::time::Duration;

use nd_pdk::{Error, config};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// When a run begins.
    pub(crate) schedule: String,
    /// Milliseconds of rest before each task.
    pub(crate) pause_ms: i64,
    /// Seconds after which a task leaves the rest to the next one.
    slice_seconds: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            schedule: "@weekly".into(),
            pause_ms: 0,
            slice_seconds: 20,
        }
    }
}

impl Settings {
    pub(crate) fn load() -> Result<Self, Error> {
        config::load()
    }

    pub(crate) fn slice(&self) -> Duration {
        Duration::from_secs(self.slice_seconds)
    }
}
