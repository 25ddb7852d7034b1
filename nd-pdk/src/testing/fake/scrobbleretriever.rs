//! The service `ScrobbleRetriever` of a fake host.
//!
//! Must not cut pages itself; that rule is shared.

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::access;
use crate::Error;
use crate::host::scrobbleretriever::{
    ScrobbleCountOptions, ScrobbleOptions, ScrobbleRef, ScrobbleRetrieverService,
};
use crate::testing::shared::scrobbles;
use crate::testing::world::World;

/// The service `ScrobbleRetriever`: what users have played.
///
/// Nobody has played anything until the test says so, in any order and at any time. The plugin may ask about users that are assigned to it.
///
/// ```
/// use nd_pdk::host::scrobbleretriever;
/// use nd_pdk::testing::FakeHost;
///
/// let host = FakeHost::builder().user("ada").install();
/// host.scrobbles().play("ada", "track-1", 1_700_000_000);
/// host.scrobbles().play("ada", "track-2", 1_700_000_300);
///
/// assert_eq!(scrobbleretriever::get_last_timestamp("ada")?, Some(1_700_000_300));
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeScrobbleRetriever {
    world: World,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    last_id: i64,
    /// By the login name that the server knows.
    scrobbles: BTreeMap<String, Vec<ScrobbleRef>>,
}

impl FakeScrobbleRetriever {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            state: RefCell::default(),
        }
    }

    /// Records that a user has played a track at a time in Unix seconds; returns the scrobble, with the next free ID.
    ///
    /// # Panics
    ///
    /// There is no such user in the setup, or no ID is left after the highest one.
    #[track_caller]
    pub fn play(
        &self,
        username: &str,
        media_file_id: impl Into<String>,
        submission_time: i64,
    ) -> ScrobbleRef {
        let last_id = self.state.borrow().last_id;
        let Some(id) = last_id.checked_add(1) else {
            panic!(
                "host.scrobbles().play({username:?}, …): no ID is left after {last_id}; give one with `host.scrobbles().add(…)`"
            );
        };
        let scrobble = ScrobbleRef {
            id,
            media_file_id: media_file_id.into(),
            submission_time,
        };
        self.add(username, [scrobble.clone()]);
        scrobble
    }

    /// Records scrobbles of a user as they are, for tests in which the IDs matter.
    ///
    /// # Panics
    ///
    /// There is no such user in the setup, or an ID is already taken.
    #[track_caller]
    pub fn add(&self, username: &str, scrobbles: impl IntoIterator<Item = ScrobbleRef>) {
        let user = access::known(&self.world, "host.scrobbles()", username);
        for scrobble in scrobbles {
            let state = &mut *self.state.borrow_mut();
            let mut all = state.scrobbles.values().flatten();
            assert!(
                all.all(|other| other.id != scrobble.id),
                "host.scrobbles().add({username:?}, …): there is a scrobble with ID {} already",
                scrobble.id
            );
            state.last_id = state.last_id.max(scrobble.id);
            let own = state.scrobbles.entry(user.user_name.clone()).or_default();
            own.push(scrobble);
        }
    }

    /// The scrobbles of the user that the plugin asks about.
    fn asked(&self, username: &str) -> Result<Vec<ScrobbleRef>, Error> {
        let user = access::act_as(&self.world, "scrobbleRetriever", username)?;
        let state = self.state.borrow();
        Ok(state
            .scrobbles
            .get(&user.user_name)
            .cloned()
            .unwrap_or_default())
    }
}

impl ScrobbleRetrieverService for FakeScrobbleRetriever {
    fn get_first_timestamp(&self, username: &str) -> Result<Option<i64>, Error> {
        Ok(scrobbles::first(&self.asked(username)?))
    }

    fn get_last_timestamp(&self, username: &str) -> Result<Option<i64>, Error> {
        Ok(scrobbles::last(&self.asked(username)?))
    }

    fn get_scrobbles(
        &self,
        username: &str,
        options: ScrobbleOptions,
    ) -> Result<(Vec<ScrobbleRef>, Option<ScrobbleOptions>), Error> {
        Ok(scrobbles::page(&self.asked(username)?, &options))
    }

    fn get_scrobble_count(
        &self,
        username: &str,
        options: ScrobbleCountOptions,
    ) -> Result<i64, Error> {
        Ok(scrobbles::count(&self.asked(username)?, &options))
    }
}
