//! Values of any type in the server's cache, as JSON. The cache itself is [`crate::host::cache`].
//!
//! It is for what may be forgotten: a restart of the server or a change of the plugin's settings empties it. Needs the `cache` permission in the
//! manifest.
//!
//! What is not there can be remembered, too: as `None`.
//!
//! ```
//! use nd_pdk::{Error, cache};
//! use std::time::Duration;
//!
//! fn ask_for_lyrics(title: &str) -> Result<Option<String>, Error> {
//! #   ASKED.with(|asked| asked.set(asked.get() + 1));
//!     Ok((title == "Feeling Good").then(|| "Birds flying high".to_owned()))
//! }
//!
//! fn lyrics(title: &str) -> Result<Option<String>, Error> {
//!     let key = format!("lyrics:{title}");
//!     if let Some(known) = cache::get::<Option<String>>(&key)? {
//!         return Ok(known);
//!     }
//!     let lyrics = ask_for_lyrics(title)?;
//!     let days = if lyrics.is_some() { 30 } else { 1 };
//!     cache::set(&key, &lyrics, Duration::from_secs(days * 24 * 60 * 60))?;
//!     Ok(lyrics)
//! }
//!
//! # thread_local! { static ASKED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) } }
//! # let _host = nd_pdk::testing::FakeHost::install();
//! # for _ in 0..2 {
//! assert_eq!(lyrics("Tomorrow")?, None);
//! # }
//! # assert_eq!(ASKED.get(), 1);
//! # assert_eq!(lyrics("Feeling Good")?.as_deref(), Some("Birds flying high"));
//! # Ok::<(), Error>(())
//! ```

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::host::cache as host;
pub use crate::host::cache::{has, remove};
use crate::{Error, stored};

/// Reads a value; `None` if there is none, or its time is up. A hit starts its time anew.
///
/// What [`host::cache::set_int`](crate::host::cache::set_int), `set_float` and `set_bytes` have stored is not found.
///
/// # Errors
/// The value cannot be read as a `T`, as it was stored as another type.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub fn get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    match host::get_string(key)? {
        Some(value) => stored::read(key, value.as_bytes()).map(Some),
        None => Ok(None),
    }
}

/// Stores a value for a time, which is counted in seconds, rounded up. Every hit starts it anew: what is read often enough stays.
///
/// A time of zero stands for the server's 24 hours. What must grow old although it is read goes to [`kvstore::set_with_ttl`](crate::kvstore::set_with_ttl).
///
/// # Errors
/// JSON cannot express the value: a map with keys that are no texts, for example.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub fn set(key: &str, value: &(impl Serialize + ?Sized), ttl: Duration) -> Result<(), Error> {
    host::set_string(key, &stored::write(key, value)?, stored::seconds(ttl))
}
