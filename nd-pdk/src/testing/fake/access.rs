//! Who a plugin may act for, and which libraries are its own: what the administrator assigned to it.
//!
//! Must not know what is asked for them.

#[cfg(test)]
pub(super) mod sample;
#[cfg(test)]
mod tests;

use nd_rules::access::{self, Reach, Standing};
use nd_rules::manifest::Declared;

use crate::Error;
use crate::host::library::Library;
use crate::host::users::User;
use crate::testing::world::{Assigned, World};

/// The users that the plugin has, in the order of the server.
pub(super) fn users(world: &World) -> impl Iterator<Item = &User> {
    assigned(&world.setup.users, world.setup.all_users)
}

/// The libraries that the plugin has, in the order of the server.
pub(super) fn libraries(world: &World) -> impl Iterator<Item = &Library> {
    assigned(&world.setup.libraries, false)
}

fn assigned<T>(of_server: &[Assigned<T>], all: bool) -> impl Iterator<Item = &T> {
    of_server
        .iter()
        .filter(move |assigned| all || assigned.to_plugin)
        .map(|assigned| &assigned.item)
}

/// For whom the administrator lets the plugin act.
fn reach(world: &World) -> Reach {
    match world.setup.all_users {
        true => Reach::Everyone,
        false if users(world).next().is_some() => Reach::Some,
        false => Reach::Nobody,
    }
}

fn standing(user: Option<&Assigned<User>>) -> Standing {
    match user {
        Some(user) if user.to_plugin => Standing::Assigned,
        Some(_) => Standing::NotAssigned,
        None => Standing::Unknown,
    }
}

/// The user of the server who has this name, whether the plugin has them or not.
fn find<'world>(world: &'world World, username: &str) -> Option<&'world Assigned<User>> {
    let mut all = world.setup.users.iter();
    all.find(|user| access::is_same_user(&user.item.user_name, username))
}

/// The user as whom the plugin may ask `service` something.
pub(super) fn act_as<'world>(
    world: &'world World,
    service: &str,
    username: &str,
) -> Result<&'world User, Error> {
    expect_users(world, service, username);
    let user = find(world, username);
    access::act_as(service, username, reach(world), standing(user))?;
    let user = user.map(|user| &user.item);
    Ok(user.expect("nobody acts as a user who is unknown"))
}

/// Whether the plugin may send Subsonic requests as this user; with all users it may name anyone.
pub(super) fn check_subsonic(world: &World, username: &str) -> Result<(), Error> {
    if !world.setup.all_users {
        expect_users(world, "subsonicAPI", username);
    }
    let plugin = &world.setup.plugin_id;
    let standing = standing(find(world, username));
    access::send_subsonic(plugin, username, reach(world), standing)?;
    Ok(())
}

/// The user that the test means, by the name that the server knows them by.
///
/// # Panics
/// There is none: the test says something that cannot be.
#[track_caller]
pub(super) fn known<'world>(world: &'world World, call: &str, username: &str) -> &'world User {
    match find(world, username) {
        Some(user) => &user.item,
        None => panic!(
            "{call}: there is no user {username:?}; add `.user({username:?})` to the builder of the FakeHost"
        ),
    }
}

/// A server without users does not exist, so the refusal that would follow speaks of something else: what the test has left out.
fn expect_users(world: &World, service: &str, username: &str) {
    let nothing_said = match world.setup.permissions.declared {
        Declared::All => world.setup.users.is_empty(),
        Declared::Only(_) => false,
    };
    assert!(
        !nothing_said,
        "{service}: asked about user {username:?}, and there are no users; add `.user({username:?})` to the builder of the FakeHost"
    );
}
