//! The service `HTTP` of a fake host.

use crate::testing::world::World;

/// The service `HTTP`.
#[derive(Debug)]
pub struct FakeHTTP {
    world: World,
}

impl FakeHTTP {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
