//! What the administrator can set. Must not ask LRCLIB.

use nd_pdk::{Error, config};
use serde::Deserialize;

/// The public LRCLIB.
const LRCLIB: &str = "https://lrclib.net";

/// In seconds. LRCLIB itself takes two for the same recording; intros and endings of other releases differ by a little more.
const TOLERANCE: u32 = 5;

/// The settings. A field that was never saved is not there; one that was emptied is an empty text, and `None` just the same.
#[derive(Deserialize)]
pub(crate) struct Settings {
    duration_tolerance: Option<u32>,
    lrclib_url: Option<String>,
}

impl Settings {
    pub(crate) fn load() -> Result<Self, Error> {
        config::load()
    }

    /// By how many seconds the recording of a search result may be shorter or longer.
    pub(crate) fn tolerance(&self) -> u32 {
        self.duration_tolerance.unwrap_or(TOLERANCE)
    }

    /// The address of an LRCLIB, without a slash at the end.
    pub(crate) fn lrclib(&self) -> &str {
        let url = self.lrclib_url.as_deref().unwrap_or(LRCLIB);
        url.trim_end_matches('/')
    }
}
