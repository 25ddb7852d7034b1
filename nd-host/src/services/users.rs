//! The service `Users`: the users that the administrator assigned to the plugin. Must not decide who they are.

use std::sync::Arc;

use nd_pdk::Error;
use nd_pdk::host::users::{User, UsersService};

use super::access;
use crate::server::World;

pub(crate) struct Users {
    world: Arc<World>,
}

impl Users {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let world = Arc::clone(world);
        Self { world }
    }
}

impl UsersService for Users {
    fn get_users(&self) -> Result<Vec<User>, Error> {
        let music = self.world.music.read();
        Ok(access::users(&self.world, &music).cloned().collect())
    }

    fn get_admins(&self) -> Result<Vec<User>, Error> {
        let music = self.world.music.read();
        let admins = access::users(&self.world, &music).filter(|user| user.is_admin);
        Ok(admins.cloned().collect())
    }
}
