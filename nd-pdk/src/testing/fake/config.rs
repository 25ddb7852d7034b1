//! The service `Config` of a fake host.

use crate::testing::world::World;

/// The service `Config`.
#[derive(Debug)]
pub struct FakeConfig {
    world: World,
}

impl FakeConfig {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
