//! Whom the plugin may act for, and which libraries are its own: the settings against the server's music. Must not know what is asked for them.

use nd_pdk::Error;
use nd_pdk::host::library::Library;
use nd_pdk::host::users::User;
use nd_rules::access::{self, Reach, Standing};

use crate::music::Music;
use crate::server::{Granted, World};

/// The users that the plugin has, in the order of the server.
pub(super) fn users<'a>(world: &'a World, music: &'a Music) -> impl Iterator<Item = &'a User> {
    let users = music.users().iter();
    users.filter(|user| has_user(world, user))
}

/// The libraries that the plugin has, in the order of the server.
pub(super) fn libraries<'a>(
    world: &'a World,
    music: &'a Music,
) -> impl Iterator<Item = &'a Library> {
    let libraries = music.libraries().iter();
    libraries.filter(|library| world.libraries.has(&library.id))
}

/// Whether the library is one that the administrator has assigned to the plugin, though it may be gone by now.
pub(super) fn has_library(world: &World, music: &Music, id: i32) -> bool {
    match &world.libraries {
        Granted::All => music.library(id).is_some(),
        Granted::Only(ids) => ids.contains(&id),
    }
}

fn has_user(world: &World, user: &User) -> bool {
    match &world.users {
        Granted::All => true,
        Granted::Only(names) => names
            .iter()
            .any(|name| access::is_same_user(name, &user.user_name)),
    }
}

fn reach(world: &World, music: &Music) -> Reach {
    match &world.users {
        Granted::All => Reach::Everyone,
        Granted::Only(_) if users(world, music).next().is_some() => Reach::Some,
        Granted::Only(_) => Reach::Nobody,
    }
}

fn standing(world: &World, user: Option<&User>) -> Standing {
    match user {
        Some(user) if has_user(world, user) => Standing::Assigned,
        Some(_) => Standing::NotAssigned,
        None => Standing::Unknown,
    }
}

/// The login name, as the server writes it, of the user as whom the plugin may ask `service` something.
///
/// # Errors
/// It may not, in the server's words.
pub(super) fn act_as(
    world: &World,
    music: &Music,
    service: &str,
    username: &str,
) -> Result<String, Error> {
    let user = music.user(username);
    let standing = standing(world, user);
    access::act_as(service, username, reach(world, music), standing)?;
    Ok(user.map_or_else(String::new, |user| user.user_name.clone()))
}

/// Whether the plugin may send Subsonic requests as this user.
///
/// # Errors
/// It may not, in the server's words.
pub(super) fn send_subsonic(world: &World, username: &str) -> Result<(), Error> {
    let music = world.music.read();
    let standing = standing(world, music.user(username));
    let reach = reach(world, &music);
    access::send_subsonic(&world.plugin_id, username, reach, standing)?;
    Ok(())
}
