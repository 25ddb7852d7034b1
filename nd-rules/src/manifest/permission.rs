//! The permissions there are, and their keys. Must not know what a permission says beyond being there.

/// Something that a manifest can declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// `artwork`
    Artwork,
    /// `cache`
    Cache,
    /// `http`
    Http,
    /// `kvstore`
    KvStore,
    /// `library`
    Library,
    /// `matcher`
    Matcher,
    /// `scheduler`
    Scheduler,
    /// `scrobbleRetriever`
    ScrobbleRetriever,
    /// `storage`
    Storage,
    /// `subsonicapi`
    SubsonicApi,
    /// `taskqueue`
    TaskQueue,
    /// `users`
    Users,
    /// `websocket`
    WebSocket,
}

impl Permission {
    /// All of them, sorted by key.
    pub const ALL: [Self; 13] = [
        Self::Artwork,
        Self::Cache,
        Self::Http,
        Self::KvStore,
        Self::Library,
        Self::Matcher,
        Self::Scheduler,
        Self::ScrobbleRetriever,
        Self::Storage,
        Self::SubsonicApi,
        Self::TaskQueue,
        Self::Users,
        Self::WebSocket,
    ];

    /// The key in `permissions`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Artwork => "artwork",
            Self::Cache => "cache",
            Self::Http => "http",
            Self::KvStore => "kvstore",
            Self::Library => "library",
            Self::Matcher => "matcher",
            Self::Scheduler => "scheduler",
            Self::ScrobbleRetriever => "scrobbleRetriever",
            Self::Storage => "storage",
            Self::SubsonicApi => "subsonicapi",
            Self::TaskQueue => "taskqueue",
            Self::Users => "users",
            Self::WebSocket => "websocket",
        }
    }

    /// The permission with this key, if there is one.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|permission| permission.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_found_by_its_key() {
        let mut found = Permission::ALL.map(|permission| Permission::from_key(permission.key()));
        assert_eq!(found, Permission::ALL.map(Some));
        found.sort();
        assert_eq!(
            found,
            Permission::ALL.map(Some),
            "sorted as they are declared"
        );
        assert_eq!(Permission::from_key("cach"), None);
        assert_eq!(Permission::from_key("Cache"), None);
    }
}
