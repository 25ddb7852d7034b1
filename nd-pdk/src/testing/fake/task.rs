//! The service `Task` of a fake host.

use crate::testing::world::World;

/// The service `Task`.
#[derive(Debug)]
pub struct FakeTask {
    world: World,
}

impl FakeTask {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
