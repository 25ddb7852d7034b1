//! The service `KVStore`: bytes under a key, in a file that stays. Must not keep anything in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use anyhow::Result as Started;
use nd_pdk::Error;
use nd_pdk::host::kvstore::KVStoreService;
use nd_pdk::wire::{Request, Serve};
use nd_rules::kvstore::{
    SWEEP_INTERVAL, StoreError, check_key, check_prefix, check_quota, check_ttl, expiry,
};
use nd_rules::prefix;
use nd_rules::sweep::Sweep;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use super::database::{self, Sharing, failed};
use crate::runtime::lock;
use crate::server::{World, unix_millis};

const FILE: &str = "kvstore.db";
const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS kvstore (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    expires_at INTEGER -- the second, since 1970, from which on the value is invisible
)";
/// How many keys are asked for at once.
const BATCH: usize = 200;

pub(crate) struct KVStore {
    store: Arc<Store>,
}

struct Store {
    world: Arc<World>,
    connection: Mutex<Connection>,
    /// When expired values are removed.
    sweep: Mutex<Sweep>,
}

/// The service for one call: only its request tells a `null` from an empty value, and only the database refuses the former.
struct Call {
    store: Arc<Store>,
    is_null: bool,
}

impl KVStore {
    /// # Errors
    /// The file cannot be used.
    pub(crate) fn start(world: &Arc<World>) -> Started<Self> {
        let connection = database::open(world, FILE, SCHEMA, Sharing::Shared)?;
        let store = Arc::new(Store {
            world: Arc::clone(world),
            connection: Mutex::new(connection),
            sweep: Mutex::new(Sweep::new(SWEEP_INTERVAL, world.clock.now())),
        });
        Ok(Self { store })
    }

    pub(crate) fn serve(&self, request: &Request<'_>) -> Option<Vec<u8>> {
        let call = Call {
            store: Arc::clone(&self.store),
            is_null: request.lacks("value"),
        };
        let service: &dyn KVStoreService = &call;
        service.serve(request)
    }
}

impl Store {
    fn now(&self) -> i64 {
        self.world.clock.unix_seconds()
    }

    fn expiry(&self, ttl_seconds: i64) -> Option<i64> {
        expiry(self.now(), ttl_seconds)
    }

    fn put(&self, key: &str, value: Option<&[u8]>, expires: Option<i64>) -> Result<(), Error> {
        with_text(check_key(key))?;
        self.sweep().map_err(failed("storing value"))?;
        let connection = lock(&self.connection);
        let before = connection.query_row(
            "SELECT length(value) FROM kvstore WHERE key = ?1 AND (expires_at IS NULL OR expires_at > ?2)",
            params![key, self.now()],
            |row| row.get(0),
        );
        let before = before.optional().map_err(failed("checking existing key"))?;
        let size = i64::try_from(value.unwrap_or_default().len()).unwrap_or(i64::MAX);
        let allowed = self.world.permissions.kvstore_max_size;
        let used = self.used(&connection)?;
        with_text(check_quota(size, before.unwrap_or(0), used, allowed))?;
        let stored = connection.execute(
            "INSERT INTO kvstore (key, value, expires_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at",
            params![key, value, expires],
        );
        stored.map(drop).map_err(failed("storing value"))
    }

    fn used(&self, connection: &Connection) -> Result<i64, Error> {
        let used = connection.query_row(
            "SELECT coalesce(sum(length(value)), 0) FROM kvstore WHERE expires_at IS NULL OR expires_at > ?1",
            [self.now()],
            |row| row.get(0),
        );
        used.map_err(failed("calculating storage used"))
    }

    fn get(&self, key: &str) -> rusqlite::Result<Option<Vec<u8>>> {
        let found = lock(&self.connection).query_row(
            "SELECT value FROM kvstore WHERE key = ?1 AND (expires_at IS NULL OR expires_at > ?2)",
            params![key, self.now()],
            |row| row.get(0),
        );
        found.optional()
    }

