//! Which artist in Wikidata somebody is. Must not ask Wikidata.
//!
//! Questions about an artist come close together: link, biography and pictures are on one page. So the cache will do, which is empty after a restart and
//! counts from the last question on.

use std::time::Duration;

use nd_pdk::{Error, cache};

use crate::wikidata::Artist;

const HOUR: Duration = Duration::from_secs(60 * 60);
const FOUND: Duration = Duration::from_secs(12 * HOUR.as_secs());
const MISSING: Duration = Duration::from_secs(2 * HOUR.as_secs());

/// The artist if it was looked for before, which may be that there is none.
pub(crate) fn recall(name: &str, mbid: &str) -> Result<Option<Option<Artist>>, Error> {
    cache::get(&key(name, mbid))
}

pub(crate) fn remember(name: &str, mbid: &str, artist: &Option<Artist>) -> Result<(), Error> {
    let time = if artist.is_some() { FOUND } else { MISSING };
    cache::set(&key(name, mbid), artist, time)
}

/// The language is not part of it: a change of the settings empties the cache.
fn key(name: &str, mbid: &str) -> String {
    format!("{mbid}/{name}")
}
