//! The music that the server is made to have: users, libraries, songs. Must not know who asks for it.

use nd_pdk::host::library::Library;
use nd_pdk::host::users::User;
use serde::Deserialize;

/// The users, libraries and songs of a server.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Music {
    users: Vec<User>,
    libraries: Vec<Library>,
}

impl Music {
    pub(crate) fn users(&self) -> &[User] {
        &self.users
    }

    pub(crate) fn libraries(&self) -> &[Library] {
        &self.libraries
    }
}
