//! Whom a plugin may act for, and which libraries it may see: the server's decisions and its words. Must not know who is on the server.

#[cfg(test)]
mod tests;

use crate::quoted::quoted;

/// For whom the administrator lets a plugin act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All users, later ones too.
    Everyone,
    /// At least one user.
    Some,
    /// No user.
    Nobody,
}

/// What a plugin has to do with a user by this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The administrator has assigned the user to the plugin, alone or with all others.
    Assigned,
    /// The user is there and not the plugin's.
    NotAssigned,
    /// There is no such user.
    Unknown,
}

/// Whether two login names are of the same user.
#[must_use]
pub fn is_same_user(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Whether a plugin may ask a service, such as `matcher`, something as this user.
///
/// # Errors
/// The server's refusal.
pub fn act_as(
    service: &str,
    username: &str,
    reach: Reach,
    standing: Standing,
) -> Result<(), String> {
    let name = quoted(username);
    match (reach, standing) {
        (Reach::Nobody, _) => Err(format!(
            "{service}: plugin is not authorized to scope by user"
        )),
        (Reach::Everyone | Reach::Some, Standing::Unknown) => {
            Err(format!("{service}: user {name} not found"))
        }
        (Reach::Some, Standing::NotAssigned) => Err(format!(
            "{service}: plugin is not allowed to act as user {name}"
        )),
        (Reach::Everyone, Standing::Assigned | Standing::NotAssigned)
        | (Reach::Some, Standing::Assigned) => Ok(()),
    }
}

/// Whether a plugin may send Subsonic requests as this user. One with all users may name anyone: nobody looks whether the user is there.
///
/// # Errors
/// The server's refusal.
pub fn send_subsonic(
    plugin_id: &str,
    username: &str,
    reach: Reach,
    standing: Standing,
) -> Result<(), String> {
    match (reach, standing) {
        (Reach::Everyone, _) | (Reach::Some, Standing::Assigned) => Ok(()),
        (Reach::Nobody, _) => Err(format!("no users configured for plugin {plugin_id}")),
        (Reach::Some, Standing::Unknown) => Err(format!("username {username} not found")),
        (Reach::Some, Standing::NotAssigned) => {
            Err(format!("user {username} is not authorized for this plugin"))
        }
    }
}

/// Whether a plugin may see a library. One that is assigned can have been removed since.
///
/// # Errors
/// The server's refusal.
pub fn see_library(id: i32, is_assigned: bool, is_there: bool) -> Result<(), String> {
    match (is_assigned, is_there) {
        (false, _) => Err(format!(
            "library not accessible: library ID {id} is not in the allowed list"
        )),
        (true, false) => Err("library not found: data not found".to_owned()),
        (true, true) => Ok(()),
    }
}
