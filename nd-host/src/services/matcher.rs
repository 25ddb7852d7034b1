//! The service `Matcher`: which tracks songs from elsewhere are. Must not compare songs itself; that rule is shared.

use std::sync::Arc;

use nd_pdk::Error;
use nd_pdk::host::matcher::{MatchOptions, MatcherService, SongRef, Track};
use nd_pdk::testing::shared::matching;

use super::access;
use crate::server::World;

pub(crate) struct Matcher {
    world: Arc<World>,
}

impl Matcher {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let world = Arc::clone(world);
        Self { world }
    }
}

impl MatcherService for Matcher {
    fn match_songs(
        &self,
        songs: Vec<SongRef>,
        opts: MatchOptions,
    ) -> Result<Vec<Option<Track>>, Error> {
        let world = &self.world;
        let music = world.music.read();
        if songs.is_empty() {
            return Ok(Vec::new());
        }
        if access::libraries(world, &music).next().is_none() {
            return Err("matcher: no libraries configured for this plugin".into());
        }
        let user = match opts.username.as_str() {
            "" => None,
            username => Some(access::act_as(world, &music, "matcher", username)?),
        };
        let filesystem = world.permissions.library_filesystem;
        let found = matching::find_all(&songs, music.tracks()).into_iter();
        let seen = found.map(|track| {
            let track = track.filter(|track| world.libraries.has(&track.library_id))?;
            let user = user.as_deref();
            let annotation = user.map(|user| music.annotation(user, &track.id));
            Some(matching::seen(track, filesystem, annotation))
        });
        Ok(seen.collect())
    }
}
