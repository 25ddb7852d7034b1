//! The service `Users` of a fake host.
//!
//! Must not decide who the plugin has; the setup does.

#[cfg(test)]
mod tests;

use super::access;
use crate::Error;
use crate::host::users::{User, UsersService};
use crate::testing::world::World;

/// The service `Users`: the users that the administrator assigned to the plugin.
///
/// They are part of the setup and stay as they are. A plugin with no user assigned sees an empty list, as on the server.
///
/// ```
/// use nd_pdk::host::users;
/// use nd_pdk::testing::FakeHost;
///
/// let _host = FakeHost::builder().user("ada").user("grace").install();
///
/// let names: Vec<_> = users::get_users()?.into_iter().map(|user| user.user_name).collect();
/// assert_eq!(names, ["ada", "grace"]);
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeUsers {
    world: World,
}

impl FakeUsers {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}

impl UsersService for FakeUsers {
    fn get_users(&self) -> Result<Vec<User>, Error> {
        Ok(access::users(&self.world).cloned().collect())
    }

    fn get_admins(&self) -> Result<Vec<User>, Error> {
        let admins = access::users(&self.world).filter(|user| user.is_admin);
        Ok(admins.cloned().collect())
    }
}
