//! What the parts of a fake host share: the clock, the identifiers, and what the administrator has set up.
//!
//! Must not hold the state of a single service.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::host::library::Library;
use crate::host::users::User;
use crate::sys::native::Clock;
use nd_rules::manifest::Permissions;

/// Shared by all services of one host.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) setup: Rc<Setup>,
}

/// What is decided before the plugin is loaded, and fixed from then on.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// The name of the package without `.ndp`.
    pub(crate) plugin_id: String,
    /// The configuration as the server hands it over.
    pub(crate) config: BTreeMap<String, String>,
    /// What the manifest permits; without a manifest everything.
    pub(crate) permissions: Permissions,
    /// The users of the server, in its order.
    pub(crate) users: Vec<Assigned<User>>,
    /// Whether the plugin may act for all users of the server, later ones too.
    pub(crate) all_users: bool,
    /// The libraries of the server, in its order.
    pub(crate) libraries: Vec<Assigned<Library>>,
}

/// Something of the server, and whether the administrator lets the plugin have it.
#[derive(Debug, Clone)]
pub(crate) struct Assigned<T> {
    pub(crate) item: T,
    pub(crate) to_plugin: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            plugin_id: "plugin".to_owned(),
            config: BTreeMap::new(),
            permissions: Permissions::all(),
            users: Vec::new(),
            all_users: false,
            libraries: Vec::new(),
        }
    }
}

/// Identifiers as the server makes them up, but the same ones in every run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ids(Rc<Cell<u64>>);

impl Ids {
    /// The next one: 22 letters and digits.
    pub(crate) fn next(&self) -> String {
        self.0.set(self.0.get() + 1);
        nd_rules::identifier::from_seed(self.0.get())
    }
}
