//! The service `Artwork` of a fake host.

use crate::testing::world::World;

/// The service `Artwork`.
#[derive(Debug)]
pub struct FakeArtwork {
    world: World,
}

impl FakeArtwork {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
