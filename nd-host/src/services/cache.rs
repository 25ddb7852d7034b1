//! The service `Cache`: values in memory, each with a time to live that every use restarts. Must not keep anything when the plugin is unloaded.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use nd_pdk::Error;
use nd_pdk::host::cache::CacheService;
use nd_rules::cache::{CacheValue, Entries, ttl};
use nd_rules::sweep::Sweep;

use crate::runtime::lock;
use crate::server::World;

/// How often the memory of what is over is freed. Nobody can tell, but for the machine.
const PURGE_INTERVAL: Duration = Duration::from_secs(60);

pub(crate) struct Cache {
    world: Arc<World>,
    state: Mutex<State>,
}

struct State {
    entries: Entries,
    purge: Sweep,
}

impl Cache {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let state = State {
            entries: Entries::default(),
            purge: Sweep::new(PURGE_INTERVAL, world.clock.now()),
        };
        Self {
            world: Arc::clone(world),
            state: Mutex::new(state),
        }
    }

    fn set(&self, key: &str, value: impl Into<CacheValue>, ttl_seconds: i64) {
        let now = self.world.clock.now();
        let State { entries, purge } = &mut *lock(&self.state);
        if purge.last(now).is_some() {
            entries.purge(now);
        }
        entries.set(key, value.into(), ttl(ttl_seconds), now);
    }

    /// Finds a value and restarts its time to live.
    fn hit<T>(&self, key: &str, read: impl FnOnce(&CacheValue) -> Option<T>) -> Option<T> {
        let now = self.world.clock.now();
        lock(&self.state).entries.hit(key, now).and_then(read)
    }
}

impl CacheService for Cache {
    fn set_string(&self, key: &str, value: &str, ttl_seconds: i64) -> Result<(), Error> {
        self.set(key, value, ttl_seconds);
        Ok(())
    }

    fn get_string(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.hit(key, |value| value.string().map(str::to_owned)))
    }

    fn set_int(&self, key: &str, value: i64, ttl_seconds: i64) -> Result<(), Error> {
        self.set(key, value, ttl_seconds);
        Ok(())
    }

    fn get_int(&self, key: &str) -> Result<Option<i64>, Error> {
        Ok(self.hit(key, CacheValue::int))
    }

    fn set_float(&self, key: &str, value: f64, ttl_seconds: i64) -> Result<(), Error> {
        self.set(key, value, ttl_seconds);
        Ok(())
    }

    fn get_float(&self, key: &str) -> Result<Option<f64>, Error> {
        Ok(self.hit(key, CacheValue::float))
    }

    fn set_bytes(&self, key: &str, value: &[u8], ttl_seconds: i64) -> Result<(), Error> {
        self.set(key, value, ttl_seconds);
        Ok(())
    }

    fn get_bytes(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.hit(key, |value| value.bytes().map(<[u8]>::to_vec)))
    }

    fn has(&self, key: &str) -> Result<bool, Error> {
        Ok(self.hit(key, |_| Some(())).is_some())
    }

    fn remove(&self, key: &str) -> Result<(), Error> {
        lock(&self.state).entries.remove(key);
        Ok(())
    }
}
