//! Servers with a few users and libraries, for the tests of the services that ask about them.

use std::rc::Rc;

use crate::host::library::Library;
use crate::host::users::User;
use crate::testing::world::{Assigned, Setup, World};

/// A server on which the administrator has decided this.
pub(in crate::testing::fake) fn world(decide: impl FnOnce(&mut Setup)) -> World {
    let mut setup = Setup::default();
    decide(&mut setup);
    World {
        setup: Rc::new(setup),
        ..World::default()
    }
}

/// The plugin may act for `ada`, an administrator, and for `Zoe`, not for `eve`; it has the libraries 2 and 1, not 3.
pub(in crate::testing::fake) fn small(setup: &mut Setup) {
    setup.plugin_id = "top-songs".to_owned();
    setup.users = vec![user("Zoe", true), user("eve", false), user("ada", true)];
    setup.users[2].item.is_admin = true;
    setup.libraries = vec![library(2, true), library(3, false), library(1, true)];
}

pub(in crate::testing::fake) fn user(name: &str, to_plugin: bool) -> Assigned<User> {
    let item = User {
        user_name: name.to_owned(),
        name: name.to_uppercase(),
        is_admin: false,
    };
    Assigned { item, to_plugin }
}

pub(in crate::testing::fake) fn library(id: i32, to_plugin: bool) -> Assigned<Library> {
    let item = Library {
        id,
        name: format!("Library {id}"),
        path: format!("/music/{id}"),
        ..Library::default()
    };
    Assigned { item, to_plugin }
}
