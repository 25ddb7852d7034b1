//! Setting up a fake host: what the administrator decides before the server loads the plugin.
//!
//! Everything else is scripted on the host itself, at any time.

use std::any::TypeId;
use std::rc::Rc;
use std::time::SystemTime;

use nd_rules::manifest::Permissions;

use super::host::FakeHost;
use super::world::{Assigned, Setup, World};
use crate::host::library::Library;
use crate::host::users::User;
use crate::log::Level;

/// Sets up a [`FakeHost`]: configuration, manifest, users and libraries. [`FakeHost::builder`] makes one.
#[derive(Debug, Default)]
#[must_use = "nothing changes before `install`"]
pub struct Builder {
    setup: Setup,
    least_level: Option<Level>,
    plugin: Option<TypeId>,
    start: Option<SystemTime>,
}

impl Builder {
    /// Sets one value of the configuration. Values are texts, as the server hands everything over as text.
    pub fn config(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.setup.config.insert(key.into(), value.into());
        self
    }

    /// Sets the configuration to a JSON object, as the user interface stores it: texts stay as they are, everything else becomes JSON text
    /// (`30`, `true`, `["a","b"]`).
    ///
    /// # Panics
    /// It is no object.
    #[track_caller]
    pub fn config_json(mut self, config: &str) -> Self {
        match nd_rules::config::flatten(config) {
            Ok(config) => self.setup.config = config,
            Err(problem) => panic!("{problem}"),
        }
        self
    }

    /// Lets the plugin do what its manifest declares and nothing more: `.manifest(include_str!("../manifest.json"))`.
    ///
    /// Without a manifest everything is declared, every host may be reached, and the defaults of the server hold: a quota of 1 MiB for the key-value
    /// store, and one task at a time, which one queue uses up. A plugin with two queues needs `maxConcurrency` in its manifest, here as there.
    ///
    /// # Panics
    /// The server would refuse it: it is no JSON object, has no `name`, `author` or `version` or an empty one, a `config` without `schema`, or
    /// permissions that cannot be read. Whether the schema itself holds together is not checked.
    #[track_caller]
    pub fn manifest(mut self, manifest: &str) -> Self {
        match Permissions::from_json(manifest) {
            Ok(permissions) => self.setup.permissions = permissions,
            Err(problem) => panic!("manifest.json: {problem}"),
        }
        self
    }

    /// Sets the plugin's id, which is the name of its package without `.ndp`; `plugin` by default.
    ///
    /// # Panics
    /// The server would not load a package of that name: it is empty, `.` or `..`, has a `/` or `\`, or ends with a dot or a space.
    #[track_caller]
    pub fn plugin_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        assert!(
            nd_rules::identifier::is_plugin_id(&id),
            "{id:?} cannot be the id of a plugin: it is the name of a package without `.ndp`, not empty, without `/` and `\\`, and with neither dot \
             nor space at the end"
        );
        self.setup.plugin_id = id;
        self
    }

    /// Says which type is the plugin, in a test binary that registers an export several times.
    pub fn plugin<P: 'static>(mut self) -> Self {
        self.plugin = Some(TypeId::of::<P>());
        self
    }

    /// Adds a user whom the plugin may act for.
    pub fn user(self, user_name: impl Into<String>) -> Self {
        self.user_with(named(user_name, false))
    }

    /// Adds an administrator whom the plugin may act for.
    pub fn admin(self, user_name: impl Into<String>) -> Self {
        self.user_with(named(user_name, true))
    }

    /// Adds a user whom the plugin may act for, with everything said.
    pub fn user_with(mut self, item: User) -> Self {
        let to_plugin = true;
        self.setup.users.push(Assigned { item, to_plugin });
        self
    }

    /// Lets the plugin act for all users of the server, as the administrator can decide: also for those that were added as unassigned.
    ///
    /// A request to the Subsonic API then reaches it whoever it names, even a user that is not there.
    ///
    /// ```
    /// use nd_pdk::host::users;
    /// use nd_pdk::testing::FakeHost;
    ///
    /// let _host = FakeHost::builder().unassigned_user("ada").all_users().install();
    /// assert_eq!(users::get_users()?[0].user_name, "ada");
    /// # Ok::<(), nd_pdk::Error>(())
    /// ```
    pub fn all_users(mut self) -> Self {
        self.setup.all_users = true;
        self
    }

    /// Adds a user of the server whom the plugin must leave alone, but for [`all_users`](Self::all_users).
    pub fn unassigned_user(mut self, user_name: impl Into<String>) -> Self {
        let item = named(user_name, false);
        let to_plugin = false;
        self.setup.users.push(Assigned { item, to_plugin });
        self
    }

    /// Adds a library that the plugin may use.
    pub fn library(mut self, item: Library) -> Self {
        let to_plugin = true;
        self.setup.libraries.push(Assigned { item, to_plugin });
        self
    }

    /// Adds a library of the server that the plugin may not use.
    pub fn unassigned_library(mut self, item: Library) -> Self {
        let to_plugin = false;
        self.setup.libraries.push(Assigned { item, to_plugin });
        self
    }

    /// Sets the time at which the test begins; 2026-01-01 00:00:00 UTC by default.
    ///
    /// # Panics
    /// [`install`](Self::install) does for a time beyond the year 9999.
    pub fn start(mut self, time: SystemTime) -> Self {
        self.start = Some(time);
        self
    }

    /// Drops log messages below a level, as the server does; by default all are kept.
    pub fn log_level(mut self, least: Level) -> Self {
        self.least_level = Some(least);
        self
    }

    /// Puts the host in place for this thread, until it is dropped.
    ///
    /// # Panics
    /// It would start beyond the year 9999.
    #[track_caller]
    pub fn install(self) -> FakeHost {
        let world = World {
            setup: Rc::new(self.setup),
            ..World::default()
        };
        if let Some(start) = self.start {
            world.clock.set(start);
        }
        FakeHost::enter(&world, self.least_level, self.plugin)
    }
}

/// A user whose login name is the name that is shown, too.
fn named(user_name: impl Into<String>, is_admin: bool) -> User {
    let user_name = user_name.into();
    User {
        name: user_name.clone(),
        user_name,
        is_admin,
    }
}
