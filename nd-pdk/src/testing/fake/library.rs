//! The service `Library` of a fake host.

use crate::testing::world::World;

/// The service `Library`.
#[derive(Debug)]
pub struct FakeLibrary {
    world: World,
}

impl FakeLibrary {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
