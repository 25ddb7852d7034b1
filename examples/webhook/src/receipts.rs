//! Who has a scrobble already, while others have still to get it. The server knows of one plugin only: when it tries again, it is up to the plugin not to
//! send to all. Must not send anything.

use std::collections::BTreeSet;
use std::time::Duration;

use nd_pdk::scrobbler::ScrobbleRequest;
use nd_pdk::{Error, kvstore};

use crate::settings::Target;

/// How long receipts are kept after the last try. The server tries every four minutes, but it may be switched off over the holidays. Its queue
/// outlives that, so the receipts must: they are in the key-value store, as the cache does not.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The targets that need not get a scrobble again.
#[derive(Debug)]
pub(crate) struct Receipts {
    key: String,
    settled: BTreeSet<String>,
    stored: bool,
}

impl Receipts {
    /// # Errors
    /// They cannot be read.
    pub(crate) fn of(scrobble: &ScrobbleRequest) -> Result<Self, Error> {
        // A user plays one song at a time: these three are the same at each try, and at no other play.
        let (track, time) = (&scrobble.track.id, scrobble.timestamp);
        let key = format!("settled:{time}:{track}:{}", scrobble.username);
        let settled = kvstore::get::<BTreeSet<String>>(&key)?;
        Ok(Self {
            key,
            stored: settled.is_some(),
            settled: settled.unwrap_or_default(),
        })
    }

    pub(crate) fn has(&self, target: &Target) -> bool {
        self.settled.contains(&target.name)
    }

    /// From now on this target is left out. Kept at once: whatever becomes of the call, this must not be forgotten.
    pub(crate) fn settle(&mut self, target: &Target) {
        self.settled.insert(target.name.clone());
        self.keep();
    }

    /// Stores the receipts, if there are any, and begins their time anew.
    pub(crate) fn keep(&mut self) {
        if self.settled.is_empty() {
            return;
        }
        match kvstore::set_with_ttl(&self.key, &self.settled, KEPT) {
            Ok(()) => self.stored = true,
            // No reason to give up the scrobble: twice is better than never.
            Err(error) => nd_pdk::warn!("a target may get a scrobble twice: {error}"),
        }
    }

    /// The server will not try again.
    pub(crate) fn discard(self) {
        if !self.stored {
            return;
        }
        if let Err(error) = kvstore::delete(&self.key) {
            // They go by themselves one day.
            nd_pdk::debug!("receipts stay for a while: {error}");
        }
    }
}
