//! What the administrator can set. Must not ask the archive.

use nd_pdk::{Error, config};
use serde::Deserialize;

/// The public Cover Art Archive.
const ARCHIVE: &str = "https://coverartarchive.org";

/// In pixels; the largest that the archive makes.
const MAX_SIZE: i32 = 1200;

/// The settings. A field that was never saved is not there; one that was emptied is an empty text, and `None` just the same.
#[derive(Deserialize)]
pub(crate) struct Settings {
    max_size: Option<i32>,
    coverartarchive_url: Option<String>,
}

impl Settings {
    pub(crate) fn load() -> Result<Self, Error> {
        config::load()
    }

    /// The largest width or height of a picture to offer, in pixels.
    pub(crate) fn max_size(&self) -> i32 {
        self.max_size.unwrap_or(MAX_SIZE)
    }

    /// The address of an archive, without a slash at the end.
    pub(crate) fn archive(&self) -> &str {
        let url = self.coverartarchive_url.as_deref().unwrap_or(ARCHIVE);
        url.trim_end_matches('/')
    }
}
