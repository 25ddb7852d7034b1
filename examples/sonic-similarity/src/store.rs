//! The songs in the key-value store, many to a key: each access is a call of the server and a query of its database, and there may be thousands of
//! songs. Must not look into them.

use nd_pdk::{Error, host, kvstore};

use crate::song::Song;

/// How many songs share a key.
const BATCH: usize = 64;

/// The key of the number of batches. It is there only while all of them are.
const BATCHES: &str = "batches";

/// Before the number of a batch: its key.
const BATCH_PREFIX: &str = "songs:";

/// Replaces all songs. The old ones go first, as the store may be too small for both.
///
/// # Errors
/// The store has no room for them, or does not work; it has no songs then.
pub(crate) fn replace(songs: &[Song]) -> Result<(), Error> {
    // First and last: whoever reads meanwhile finds no songs, and never a part of them.
    kvstore::delete(BATCHES)?;
    kvstore::delete_by_prefix(BATCH_PREFIX)?;
    let mut batches = 0_usize;
    for batch in songs.chunks(BATCH) {
        kvstore::set(&key(batches), &batch)?;
        batches += 1;
    }
    kvstore::set(BATCHES, &batches)
}

/// All songs, in the order in which they were stored.
///
/// # Errors
/// They have not been stored, or only in part.
pub(crate) fn load() -> Result<Vec<Song>, Error> {
    let batches: usize = kvstore::get(BATCHES)?
        .ok_or("there are no songs; the log says what became of them when the plugin was loaded")?;
    let keys: Vec<_> = (0..batches).map(key).collect();
    // One call of the server, however many batches there are.
    let values = host::kvstore::get_many(keys.clone())?;
    let mut songs = Vec::new();
    for key in keys {
        let value = values
            .get(&key)
            .ok_or_else(|| format!("{key} is missing in the store"))?;
        songs.append(&mut serde_json::from_slice(value)?);
    }
    Ok(songs)
}

fn key(batch: usize) -> String {
    format!("{BATCH_PREFIX}{batch}")
}
