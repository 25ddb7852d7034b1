//! The services of a fake host together: finds the one that a call is for, and notes what was called.
//!
//! Must not know what a service does.

use std::cell::RefCell;

use serde_json::Value;

use super::fake::{
    FakeArtwork, FakeCache, FakeConfig, FakeHTTP, FakeKVStore, FakeLibrary, FakeMatcher,
    FakeScheduler, FakeScrobbleRetriever, FakeStorage, FakeSubsonicAPI, FakeTask, FakeUsers,
    FakeWebSocket,
};
use super::world::World;
use crate::host::{
    artwork::ArtworkService, cache::CacheService, config::ConfigService, http::HTTPService,
    kvstore::KVStoreService, library::LibraryService, matcher::MatcherService,
    scheduler::SchedulerService, scrobbleretriever::ScrobbleRetrieverService,
    storage::StorageService, subsonicapi::SubsonicAPIService, task::TaskService,
    users::UsersService, websocket::WebSocketService,
};
use crate::sys::native::Responder;
use crate::wire::{Import, Request, Serve};

/// A call of a host function.
#[derive(Debug, Clone, PartialEq)]
pub struct HostCall {
    /// The name of the import: `cache_getstring`.
    pub function: &'static str,
    /// The request: an object with a key for each argument, `null` for functions without.
    pub request: Value,
    /// The reply: an object without the keys of what is zero or empty, or with the key `error` alone.
    pub reply: Value,
}

/// All services of one host.
pub(super) struct Services {
    pub(super) world: World,
    pub(super) artwork: FakeArtwork,
    pub(super) cache: FakeCache,
    pub(super) config: FakeConfig,
    pub(super) http: FakeHTTP,
    pub(super) kvstore: FakeKVStore,
    pub(super) library: FakeLibrary,
    pub(super) matcher: FakeMatcher,
    pub(super) scheduler: FakeScheduler,
    pub(super) scrobbles: FakeScrobbleRetriever,
    pub(super) storage: FakeStorage,
    pub(super) subsonic_api: FakeSubsonicAPI,
    pub(super) tasks: FakeTask,
    pub(super) users: FakeUsers,
    pub(super) websocket: FakeWebSocket,
    pub(super) calls: RefCell<Vec<HostCall>>,
}

impl Services {
    pub(super) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            artwork: FakeArtwork::new(world),
            cache: FakeCache::new(world),
            config: FakeConfig::new(world),
            http: FakeHTTP::new(world),
            kvstore: FakeKVStore::new(world),
            library: FakeLibrary::new(world),
            matcher: FakeMatcher::new(world),
            scheduler: FakeScheduler::new(world),
            scrobbles: FakeScrobbleRetriever::new(world),
            storage: FakeStorage::new(world),
            subsonic_api: FakeSubsonicAPI::new(world),
            tasks: FakeTask::new(world),
            users: FakeUsers::new(world),
            websocket: FakeWebSocket::new(world),
            calls: RefCell::default(),
        }
    }

    /// Asks one service after the other; a call belongs to at most one.
    fn serve(&self, request: &Request<'_>) -> Option<Vec<u8>> {
        let artwork: &dyn ArtworkService = &self.artwork;
        let cache: &dyn CacheService = &self.cache;
        let config: &dyn ConfigService = &self.config;
        let http: &dyn HTTPService = &self.http;
        let kvstore: &dyn KVStoreService = &self.kvstore;
        let library: &dyn LibraryService = &self.library;
        let matcher: &dyn MatcherService = &self.matcher;
        let scheduler: &dyn SchedulerService = &self.scheduler;
        let scrobbles: &dyn ScrobbleRetrieverService = &self.scrobbles;
        let storage: &dyn StorageService = &self.storage;
        let subsonic_api: &dyn SubsonicAPIService = &self.subsonic_api;
        let tasks: &dyn TaskService = &self.tasks;
        let users: &dyn UsersService = &self.users;
        let websocket: &dyn WebSocketService = &self.websocket;
        artwork
            .serve(request)
            .or_else(|| cache.serve(request))
            .or_else(|| config.serve(request))
            .or_else(|| http.serve(request))
            .or_else(|| kvstore.serve(request))
            .or_else(|| library.serve(request))
            .or_else(|| matcher.serve(request))
            .or_else(|| scheduler.serve(request))
            .or_else(|| scrobbles.serve(request))
            .or_else(|| storage.serve(request))
            .or_else(|| subsonic_api.serve(request))
            .or_else(|| tasks.serve(request))
            .or_else(|| users.serve(request))
            .or_else(|| websocket.serve(request))
    }
}

impl Responder for Services {
    fn admit(&self, import: &Import) {
        let Some(key) = import.place.service.permission else {
            return;
        };
        assert!(
            self.world.setup.permissions.declares_key(key),
            "`{0}` was called, which needs the permission `{key}`, and the manifest does not declare it. The server would not load the \
             plugin: \"{0}\" is not exported in module \"extism:host/user\". Add to `permissions` in manifest.json:\n    \
             \"{key}\": {{ \"reason\": \"…\" }}",
            import.name,
        );
    }

    fn answer(&self, import: &Import, request: &[u8]) -> Option<Vec<u8>> {
        let reply = self.serve(&Request::new(import.name, request))?;
        self.calls.borrow_mut().push(HostCall {
            function: import.name,
            request: json(request),
            reply: json(&reply),
        });
        Some(reply)
    }
}

/// What crossed the wire. It was written by this crate, so it can be read.
fn json(text: &[u8]) -> Value {
    serde_json::from_slice(text).unwrap_or_default()
}
