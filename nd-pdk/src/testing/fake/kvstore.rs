//! The service `KVStore` of a fake host: bytes under a key, with a quota and times to live.
//!
//! Must not forget anything when the plugin is unloaded: on the server it is a file.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, UNIX_EPOCH};

use nd_rules::kvstore::{
    SWEEP_INTERVAL, StoreError, check_key, check_prefix, check_quota, check_ttl, expiry,
};
use nd_rules::prefix;
use nd_rules::sweep::Sweep;

use crate::host::kvstore::{Error, KVStoreService};
use crate::testing::world::World;

/// The service `KVStore`: what the plugin has stored, and what the test has put there.
///
/// The quota is `permissions.kvstore.maxSize` of the manifest; without one, 1 MiB. Time passes on the clock of the test only, and counts in whole
/// seconds.
///
/// ```
/// use nd_pdk::host::kvstore;
/// use nd_pdk::testing::FakeHost;
///
/// let host = FakeHost::install();
/// host.kvstore().preset("token:ada", "s3cret");
/// assert_eq!(kvstore::list("TOKEN:")?, ["token:ada"]);
///
/// kvstore::set("token:bob", "hunter2")?;
/// assert_eq!(host.kvstore().get_text("token:bob").as_deref(), Some("hunter2"));
/// assert_eq!(host.kvstore().used(), 13);
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeKVStore {
    world: World,
    rows: RefCell<BTreeMap<String, Row>>,
    /// When expired values are removed.
    sweep: RefCell<Sweep>,
}

/// A value in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KVEntry {
    /// Name of the value.
    pub key: String,
    /// The value.
    pub value: Vec<u8>,
    /// How long it will live, in whole seconds; `None` for a value that stays for good.
    pub time_left: Option<Duration>,
}

#[derive(Debug)]
struct Row {
    value: Vec<u8>,
    /// The second, since 1970, from which on the value is invisible.
    expires: Option<i64>,
}

impl Row {
    fn is_live(&self, now: i64) -> bool {
        self.expires.is_none_or(|expires| expires > now)
    }

    fn size(&self) -> i64 {
        length(&self.value)
    }
}

