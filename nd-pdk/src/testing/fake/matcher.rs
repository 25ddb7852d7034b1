//! The service `Matcher` of a fake host.

use crate::testing::world::World;

/// The service `Matcher`.
#[derive(Debug)]
pub struct FakeMatcher {
    world: World,
}

impl FakeMatcher {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
