//! The service `Cache` of a fake host: values in memory, each with a time to live that every use restarts.
//!
//! Must not convert between types: what was set as one type is not there for the others.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use crate::host::cache::{CacheService, Error};
use crate::testing::world::World;

/// How long a value lives that came without a time of its own.
const DEFAULT_TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// The service `Cache`: what the plugin has cached, and what the test has put there.
///
/// Time passes on the clock of the test only. A value is gone as soon as the clock has moved by its whole time to live.
///
/// ```
/// use nd_pdk::host::cache;
/// use nd_pdk::testing::FakeHost;
/// use std::time::Duration;
///
/// let host = FakeHost::install();
/// host.cache().preset("biography:ada", "Ada was born.");
/// assert_eq!(cache::get_string("biography:ada")?.as_deref(), Some("Ada was born."));
///
/// cache::set_int("plays", 42, 60)?;
/// assert_eq!(host.cache().get("plays"), Some(42.into()));
/// host.advance(Duration::from_secs(60));
/// assert_eq!(host.cache().get("plays"), None);
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeCache {
    world: World,
    entries: RefCell<BTreeMap<String, Stored>>,
}

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

#[derive(Debug)]
struct Stored {
    value: CacheValue,
    ttl: Duration,
    used: SystemTime,
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

impl FakeCache {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            entries: RefCell::default(),
        }
    }

    /// The plugin is unloaded: its cache goes with it.
    pub(crate) fn unload(&self) {
        self.clear();
    }

    /// Puts a value there for 24 hours, in place of whatever the key held.
    ///
    /// Its type decides how the plugin can read it: `preset("n", 1)` is for `get_int`, `preset("n", "1")` for `get_string`.
    pub fn preset(&self, key: impl Into<String>, value: impl Into<CacheValue>) {
        self.store(key.into(), value.into(), DEFAULT_TTL);
    }

    /// Puts a value there for a time, in place of whatever the key held. A time of zero makes it one that is over already.
    pub fn preset_for(&self, key: impl Into<String>, value: impl Into<CacheValue>, ttl: Duration) {
        self.store(key.into(), value.into(), ttl);
    }

    /// Looks at a value without restarting its time to live. `None` when there is none, or its time is up.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<CacheValue> {
        let now = self.world.clock.now();
        let entries = self.entries.borrow();
        let stored = entries.get(key).filter(|stored| stored.is_live(now))?;
        Some(stored.value.clone())
    }

    /// Looks at all values whose time is not up, sorted by key, without restarting their times to live.
    #[must_use]
    pub fn entries(&self) -> Vec<CacheEntry> {
        let now = self.world.clock.now();
        let entries = self.entries.borrow();
        let live = entries.iter().filter(|(_, stored)| stored.is_live(now));
        live.map(|(key, stored)| CacheEntry {
            key: key.clone(),
            value: stored.value.clone(),
            time_left: stored.time_left(now),
        })
        .collect()
    }

    /// Forgets everything, as a restart of the server does.
    pub fn clear(&self) {
        self.entries.borrow_mut().clear();
    }

    fn store(&self, key: String, value: CacheValue, ttl: Duration) {
        let used = self.world.clock.now();
        let stored = Stored { value, ttl, used };
        self.entries.borrow_mut().insert(key, stored);
    }

    /// Finds a value and restarts its time to live, which happens before anybody looks at its type.
    fn hit<T>(&self, key: &str, read: impl FnOnce(&CacheValue) -> Option<T>) -> Option<T> {
        let now = self.world.clock.now();
        let mut entries = self.entries.borrow_mut();
        let stored = entries.get_mut(key).filter(|stored| stored.is_live(now))?;
        stored.used = now;
        read(&stored.value)
    }
}

/// The time to live that the server makes of a number of seconds.
fn ttl(seconds: i64) -> Duration {
    match u64::try_from(seconds) {
        Ok(0) | Err(_) => DEFAULT_TTL,
        Ok(seconds) => Duration::from_secs(seconds),
    }
}

impl CacheService for FakeCache {
    fn set_string(&self, key: &str, value: &str, ttl_seconds: i64) -> Result<(), Error> {
        self.store(key.to_owned(), value.into(), ttl(ttl_seconds));
        Ok(())
    }

    fn get_string(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.hit(key, |value| match value {
            CacheValue::String(value) => Some(value.clone()),
            CacheValue::Int(_) | CacheValue::Float(_) | CacheValue::Bytes(_) => None,
        }))
    }

    fn set_int(&self, key: &str, value: i64, ttl_seconds: i64) -> Result<(), Error> {
        self.store(key.to_owned(), value.into(), ttl(ttl_seconds));
        Ok(())
    }

    fn get_int(&self, key: &str) -> Result<Option<i64>, Error> {
        Ok(self.hit(key, |value| match value {
            CacheValue::Int(value) => Some(*value),
            CacheValue::String(_) | CacheValue::Float(_) | CacheValue::Bytes(_) => None,
        }))
    }

    fn set_float(&self, key: &str, value: f64, ttl_seconds: i64) -> Result<(), Error> {
        self.store(key.to_owned(), value.into(), ttl(ttl_seconds));
        Ok(())
    }

    fn get_float(&self, key: &str) -> Result<Option<f64>, Error> {
        Ok(self.hit(key, |value| match value {
            CacheValue::Float(value) => Some(*value),
            CacheValue::String(_) | CacheValue::Int(_) | CacheValue::Bytes(_) => None,
        }))
    }

    fn set_bytes(&self, key: &str, value: &[u8], ttl_seconds: i64) -> Result<(), Error> {
        self.store(key.to_owned(), value.into(), ttl(ttl_seconds));
        Ok(())
    }

    fn get_bytes(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.hit(key, |value| match value {
            CacheValue::Bytes(value) => Some(value.clone()),
            CacheValue::String(_) | CacheValue::Int(_) | CacheValue::Float(_) => None,
        }))
    }

    fn has(&self, key: &str) -> Result<bool, Error> {
        Ok(self.hit(key, |_| Some(())).is_some())
    }

    fn remove(&self, key: &str) -> Result<(), Error> {
        self.entries.borrow_mut().remove(key);
        Ok(())
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
mod tests;
