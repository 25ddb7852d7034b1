//! The service `Storage` of a fake host.

use crate::testing::world::World;

/// The service `Storage`.
#[derive(Debug)]
pub struct FakeStorage {
    world: World,
}

impl FakeStorage {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
