//! The service `Cache` of a fake host: values in memory, each with a time to live that every use restarts.
//!
//! Must not convert between types: what was set as one type is not there for the others.

use std::cell::RefCell;
use std::time::Duration;

pub use nd_rules::cache::{CacheEntry, CacheValue};
use nd_rules::cache::{DEFAULT_TTL, Entries, ttl};

use crate::host::cache::{CacheService, Error};
use crate::testing::world::World;

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
    entries: RefCell<Entries>,
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
        self.store(&key.into(), value, DEFAULT_TTL);
    }

    /// Puts a value there for a time, in place of whatever the key held. A time of zero makes it one that is over already.
    pub fn preset_for(&self, key: impl Into<String>, value: impl Into<CacheValue>, ttl: Duration) {
        self.store(&key.into(), value, ttl);
    }

    /// Looks at a value without restarting its time to live. `None` when there is none, or its time is up.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<CacheValue> {
        let entries = self.entries.borrow();
        entries.peek(key, self.world.clock.now()).cloned()
    }

    /// Looks at all values whose time is not up, sorted by key, without restarting their times to live.
    #[must_use]
    pub fn entries(&self) -> Vec<CacheEntry> {
        self.entries.borrow().all(self.world.clock.now())
    }

    /// Forgets everything, as a restart of the server does.
    pub fn clear(&self) {
        self.entries.take();
    }

    fn store(&self, key: &str, value: impl Into<CacheValue>, ttl: Duration) {
        let now = self.world.clock.now();
        let mut entries = self.entries.borrow_mut();
        entries.set(key, value.into(), ttl, now);
    }

    /// Finds a value and restarts its time to live.
    fn hit<T>(&self, key: &str, read: impl FnOnce(&CacheValue) -> Option<T>) -> Option<T> {
        let mut entries = self.entries.borrow_mut();
        entries.hit(key, self.world.clock.now()).and_then(read)
    }
}

impl CacheService for FakeCache {
    fn set_string(&self, key: &str, value: &str, ttl_seconds: i64) -> Result<(), Error> {
        self.store(key, value, ttl(ttl_seconds));
        Ok(())
    }

    fn get_string(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.hit(key, |value| value.string().map(str::to_owned)))
    }

    fn set_int(&self, key: &str, value: i64, ttl_seconds: i64) -> Result<(), Error> {
        self.store(key, value, ttl(ttl_seconds));
        Ok(())
    }

    fn get_int(&self, key: &str) -> Result<Option<i64>, Error> {
        Ok(self.hit(key, CacheValue::int))
    }

    fn set_float(&self, key: &str, value: f64, ttl_seconds: i64) -> Result<(), Error> {
        self.store(key, value, ttl(ttl_seconds));
        Ok(())
    }

    fn get_float(&self, key: &str) -> Result<Option<f64>, Error> {
        Ok(self.hit(key, CacheValue::float))
    }

    fn set_bytes(&self, key: &str, value: &[u8], ttl_seconds: i64) -> Result<(), Error> {
        self.store(key, value, ttl(ttl_seconds));
        Ok(())
    }

    fn get_bytes(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.hit(key, |value| value.bytes().map(<[u8]>::to_vec)))
    }

    fn has(&self, key: &str) -> Result<bool, Error> {
        Ok(self.hit(key, |_| Some(())).is_some())
    }

    fn remove(&self, key: &str) -> Result<(), Error> {
        self.entries.borrow_mut().remove(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
