//! The service `WebSocket` of a fake host.

use crate::testing::world::World;

/// The service `WebSocket`.
#[derive(Debug)]
pub struct FakeWebSocket {
    world: World,
}

impl FakeWebSocket {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}
