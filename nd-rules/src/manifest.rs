//! What a manifest permits. Must not judge the rest of the manifest.

mod load;
mod read;

/// The permissions that a manifest declares, with what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions {
    /// The permission keys that are declared: those whose value is an object.
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

/// Which permission keys are declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// All of them.
    All,
    /// These.
    Only(Vec<String>),
}

impl Permissions {
    /// Everything, for where there is no manifest: every host, the default quota of 1 MiB, file system access,
    /// and more concurrency than a test will ask for.
    #[must_use]
    pub fn all() -> Self {
        Self {
            declared: Declared::All,
            http_hosts: vec!["*".to_owned()],
            websocket_hosts: vec!["*".to_owned()],
            kvstore_max_size: 1_048_576,
            library_filesystem: true,
            task_max_concurrency: i32::MAX,
        }
    }

    /// Nothing but the defaults: what a manifest without permissions comes to.
    #[must_use]
    pub fn none() -> Self {
        Self {
            declared: Declared::Only(Vec::new()),
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
    /// # Errors
    /// All that the server would refuse in them, or the text is not JSON.
    pub fn from_json(manifest: &str) -> Result<Self, String> {
        read::permissions(manifest)
    }

    /// Whether the permission with this key is declared.
    #[must_use]
    pub fn declares(&self, key: &str) -> bool {
        match &self.declared {
            Declared::All => true,
            Declared::Only(keys) => keys.iter().any(|declared| declared == key),
        }
    }

    /// Why the server would not load a plugin with these exports, in its words: permissions need each other, and exports. None if it would.
    ///
    /// ```
    /// use nd_rules::manifest::Permissions;
    ///
    /// let permissions = Permissions::from_json(r#"{"permissions": {"scheduler": {}}}"#)?;
    /// assert_eq!(permissions.refusals(&["nd_scheduler_callback"]), [""; 0]);
    /// assert_eq!(
    ///     permissions.refusals(&["nd_on_init"]),
    ///     ["'scheduler' permission requires plugin to export 'nd_scheduler_callback' function"]
    /// );
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn refusals(&self, exports: &[&str]) -> Vec<&'static str> {
        match self.declared {
            Declared::All => Vec::new(),
            Declared::Only(_) => load::refusals(self, exports),
        }
    }
}

#[cfg(test)]
mod tests;
