//! The services of a fake host: one file each, with state where the server has state.
//!
//! Each implements the trait of its service and keeps the rules the server keeps; rules without state are in `nd_rules`.
//! Must not know each other: what they share is the `World`.

mod access;
mod artwork;
mod cache;
mod config;
mod http;
mod kvstore;
mod library;
mod matcher;
mod note;
mod pattern;
mod replies;
mod scheduler;
mod scrobbleretriever;
mod storage;
mod subsonicapi;
mod task;
mod users;
mod websocket;

pub use artwork::{ArtworkKind, ArtworkLink, ArtworkRequest, FakeArtwork};
pub use cache::{CacheEntry, CacheValue, FakeCache};
pub use config::FakeConfig;
pub use http::{FakeHTTP, HTTPReply, HTTPRoute, SentRequest};
pub use kvstore::{FakeKVStore, KVEntry};
pub use library::FakeLibrary;
pub use matcher::{Annotation, FakeMatcher};
pub use scheduler::{FakeScheduler, Job, JobKind};
pub use scrobbleretriever::FakeScrobbleRetriever;
pub use storage::FakeStorage;
pub use subsonicapi::{
    FakeSubsonicAPI, SubsonicReply, SubsonicRequest, SubsonicRoute, subsonic_failed, subsonic_ok,
};
pub use task::{FakeTask, QueuedTask, TaskQueue, TaskStatus};
pub use users::FakeUsers;
pub use websocket::{
    FakeWebSocket, WebSocketClose, WebSocketConnection, WebSocketMessage, WebSocketPeer,
    WebSocketScript,
};
