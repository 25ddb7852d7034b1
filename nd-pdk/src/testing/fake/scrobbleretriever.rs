//! The service `ScrobbleRetriever` of a fake host.

use crate::testing::world::World;

/// The service `ScrobbleRetriever`.
#[derive(Debug)]
pub struct FakeScrobbleRetriever {
    world: World,
}

impl FakeScrobbleRetriever {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
