//! The values of a cache: each with a type, and with a time to live that every use restarts. Must not read the clock, nor convert between types.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

/// How long a value lives that came without a time of its own.
pub const DEFAULT_TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// A value with the type it was set with.
#[derive(Debug, Clone, PartialEq)]
pub enum CacheValue {
    /// What `set_string` stores.
    String(String),
    /// What `set_int` stores.
    Int(i64),
    /// What `set_float` stores.
    Float(f64),
    /// What `set_bytes` stores.
    Bytes(Vec<u8>),
}

/// A value in the cache.
#[derive(Debug, Clone, PartialEq)]
pub struct CacheEntry {
    /// Name of the value.
    pub key: String,
    /// The value.
    pub value: CacheValue,
    /// How long it will live if nobody uses it; never zero.
    pub time_left: Duration,
}

/// The values of a plugin. A value is gone as soon as its whole time to live has passed without a use.
#[derive(Debug, Default)]
pub struct Entries(BTreeMap<String, Stored>);

#[derive(Debug)]
struct Stored {
    value: CacheValue,
    ttl: Duration,
    used: SystemTime,
}

/// The time to live that the server makes of a number of seconds: 24 hours of what is not positive.
#[must_use]
pub fn ttl(seconds: i64) -> Duration {
    match u64::try_from(seconds) {
        Ok(0) | Err(_) => DEFAULT_TTL,
        Ok(seconds) => Duration::from_secs(seconds),
    }
}

impl Entries {
    /// Puts a value there, in place of whatever the key held.
    pub fn set(&mut self, key: &str, value: CacheValue, ttl: Duration, now: SystemTime) {
        let used = now;
        let stored = Stored { value, ttl, used };
        self.0.insert(key.to_owned(), stored);
    }

    /// Looks at a value without restarting its time to live.
    #[must_use]
    pub fn peek(&self, key: &str, now: SystemTime) -> Option<&CacheValue> {
        let stored = self.0.get(key).filter(|stored| stored.is_live(now))?;
        Some(&stored.value)
    }

    /// Finds a value and restarts its time to live, which happens before anybody looks at its type.
    pub fn hit(&mut self, key: &str, now: SystemTime) -> Option<&CacheValue> {
        let stored = self.0.get_mut(key).filter(|stored| stored.is_live(now))?;
        stored.used = now;
        Some(&stored.value)
    }

    /// Removes a value, if there is one.
    pub fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// Frees the memory of values whose time is up.
    pub fn purge(&mut self, now: SystemTime) {
        self.0.retain(|_, stored| stored.is_live(now));
    }

    /// Looks at all values whose time is not up, sorted by key, without restarting their times to live.
    #[must_use]
    pub fn all(&self, now: SystemTime) -> Vec<CacheEntry> {
        let live = self.0.iter().filter(|(_, stored)| stored.is_live(now));
        live.map(|(key, stored)| CacheEntry {
            key: key.clone(),
            value: stored.value.clone(),
            time_left: stored.time_left(now),
        })
        .collect()
    }
}

impl Stored {
    fn time_left(&self, now: SystemTime) -> Duration {
        let unused = now.duration_since(self.used).unwrap_or_default();
        self.ttl.saturating_sub(unused)
    }

    fn is_live(&self, now: SystemTime) -> bool {
        !self.time_left(now).is_zero()
    }
}

impl CacheValue {
    /// The value, if it was set as a string.
    #[must_use]
    pub fn string(&self) -> Option<&str> {
        match self {
            Self::String(value) => Some(value),
            Self::Int(_) | Self::Float(_) | Self::Bytes(_) => None,
        }
    }

    /// The value, if it was set as a whole number.
    #[must_use]
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::String(_) | Self::Float(_) | Self::Bytes(_) => None,
        }
    }

    /// The value, if it was set as a number with a fraction.
    #[must_use]
    pub fn float(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(*value),
            Self::String(_) | Self::Int(_) | Self::Bytes(_) => None,
        }
    }

    /// The value, if it was set as bytes.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(value) => Some(value),
            Self::String(_) | Self::Int(_) | Self::Float(_) => None,
        }
    }
}

macro_rules! from_types {
    ($($source:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$source> for CacheValue {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}

// A bare number such as 42 is an `i32` to Rust.
from_types! {
    &str => String,
    String => String,
    i32 => Int,
    i64 => Int,
    f64 => Float,
    &[u8] => Bytes,
    Vec<u8> => Bytes,
}

impl<const LENGTH: usize> From<&[u8; LENGTH]> for CacheValue {
    fn from(value: &[u8; LENGTH]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: SystemTime = SystemTime::UNIX_EPOCH;
    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_use_restarts_the_time_to_live_and_a_look_does_not() {
        let mut entries = Entries::default();
        entries.set("used", 1.into(), 10 * SECOND, START);
        entries.set("seen", 1.into(), 10 * SECOND, START);
        let later = START + 9 * SECOND;
        assert!(entries.hit("used", later).is_some());
        assert!(entries.peek("seen", later).is_some());
        let end = START + 10 * SECOND;
        assert_eq!(entries.peek("seen", end), None);
        assert_eq!(
            entries.all(end),
            [CacheEntry {
                key: "used".to_owned(),
                value: 1.into(),
                time_left: 9 * SECOND,
            }]
        );
    }

    #[test]
    fn purging_frees_what_is_over_and_nothing_else() {
        let mut entries = Entries::default();
        entries.set("over", "a".into(), SECOND, START);
        entries.set("there", "b".into(), 2 * SECOND, START);
        entries.purge(START + SECOND);
        assert_eq!(entries.0.keys().collect::<Vec<_>>(), ["there"]);
    }
}
