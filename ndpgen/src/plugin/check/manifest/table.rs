//! The keys of a manifest: what the server reads, and of which type. Data only: must not judge a value.

use nd_rules::version::Version;

/// A key that the server reads.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) role: Role,
}

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Count,
    /// A list of hosts.
    Hosts,
    Object(&'static [Key]),
    /// Other rules look at it, and at what is in it.
    Elsewhere(&'static [Key]),
}

/// What becomes of a key that is there, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Optional,
    /// It must be there, and spelt exactly so.
    Required,
    /// An object declares it, and `null` does not.
    Permission,
    /// This version of the server was the first that did not read it any more.
    RemovedIn(Version),
}

const fn key(name: &'static str, kind: Kind, role: Role) -> Key {
    Key { name, kind, role }
}

const fn optional(name: &'static str, kind: Kind) -> Key {
    key(name, kind, Role::Optional)
}

const fn permission(name: &'static str, keys: &'static [Key]) -> Key {
    key(name, Kind::Object(keys), Role::Permission)
}

pub(super) const MANIFEST: &[Key] = &[
    // For editors; nobody has to understand what it says.
    optional("$schema", Kind::Elsewhere(&[])),
    key("name", Kind::Text, Role::Required),
    key("author", Kind::Text, Role::Required),
    key("version", Kind::Text, Role::Required),
    optional("description", Kind::Text),
    optional("website", Kind::Text),
    optional("permissions", Kind::Object(PERMISSIONS)),
    optional("config", Kind::Elsewhere(CONFIG)),
    key(
        "experimental",
        Kind::Object(EXPERIMENTAL),
        Role::RemovedIn(Version::new(0, 64, 0)),
    ),
];

const CONFIG: &[Key] = &[
    key("schema", Kind::Elsewhere(&[]), Role::Required),
    optional("uiSchema", Kind::Elsewhere(&[])),
];

const EXPERIMENTAL: &[Key] = &[optional("threads", Kind::Elsewhere(&[]))];

pub(super) const PERMISSIONS: &[Key] = &[
    permission("artwork", PLAIN),
    permission("cache", PLAIN),
    permission("http", HOSTS),
    permission(
        "kvstore",
        &[
            optional("reason", Kind::Text),
            optional("maxSize", Kind::Text),
        ],
    ),
    permission(
        "library",
        &[
            optional("reason", Kind::Text),
            optional("filesystem", Kind::Flag),
        ],
    ),
    permission("matcher", PLAIN),
    permission("scheduler", PLAIN),
    permission("scrobbleRetriever", PLAIN),
    permission("storage", PLAIN),
    permission("subsonicapi", PLAIN),
    permission(
        "taskqueue",
        &[
            optional("reason", Kind::Text),
            optional("maxConcurrency", Kind::Count),
        ],
    ),
    permission("users", PLAIN),
    permission("websocket", HOSTS),
];

const PLAIN: &[Key] = &[optional("reason", Kind::Text)];

pub(super) const HOSTS: &[Key] = &[
    optional("reason", Kind::Text),
    optional("requiredHosts", Kind::Hosts),
];

/// What authors write for a key that is called otherwise, where the spelling does not give it away.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("allowedHosts", "requiredHosts"),
    ("allowedUrls", "requiredHosts"),
    ("domains", "requiredHosts"),
    ("hosts", "requiredHosts"),
    ("urls", "requiredHosts"),
    ("title", "name"),
    ("authors", "author"),
    ("homepage", "website"),
    ("repository", "website"),
    ("url", "website"),
    ("settings", "config"),
    ("quota", "maxSize"),
    ("size", "maxSize"),
    ("workers", "maxConcurrency"),
    ("kv", "kvstore"),
    ("tasks", "taskqueue"),
    ("subsonic", "subsonicapi"),
    ("why", "reason"),
];

/// The key that another word stands for, if it is one of these keys.
pub(super) fn meant(word: &str, keys: &[Key]) -> Option<&'static str> {
    let is_word = |(other, _): &&(&str, &str)| other.eq_ignore_ascii_case(word);
    let is_key = |name: &&'static str| keys.iter().any(|key| key.name == *name);
    let mut names = OTHER_WORDS.iter().filter(is_word).map(|(_, name)| *name);
    names.find(is_key)
}

/// The objects that have a key of this name.
pub(super) fn homes(name: &str) -> Vec<String> {
    let mut homes = Vec::new();
    homes_below("", MANIFEST, name, &mut homes);
    homes
}

fn homes_below(path: &str, keys: &[Key], name: &str, homes: &mut Vec<String>) {
    for key in keys {
        if key.name.eq_ignore_ascii_case(name) {
            homes.push(path.to_owned());
        }
        if let Kind::Object(below) | Kind::Elsewhere(below) = key.kind {
            homes_below(&join(path, key.name), below, name, homes);
        }
    }
}

/// `permissions` and `http` are `permissions.http`.
pub(super) fn join(path: &str, key: &str) -> String {
    match path.is_empty() {
        true => key.to_owned(),
        false => format!("{path}.{key}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd_rules::manifest::Permission;

    #[test]
    fn every_permission_is_in_the_table() {
        let names: Vec<&str> = PERMISSIONS.iter().map(|key| key.name).collect();
        assert_eq!(names, Permission::ALL.map(Permission::key));
    }

    #[test]
    fn keys_have_homes() {
        assert_eq!(homes("maxsize"), ["permissions.kvstore"]);
        assert_eq!(homes("http"), ["permissions"]);
        assert_eq!(homes("name"), [""]);
        assert_eq!(homes("uiSchema"), ["config"]);
        let both = ["permissions.http", "permissions.websocket"];
        assert_eq!(homes("requiredHosts"), both);
        assert_eq!(homes("colour"), [""; 0]);
    }

    #[test]
    fn other_words_stand_for_keys_that_are_there() {
        for (word, name) in OTHER_WORDS {
            assert!(find_anywhere(MANIFEST, name), "{word}: {name}");
            assert!(!find_anywhere(MANIFEST, word), "{word}");
        }
        assert_eq!(meant("HOSTS", HOSTS), Some("requiredHosts"));
        assert_eq!(meant("hosts", PLAIN), None);
    }

    fn find_anywhere(keys: &[Key], name: &str) -> bool {
        keys.iter().any(|key| {
            key.name == name
                || matches!(key.kind, Kind::Object(below) if find_anywhere(below, name))
        })
    }
}
