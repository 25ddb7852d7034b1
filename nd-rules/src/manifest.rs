//! What a manifest permits, and whether the server takes it. Must not read other files.

mod identity;
mod load;
mod permission;
mod read;

use std::collections::BTreeSet;

pub use self::load::{Has, LoadRule};
pub use self::permission::Permission;

/// The permissions that a manifest declares, with what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions {
    /// Which permissions are declared: those whose value is an object.
    pub declared: Declared,
    /// `http.requiredHosts`; empty for every public host.
    pub http_hosts: Vec<String>,
    /// `websocket.requiredHosts`; empty for none.
    pub websocket_hosts: Vec<String>,
    /// `kvstore.maxSize` in bytes.
    pub kvstore_max_size: i64,
    /// `library.filesystem`.
    pub library_filesystem: bool,
    /// `taskqueue.maxConcurrency`.
    pub task_max_concurrency: i32,
}

/// Which permissions are declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// All of them.
    All,
    /// These.
    Only(BTreeSet<Permission>),
}

/// The schema of the configuration, if the manifest has one; the server reads keys whatever their case. `None` as well for what is no manifest.
#[must_use]
pub fn config_schema(manifest: &str) -> Option<serde_json::Value> {
    read::config_schema(manifest)
}

/// The keys under `permissions` that are no permissions, which the server passes over. None for what is no manifest.
#[must_use]
pub fn unknown_permissions(manifest: &str) -> Vec<String> {
    read::unknown_permissions(manifest)
}

impl Permissions {
    /// Everything, for where there is no manifest: every host and file system access. Numbers are the server's defaults for a manifest that does not
    /// name them: a quota of 1 MiB, and one task at a time.
    #[must_use]
    pub fn all() -> Self {
        Self {
            declared: Declared::All,
            http_hosts: vec!["*".to_owned()],
            websocket_hosts: vec!["*".to_owned()],
            kvstore_max_size: 1_048_576,
            library_filesystem: true,
            task_max_concurrency: 1,
        }
    }

    /// Nothing but the defaults: what a manifest without permissions comes to.
    #[must_use]
    pub fn none() -> Self {
        Self {
            declared: Declared::Only(BTreeSet::new()),
            http_hosts: Vec::new(),
            websocket_hosts: Vec::new(),
            kvstore_max_size: 1_048_576,
            library_filesystem: false,
            task_max_concurrency: 1,
        }
    }

    /// Reads the `permissions` of a manifest the way the server does: unknown keys do not count, upper and lower case of keys are the same, and
    /// `null` stands for a key that is not there.
    ///
    /// ```
    /// use nd_rules::manifest::Permissions;
    ///
    /// assert_eq!(
    ///     Permissions::from_json(r#"{"name": "Plays", "version": ""}"#).unwrap_err(),
    ///     "field author in Manifest: required; field version length: must be >= 1"
    /// );
    /// ```
    ///
    /// # Errors
    /// All that the server would refuse in the manifest, joined by `; `, or the text is not JSON. `name`, `author` and `version` must be there, spelt
    /// so and not empty; `config` must have a `schema`, which is not looked into.
    pub fn from_json(manifest: &str) -> Result<Self, String> {
        read::permissions(manifest)
    }

    /// What can be read of a manifest, though the server may refuse it: what it would refuse counts as not there. Nothing but the defaults for what is
    /// no JSON object.
    #[must_use]
    pub fn from_json_leniently(manifest: &str) -> Self {
        read::permissions_leniently(manifest)
    }

    /// Without the permissions for which this is not so, as if the manifest did not declare them.
    #[must_use]
    pub fn retain(self, is_known: impl Fn(Permission) -> bool) -> Self {
        let declares =
            |permission: &Permission| self.declares(*permission) && is_known(*permission);
        let declared = Permission::ALL.into_iter().filter(declares).collect();
        Self {
            declared: Declared::Only(declared),
            ..self
        }
    }

    /// Whether a permission is declared.
    #[must_use]
    pub fn declares(&self, permission: Permission) -> bool {
        match &self.declared {
            Declared::All => true,
            Declared::Only(declared) => declared.contains(&permission),
        }
    }

    /// Whether the permission with this key is declared. A key that the server does not know is so only where everything is.
    #[must_use]
    pub fn declares_key(&self, key: &str) -> bool {
        match self.declared {
            Declared::All => true,
            Declared::Only(_) => {
                Permission::from_key(key).is_some_and(|permission| self.declares(permission))
            }
        }
    }

    /// Why the server would not load a plugin with these exports, in its words: permissions need each other, and exports. None if it would.
    ///
    /// ```
    /// use nd_rules::manifest::Permissions;
    ///
    /// let permissions = Permissions::from_json(
    ///     r#"{"name": "Plays", "author": "You", "version": "0.1.0", "permissions": {"scheduler": {}}}"#,
    /// )?;
    /// assert_eq!(permissions.refusals(&["nd_scheduler_callback"]), [""; 0]);
    /// assert_eq!(
    ///     permissions.refusals(&["nd_on_init"]),
    ///     ["'scheduler' permission requires plugin to export 'nd_scheduler_callback' function"]
    /// );
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn refusals(&self, exports: &[&str]) -> Vec<&'static str> {
        let broken = self.broken_rules(exports).into_iter();
        broken.map(|rule| rule.message).collect()
    }

    /// The rules behind [`Self::refusals`], for who has to say more about them.
    #[must_use]
    pub fn broken_rules(&self, exports: &[&str]) -> Vec<&'static LoadRule> {
        match self.declared {
            Declared::All => Vec::new(),
            Declared::Only(_) => load::broken(self, exports),
        }
    }
}

#[cfg(test)]
mod tests;