    /// Those of so many keys that are there.
    fn get_batch(&self, keys: &[String]) -> rusqlite::Result<HashMap<String, Vec<u8>>> {
        let places = vec!["?"; keys.len()].join(", ");
        let query = format!(
            "SELECT key, value FROM kvstore WHERE (expires_at IS NULL OR expires_at > {}) AND key IN ({places})",
            self.now()
        );
        let connection = lock(&self.connection);
        let mut query = connection.prepare(&query)?;
        let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        query.query_map(params_from_iter(keys), pair)?.collect()
    }

    fn list(&self, prefix: &str) -> rusqlite::Result<Vec<String>> {
        let connection = lock(&self.connection);
        let mut query = connection.prepare_cached(
            r"SELECT key FROM kvstore WHERE key LIKE ?1 ESCAPE '\' AND (expires_at IS NULL OR expires_at > ?2) ORDER BY key",
        )?;
        let keys = query.query_map(params![prefix::like(prefix), self.now()], |row| row.get(0))?;
        keys.collect()
    }

    fn delete_by_prefix(&self, prefix: &str) -> rusqlite::Result<usize> {
        self.sweep()?;
        let delete = r"DELETE FROM kvstore WHERE key LIKE ?1 ESCAPE '\'";
        lock(&self.connection).execute(delete, [prefix::like(prefix)])
    }

    /// Removes what had expired when the server last looked. Only counting removed values can tell the difference, and only storing makes the file grow, so
    /// before either is soon enough.
    fn sweep(&self) -> rusqlite::Result<()> {
        let last = lock(&self.sweep).last(self.world.clock.now());
        let Some(last) = last else {
            return Ok(());
        };
        let last = unix_millis(last) / 1_000;
        let connection = lock(&self.connection);
        let removed = connection.execute("DELETE FROM kvstore WHERE expires_at <= ?1", [last]);
        removed.map(drop)
    }
}

fn with_text(result: Result<(), StoreError>) -> Result<(), Error> {
    result.map_err(|error| Error::new(error.to_string()))
}

impl KVStoreService for Call {
    fn set(&self, key: &str, value: &[u8]) -> Result<(), Error> {
        self.store.put(key, (!self.is_null).then_some(value), None)
    }

    fn set_with_ttl(&self, key: &str, value: &[u8], ttl_seconds: i64) -> Result<(), Error> {
        with_text(check_ttl(ttl_seconds))?;
        let value = (!self.is_null).then_some(value);
        self.store.put(key, value, self.store.expiry(ttl_seconds))
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.store.get(key).map_err(failed("reading value"))
    }

    fn get_many(&self, keys: Vec<String>) -> Result<HashMap<String, Vec<u8>>, Error> {
        let mut found = HashMap::new();
        for keys in keys.chunks(BATCH) {
            let batch = self.store.get_batch(keys);
            found.extend(batch.map_err(failed("querying values"))?);
        }
        Ok(found)
    }

    fn has(&self, key: &str) -> Result<bool, Error> {
        let found = self.store.get(key).map_err(failed("checking key"))?;
        Ok(found.is_some())
    }

    fn list(&self, prefix: &str) -> Result<Vec<String>, Error> {
        self.store.list(prefix).map_err(failed("listing keys"))
    }

    fn delete(&self, key: &str) -> Result<(), Error> {
        let connection = lock(&self.store.connection);
        let deleted = connection.execute("DELETE FROM kvstore WHERE key = ?1", [key]);
        deleted.map(drop).map_err(failed("deleting value"))
    }

    fn delete_by_prefix(&self, prefix: &str) -> Result<i64, Error> {
        with_text(check_prefix(prefix))?;
        let deleted = self.store.delete_by_prefix(prefix);
        let deleted = deleted.map_err(failed("deleting keys"))?;
        Ok(i64::try_from(deleted).unwrap_or(i64::MAX))
    }

    fn get_storage_used(&self) -> Result<i64, Error> {
        self.store.used(&lock(&self.store.connection))
    }
}
