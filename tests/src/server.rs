//! Local servers, for plugins that are tested end to end. Must not know what any plugin asks of them: tests say what is answered.

pub mod discord;
pub mod http;
pub mod ticker;
pub mod websocket;
