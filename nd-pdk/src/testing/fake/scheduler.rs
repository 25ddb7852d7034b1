//! The service `Scheduler` of a fake host.

use crate::testing::world::World;

/// The service `Scheduler`.
#[derive(Debug)]
pub struct FakeScheduler {
    world: World,
}

impl FakeScheduler {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
