//! What the typed views of cache and key-value store have in common: values as JSON, and times to live. Must not store anything.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// The longest time that the server can count: it does so in nanoseconds, with 63 bits. These are some 290 years.
const LONGEST: i64 = i64::MAX / 1_000_000_000;

/// A time to live in whole seconds, rounded up.
pub(crate) fn seconds(ttl: Duration) -> i64 {
    let whole = i64::try_from(ttl.as_secs()).unwrap_or(LONGEST);
    let begun = i64::from(ttl.subsec_nanos() > 0);
    whole.saturating_add(begun).min(LONGEST)
}

pub(crate) fn write(key: &str, value: &(impl Serialize + ?Sized)) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| unusable(key, "written", &error))
}

pub(crate) fn read<T: DeserializeOwned>(key: &str, value: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(value).map_err(|error| unusable(key, "read", &error))
}

fn unusable(key: &str, action: &str, error: &serde_json::Error) -> Error {
    Error::new(format!(
        "the value of `{key}` cannot be {action} as JSON: {error}"
    ))
}
