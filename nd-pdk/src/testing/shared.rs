//! The server's rules in the types of the plugin API, for all that imitate the server. Must not decide what needs no such type, nor hold state.

pub mod library;
pub mod matching;
pub mod scheduler;
pub mod scrobbles;
pub mod task;
pub mod websocket;
