//! The services that speak about music and its listeners, together. Must not know what a service does.

use std::sync::Arc;

use nd_pdk::host::artwork::ArtworkService;
use nd_pdk::host::library::LibraryService;
use nd_pdk::host::matcher::MatcherService;
use nd_pdk::host::scrobbleretriever::ScrobbleRetrieverService;
use nd_pdk::host::users::UsersService;
use nd_pdk::wire::{Request, Serve};
use nd_rules::manifest::Permission;

use super::artwork::Artwork;
use super::library::Library;
use super::matcher::Matcher;
use super::scrobbleretriever::ScrobbleRetriever;
use super::subsonicapi::SubsonicAPI;
use super::users::Users;
use crate::runtime::Mount;
use crate::server::World;

/// Those are there whose permission is declared.
pub(super) struct Catalogue {
    artwork: Option<Artwork>,
    library: Option<Library>,
    matcher: Option<Matcher>,
    scrobbles: Option<ScrobbleRetriever>,
    subsonic: Option<SubsonicAPI>,
    users: Option<Users>,
}

impl Catalogue {
    pub(super) fn new(world: &Arc<World>) -> Self {
        let declares = |permission| world.permissions.declares(permission);
        Self {
            artwork: declares(Permission::Artwork).then(|| Artwork::new(world)),
            library: declares(Permission::Library).then(|| Library::new(world)),
            matcher: declares(Permission::Matcher).then(|| Matcher::new(world)),
            scrobbles: declares(Permission::ScrobbleRetriever)
                .then(|| ScrobbleRetriever::new(world)),
            subsonic: declares(Permission::SubsonicApi).then(|| SubsonicAPI::new(world)),
            users: declares(Permission::Users).then(|| Users::new(world)),
        }
    }

    /// The folders of the libraries that are there now.
    pub(super) fn mounts(&self, library_write: bool) -> Vec<Mount> {
        let library = self.library.as_ref();
        library.map_or_else(Vec::new, |library| library.mounts(library_write))
    }

    /// Asks one service after the other; a call belongs to at most one.
    pub(super) fn serve(&self, request: &Request<'_>) -> Option<Vec<u8>> {
        let artwork = self.artwork.as_ref().map(|own| own as &dyn ArtworkService);
        let library = self.library.as_ref().map(|own| own as &dyn LibraryService);
        let matcher = self.matcher.as_ref().map(|own| own as &dyn MatcherService);
        let scrobbles = self.scrobbles.as_ref();
        let scrobbles = scrobbles.map(|own| own as &dyn ScrobbleRetrieverService);
        let users = self.users.as_ref().map(|own| own as &dyn UsersService);
        artwork
            .and_then(|artwork| artwork.serve(request))
            .or_else(|| library?.serve(request))
            .or_else(|| matcher?.serve(request))
            .or_else(|| scrobbles?.serve(request))
            .or_else(|| users?.serve(request))
            .or_else(|| self.subsonic.as_ref()?.serve(request))
    }
}
