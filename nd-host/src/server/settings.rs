//! What the administrator decides for a plugin before it is loaded. Must not know what the plugin asks for.

use nd_rules::manifest::{Permission, Permissions};

use crate::music::Music;

/// What the administrator decides for a plugin: its configuration, and for whom and for what it may act.
///
/// By default the configuration is empty, and all users and libraries are the plugin's.
#[derive(Debug, Clone)]
#[must_use = "give it to `Server::load`"]
pub struct Settings {
    pub(crate) config: String,
    pub(crate) users: Granted<String>,
    pub(crate) libraries: Granted<i32>,
    pub(crate) library_write: bool,
}

/// Which of the things on the server a plugin may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Granted<T> {
    /// All, later ones too.
    All,
    /// These.
    Only(Vec<T>),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            config: String::new(),
            users: Granted::All,
            libraries: Granted::All,
            library_write: false,
        }
    }
}

impl Settings {
    /// Nothing decided yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The configuration as a JSON object, as the user interface stores it.
    pub fn config(self, json: impl Into<String>) -> Self {
        let config = json.into();
        Self { config, ..self }
    }

    /// The users for whom the plugin may act, by their names.
    pub fn users(self, users: Granted<String>) -> Self {
        Self { users, ..self }
    }

    /// The libraries that are the plugin's, by their ids.
    pub fn libraries(self, libraries: Granted<i32>) -> Self {
        Self { libraries, ..self }
    }

    /// Lets the plugin write to its libraries. It only reads them by default.
    pub fn library_write(self, library_write: bool) -> Self {
        Self {
            library_write,
            ..self
        }
    }
}

impl<T> Granted<T> {
    /// Whether nothing is the plugin's.
    fn is_none(&self) -> bool {
        match self {
            Self::All => false,
            Self::Only(items) => items.is_empty(),
        }
    }
}

impl<T: PartialEq> Granted<T> {
    /// Whether this one is the plugin's.
    pub(crate) fn has(&self, item: &T) -> bool {
        match self {
            Self::All => true,
            Self::Only(items) => items.contains(item),
        }
    }
}

impl Settings {
    /// Users and libraries that are named and are not there: whoever sets this up has written them wrong.
    pub(crate) fn unknown_grants(&self, music: &Music) -> Option<String> {
        let users = match &self.users {
            Granted::All => None,
            Granted::Only(names) => names.iter().find(|name| music.user(name).is_none()),
        };
        let libraries = match &self.libraries {
            Granted::All => None,
            Granted::Only(ids) => ids.iter().find(|id| music.library(**id).is_none()),
        };
        let known_users = || list(music.users().iter().map(|user| user.user_name.clone()));
        let known_libraries = || list(music.libraries().iter().map(|known| known.id.to_string()));
        match (users, libraries) {
            (Some(name), _) => Some(format!("there is no user {name:?}: {}", known_users())),
            (None, Some(id)) => Some(format!("there is no library {id}: {}", known_libraries())),
            (None, None) => None,
        }
    }

    /// The server's words for why a plugin with these permissions cannot be enabled with these settings.
    pub(crate) fn missing_grants(&self, permissions: &Permissions) -> Option<&'static str> {
        let declares = |permission| permissions.declares(permission);
        if declares(Permission::Users) && self.users.is_none() {
            return Some(
                "the 'users' permission requires at least one user, or all users, to be assigned to the plugin",
            );
        }
        if declares(Permission::Library) && self.libraries.is_none() {
            return Some(
                "the 'library' permission requires at least one library, or all libraries, to be assigned to the plugin",
            );
        }
        None
    }
}

fn list(known: impl Iterator<Item = String>) -> String {
    let known: Vec<String> = known.collect();
    match known[..] {
        [] => "there is none at all".to_owned(),
        _ => format!("there are {}", known.join(", ")),
    }
}
