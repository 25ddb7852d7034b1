//! The service `KVStore` of a fake host.

use crate::testing::world::World;

/// The service `KVStore`.
#[derive(Debug)]
pub struct FakeKVStore {
    world: World,
}

impl FakeKVStore {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
