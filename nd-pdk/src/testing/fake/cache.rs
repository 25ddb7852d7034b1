//! The service `Cache` of a fake host.

use crate::testing::world::World;

/// The service `Cache`.
#[derive(Debug)]
pub struct FakeCache {
    world: World,
}

impl FakeCache {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
