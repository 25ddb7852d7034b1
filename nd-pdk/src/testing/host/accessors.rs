//! The way from the fake host to its services.
//!
//! Must not know what a service does.

use super::FakeHost;
use crate::testing::fake::{
    FakeArtwork, FakeCache, FakeConfig, FakeHTTP, FakeKVStore, FakeLibrary, FakeMatcher,
    FakeScheduler, FakeScrobbleRetriever, FakeStorage, FakeSubsonicAPI, FakeTask, FakeUsers,
    FakeWebSocket,
};

/// The services: script what they answer, look at what happened to them.
impl FakeHost {
    /// Addresses of images.
    #[must_use]
    pub fn artwork(&self) -> &FakeArtwork {
        &self.services.artwork
    }

    /// Values that may be forgotten.
    #[must_use]
    pub fn cache(&self) -> &FakeCache {
        &self.services.cache
    }

    /// The configuration, as the builder has set it.
    #[must_use]
    pub fn config(&self) -> &FakeConfig {
        &self.services.config
    }

    /// The servers of the network: routes and what was requested.
    #[must_use]
    pub fn http(&self) -> &FakeHTTP {
        &self.services.http
    }

    /// Values that are kept.
    #[must_use]
    pub fn kvstore(&self) -> &FakeKVStore {
        &self.services.kvstore
    }

    /// The libraries, as the builder has set them.
    #[must_use]
    pub fn library(&self) -> &FakeLibrary {
        &self.services.library
    }

    /// The tracks among which songs are searched.
    #[must_use]
    pub fn matcher(&self) -> &FakeMatcher {
        &self.services.matcher
    }

    /// Schedules. They fire in [`advance`](Self::advance).
    #[must_use]
    pub fn scheduler(&self) -> &FakeScheduler {
        &self.services.scheduler
    }

    /// What users have listened to.
    #[must_use]
    pub fn scrobbles(&self) -> &FakeScrobbleRetriever {
        &self.services.scrobbles
    }

    /// The plugin's folder.
    #[must_use]
    pub fn storage(&self) -> &FakeStorage {
        &self.services.storage
    }

    /// The server's Subsonic API: answers and what was requested.
    #[must_use]
    pub fn subsonic_api(&self) -> &FakeSubsonicAPI {
        &self.services.subsonic_api
    }

    /// Queues and their tasks. They run in [`advance`](Self::advance).
    #[must_use]
    pub fn tasks(&self) -> &FakeTask {
        &self.services.tasks
    }

    /// The users, as the builder has set them.
    #[must_use]
    pub fn users(&self) -> &FakeUsers {
        &self.services.users
    }

    /// The other ends of connections. What they send arrives in [`advance`](Self::advance).
    #[must_use]
    pub fn websocket(&self) -> &FakeWebSocket {
        &self.services.websocket
    }
}
