//! What a plugin can be made of: the server's capabilities and services, with their names. Must not know which belong together.

use nd_rules::manifest::Permission;

/// What the server can call a plugin for. Of several the first in this order uses the services: those that are about songs come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    Scrobbler,
    Lyrics,
    SonicSimilarity,
    MetadataAgent,
    TaskWorker,
    SchedulerCallback,
    WebSocketCallback,
    Lifecycle,
}

/// What a plugin can call the server for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    Artwork,
    Cache,
    Config,
    Http,
    KvStore,
    Library,
    Matcher,
    Scheduler,
    ScrobbleRetriever,
    Storage,
    SubsonicApi,
    Task,
    Users,
    WebSocket,
}

/// A capability or a service, as it is offered.
pub trait Part: Copy + Ord + 'static {
    const ALL: &'static [Self];
    /// What kind of part it is, and several of them.
    const KIND: &'static str;
    const KINDS: &'static str;

    fn name(self) -> &'static str;
    /// Other names that people know it by.
    fn aliases(self) -> &'static [&'static str];
    /// One line.
    fn summary(self) -> &'static str;
}

impl Part for Capability {
    const ALL: &'static [Self] = &[
        Self::Scrobbler,
        Self::MetadataAgent,
        Self::Lyrics,
        Self::SonicSimilarity,
        Self::TaskWorker,
        Self::Lifecycle,
        Self::SchedulerCallback,
        Self::WebSocketCallback,
    ];
    const KIND: &'static str = "capability";
    const KINDS: &'static str = "capabilities";

    fn name(self) -> &'static str {
        match self {
            Self::Scrobbler => "scrobbler",
            Self::Lyrics => "lyrics",
            Self::SonicSimilarity => "sonic-similarity",
            Self::MetadataAgent => "metadata-agent",
            Self::TaskWorker => "task-worker",
            Self::SchedulerCallback => "scheduler-callback",
            Self::WebSocketCallback => "websocket-callback",
            Self::Lifecycle => "lifecycle",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::MetadataAgent => &["metadata", "agent"],
            Self::SchedulerCallback => &["scheduler"],
            Self::WebSocketCallback => &["websocket"],
            Self::Lifecycle => &["init"],
            Self::Scrobbler | Self::Lyrics | Self::SonicSimilarity | Self::TaskWorker => &[],
        }
    }

    fn summary(self) -> &'static str {
        match self {
            Self::Scrobbler => "is told what users listen to",
            Self::Lyrics => "supplies the lyrics of songs",
            Self::SonicSimilarity => "names songs that sound alike",
            Self::MetadataAgent => "knows biographies, images and more of artists and albums",
            Self::TaskWorker => "works off the tasks of a queue, one after the other",
            Self::SchedulerCallback => "runs at the times that it has scheduled",
            Self::WebSocketCallback => "receives the messages of WebSockets",
            Self::Lifecycle => "does something when it is loaded",
        }
    }
}

impl Part for Service {
    const ALL: &'static [Self] = &[
        Self::Artwork,
        Self::Cache,
        Self::Config,
        Self::Http,
        Self::KvStore,
        Self::Library,
        Self::Matcher,
        Self::Scheduler,
        Self::ScrobbleRetriever,
        Self::Storage,
        Self::SubsonicApi,
        Self::Task,
        Self::Users,
        Self::WebSocket,
    ];
    const KIND: &'static str = "service";
    const KINDS: &'static str = "services";

    fn name(self) -> &'static str {
        match self {
            Self::Artwork => "artwork",
            Self::Cache => "cache",
            Self::Config => "config",
            Self::Http => "http",
            Self::KvStore => "kvstore",
            Self::Library => "library",
            Self::Matcher => "matcher",
            Self::Scheduler => "scheduler",
            Self::ScrobbleRetriever => "scrobble-retriever",
            Self::Storage => "storage",
            Self::SubsonicApi => "subsonicapi",
            Self::Task => "task",
            Self::Users => "users",
            Self::WebSocket => "websocket",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::KvStore => &["kv"],
            Self::SubsonicApi => &["subsonic"],
            Self::Task => &["tasks", "taskqueue"],
            Self::Config => &["settings"],
            Self::Artwork
            | Self::Cache
            | Self::Http
            | Self::Library
            | Self::Matcher
            | Self::Scheduler
            | Self::ScrobbleRetriever
            | Self::Storage
            | Self::Users
            | Self::WebSocket => &[],
        }
    }

    fn summary(self) -> &'static str {
        match self {
            Self::Artwork => "public addresses of pictures in the library",
            Self::Cache => "values that are remembered for a while",
            Self::Config => "settings that the administrator can change",
            Self::Http => "requests to other services",
            Self::KvStore => "values that are kept",
            Self::Library => "the music libraries, with their sizes",
            Self::Matcher => "which song of the library another one is",
            Self::Scheduler => "being called later, once or again and again",
            Self::ScrobbleRetriever => "what users have listened to",
            Self::Storage => "a folder for files of the plugin's own",
            Self::SubsonicApi => "the server's own Subsonic API",
            Self::Task => "queues of work for later, with retries",
            Self::Users => "the users that the plugin may act for",
            Self::WebSocket => "connections that stay open between calls",
        }
    }
}

impl Service {
    /// The permission that its functions need. Settings may be read by every plugin.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::Artwork => Some(Permission::Artwork),
            Self::Cache => Some(Permission::Cache),
            Self::Config => None,
            Self::Http => Some(Permission::Http),
            Self::KvStore => Some(Permission::KvStore),
            Self::Library => Some(Permission::Library),
            Self::Matcher => Some(Permission::Matcher),
            Self::Scheduler => Some(Permission::Scheduler),
            Self::ScrobbleRetriever => Some(Permission::ScrobbleRetriever),
            Self::Storage => Some(Permission::Storage),
            Self::SubsonicApi => Some(Permission::SubsonicApi),
            Self::Task => Some(Permission::TaskQueue),
            Self::Users => Some(Permission::Users),
            Self::WebSocket => Some(Permission::WebSocket),
        }
    }
}
