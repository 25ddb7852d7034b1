//! The service `Artwork`: public addresses of pictures, signed as the server signs them. Must not look anything up: every identifier has an address.

use std::sync::Arc;

use nd_pdk::Error;
use nd_pdk::host::artwork::ArtworkService;
use nd_rules::artwork::{self, Kind};

use crate::server::World;

pub(crate) struct Artwork {
    world: Arc<World>,
}

impl Artwork {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let world = Arc::clone(world);
        Self { world }
    }

    fn url(&self, kind: Kind, id: &str, size: i32) -> String {
        let public = &self.world.public;
        artwork::url(public.base(), kind, id, size, |token| public.sign(token))
    }
}

impl ArtworkService for Artwork {
    fn get_artist_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(Kind::Artist, id, size))
    }

    fn get_album_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(Kind::Album, id, size))
    }

    fn get_track_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(Kind::Track, id, size))
    }

    fn get_playlist_url(&self, id: &str, size: i32) -> Result<String, Error> {
        Ok(self.url(Kind::Playlist, id, size))
    }
}
