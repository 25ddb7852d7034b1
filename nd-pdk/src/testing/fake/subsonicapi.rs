//! The service `SubsonicAPI` of a fake host.

use crate::testing::world::World;

/// The service `SubsonicAPI`.
#[derive(Debug)]
pub struct FakeSubsonicAPI {
    world: World,
}

impl FakeSubsonicAPI {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