impl FakeKVStore {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            rows: RefCell::default(),
            sweep: RefCell::new(Sweep::new(SWEEP_INTERVAL, world.clock.now())),
        }
    }

    /// The plugin is unloaded, and loaded again at once: what was swept stays swept, and the hours between sweeps count from now.
    pub(crate) fn unload(&self) {
        self.sweep();
        self.sweep
            .replace(Sweep::new(SWEEP_INTERVAL, self.world.clock.now()));
    }

    /// Puts a value there for good, in place of whatever the key held.
    ///
    /// The quota is not looked at: it may have been larger when the value was stored.
    ///
    /// # Panics
    ///
    /// The key is one that the server never takes: empty, or longer than 256 bytes.
    #[track_caller]
    pub fn preset(&self, key: impl Into<String>, value: impl AsRef<[u8]>) {
        self.put(key.into(), value.as_ref(), None);
    }

    /// Puts a value there for a time, in place of whatever the key held. Parts of a second are dropped: less than a
    /// second makes it one that is over already.
    ///
    /// The quota is not looked at: it may have been larger when the value was stored.
    ///
    /// # Panics
    ///
    /// The key is one that the server never takes: empty, or longer than 256 bytes.
    #[track_caller]
    pub fn preset_for(&self, key: impl Into<String>, value: impl AsRef<[u8]>, ttl: Duration) {
        let seconds = i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX);
        self.put(key.into(), value.as_ref(), self.expiry(seconds));
    }

    /// Looks at a value. `None` when there is none, or its time is up.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Vec<u8>> {
        let now = self.world.clock.unix();
        let rows = self.rows.borrow();
        let row = rows.get(key).filter(|row| row.is_live(now))?;
        Some(row.value.clone())
    }

    /// Looks at a value that is text, such as JSON. `None` when there is none, or its time is up.
    ///
    /// # Panics
    ///
    /// The value is no text: not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn get_text(&self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        match String::from_utf8(value) {
            Ok(text) => Some(text),
            Err(error) => panic!(
                "the value of the key {key:?} is no text ({error}): look at it with `get({key:?})`"
            ),
        }
    }

    /// Looks at all values whose time is not up, sorted by the bytes of their keys.
    #[must_use]
    pub fn entries(&self) -> Vec<KVEntry> {
        let now = self.world.clock.unix();
        let rows = self.rows.borrow();
        let live = rows.iter().filter(|(_, row)| row.is_live(now));
        live.map(|(key, row)| KVEntry {
            key: key.clone(),
            value: row.value.clone(),
            time_left: row
                .expires
                .map(|expires| Duration::from_secs(expires.abs_diff(now))),
        })
        .collect()
    }

    /// How much space all values take whose time is not up, in bytes, without their keys.
    #[must_use]
    pub fn used(&self) -> i64 {
        let now = self.world.clock.unix();
        let rows = self.rows.borrow();
        let live = rows.values().filter(|row| row.is_live(now));
        live.map(Row::size).sum()
    }

    #[track_caller]
    fn put(&self, key: String, value: &[u8], expires: Option<i64>) {
        if let Err(error) = check_key(&key) {
            panic!("no value can be stored under the key {key:?}: {error}");
        }
        self.write(key, value, expires);
    }

    fn store(&self, key: &str, value: &[u8], expires: Option<i64>) -> Result<(), Error> {
        with_text(check_key(key))?;
        let now = self.world.clock.unix();
        let before = match self.rows.borrow().get(key) {
            Some(row) if row.is_live(now) => row.size(),
            Some(_) | None => 0,
        };
        with_text(check_quota(
            length(value),
            before,
            self.used(),
            self.quota(),
        ))?;
        self.write(key.to_owned(), value, expires);
        Ok(())
    }

    fn write(&self, key: String, value: &[u8], expires: Option<i64>) {
        let value = value.to_vec();
        self.rows.borrow_mut().insert(key, Row { value, expires });
    }

    fn quota(&self) -> i64 {
        self.world.setup.permissions.kvstore_max_size
    }

    /// When a value that is stored now is over.
    fn expiry(&self, ttl_seconds: i64) -> Option<i64> {
        expiry(self.world.clock.unix(), ttl_seconds)
    }

    /// Removes what had expired when the server last looked. Only counting removed values can tell the difference, so this is soon enough.
    fn sweep(&self) {
        let mut sweep = self.sweep.borrow_mut();
        let Some(last) = sweep.last(self.world.clock.now()) else {
            return;
        };
        let last = last.duration_since(UNIX_EPOCH).unwrap_or_default();
        let last = i64::try_from(last.as_secs()).unwrap_or(i64::MAX);
        let mut rows = self.rows.borrow_mut();
        rows.retain(|_, row| row.is_live(last));
    }
}

fn with_text(result: Result<(), StoreError>) -> Result<(), Error> {
    result.map_err(|error| Error::new(error.to_string()))
}

fn length(value: &[u8]) -> i64 {
    i64::try_from(value.len()).expect("nothing in memory is that long")
}

impl KVStoreService for FakeKVStore {
    fn set(&self, key: &str, value: &[u8]) -> Result<(), Error> {
        self.store(key, value, None)
    }

    fn set_with_ttl(&self, key: &str, value: &[u8], ttl_seconds: i64) -> Result<(), Error> {
        with_text(check_ttl(ttl_seconds))?;
        self.store(key, value, self.expiry(ttl_seconds))
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.get(key))
    }

    fn get_many(&self, keys: Vec<String>) -> Result<HashMap<String, Vec<u8>>, Error> {
        let found = |key: String| Some((self.get(&key)?, key));
        let found = keys.into_iter().filter_map(found);
        Ok(found.map(|(value, key)| (key, value)).collect())
    }

    fn has(&self, key: &str) -> Result<bool, Error> {
        Ok(self.get(key).is_some())
    }

    fn list(&self, prefix: &str) -> Result<Vec<String>, Error> {
        let now = self.world.clock.unix();
        let rows = self.rows.borrow();
        let live = rows.iter().filter(|(_, row)| row.is_live(now));
        let matching = live.filter(|(key, _)| prefix::matches(key, prefix));
        Ok(matching.map(|(key, _)| key.clone()).collect())
    }

    fn delete(&self, key: &str) -> Result<(), Error> {
        self.rows.borrow_mut().remove(key);
        Ok(())
    }

    fn delete_by_prefix(&self, prefix: &str) -> Result<i64, Error> {
        with_text(check_prefix(prefix))?;
        self.sweep();
        let mut rows = self.rows.borrow_mut();
        let before = rows.len();
        rows.retain(|key, _| !prefix::matches(key, prefix));
        Ok((before - rows.len()) as i64)
    }

    fn get_storage_used(&self) -> Result<i64, Error> {
        Ok(self.used())
    }
}

#[cfg(test)]
mod tests;
