//! The service `Users` of a fake host.

use crate::testing::world::World;

/// The service `Users`.
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
