//! Values of any type in the plugin's key-value store, as JSON. The store itself, with its limits, is [`crate::host::kvstore`].
//!
//! What is in it survives restarts and updates of the plugin. So let types grow in a way that older values can still be read: `#[serde(default)]` for
//! new fields. Needs the `kvstore` permission in the manifest.
//!
//! ```
//! use nd_pdk::kvstore;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Default, Serialize, Deserialize)]
//! #[serde(default)]
//! struct Progress {
//!     albums: u32,
//!     last: Option<String>,
//! }
//!
//! # let _host = nd_pdk::testing::FakeHost::install();
//! let mut progress = kvstore::get::<Progress>("progress")?.unwrap_or_default();
//! progress.albums += 1;
//! kvstore::set("progress", &progress)?;
//! # assert_eq!(kvstore::get::<Progress>("progress")?.unwrap().albums, 1);
//! # Ok::<(), nd_pdk::Error>(())
//! ```

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::host::kvstore as host;
pub use crate::host::kvstore::{delete, delete_by_prefix, has, list};
use crate::{Error, stored};

/// Reads a value; `None` if there is none, or its time is up.
///
/// # Errors
/// The value cannot be read as a `T`: it was stored as another type, or not as JSON.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub fn get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    match host::get(key)? {
        Some(value) => stored::read(key, &value).map(Some),
        None => Ok(None),
    }
}

/// Stores a value for good, also one that had a time to live before.
///
/// # Errors
/// JSON cannot express the value: a map with keys that are no texts, for example. Those of [`host::kvstore::set`](crate::host::kvstore::set): the key is
/// empty or longer than 256 bytes, or there is no room left.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub fn set(key: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
    host::set(key, stored::write(key, value)?)
}

/// Stores a value for a time, which is counted in seconds, rounded up. Reading it does not prolong that. Needs Navidrome v0.61.0 or later.
///
/// # Errors
/// Those of [`set`](fn@set), and a time of zero: `ttlSeconds must be greater than 0`.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub fn set_with_ttl(
    key: &str,
    value: &(impl Serialize + ?Sized),
    ttl: Duration,
) -> Result<(), Error> {
    host::set_with_ttl(key, stored::write(key, value)?, stored::seconds(ttl))
}
