//! The service `ScrobbleRetriever`: what users have played. Must not cut pages itself; that rule is shared.

use std::sync::Arc;

use nd_pdk::Error;
use nd_pdk::host::scrobbleretriever::{
    ScrobbleCountOptions, ScrobbleOptions, ScrobbleRef, ScrobbleRetrieverService,
};
use nd_pdk::testing::shared::scrobbles;

use super::access;
use crate::server::World;

pub(crate) struct ScrobbleRetriever {
    world: Arc<World>,
}

impl ScrobbleRetriever {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let world = Arc::clone(world);
        Self { world }
    }

    /// Asks something about the scrobbles of a user.
    fn ask<T>(
        &self,
        username: &str,
        question: impl FnOnce(&[ScrobbleRef]) -> T,
    ) -> Result<T, Error> {
        let music = self.world.music.read();
        let user = access::act_as(&self.world, &music, "scrobbleRetriever", username)?;
        Ok(question(music.scrobbles(&user)))
    }
}

impl ScrobbleRetrieverService for ScrobbleRetriever {
    fn get_first_timestamp(&self, username: &str) -> Result<Option<i64>, Error> {
        self.ask(username, scrobbles::first)
    }

    fn get_last_timestamp(&self, username: &str) -> Result<Option<i64>, Error> {
        self.ask(username, scrobbles::last)
    }

    fn get_scrobbles(
        &self,
        username: &str,
        options: ScrobbleOptions,
    ) -> Result<(Vec<ScrobbleRef>, Option<ScrobbleOptions>), Error> {
        self.ask(username, |all| scrobbles::page(all, &options))
    }

    fn get_scrobble_count(
        &self,
        username: &str,
        options: ScrobbleCountOptions,
    ) -> Result<i64, Error> {
        self.ask(username, |all| scrobbles::count(all, &options))
    }
}
