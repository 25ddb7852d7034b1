//! What Navidrome's plugin host decides, as pure functions and state machines.
//!
//! One implementation of each rule for all that imitate the server: the fake host of native tests and the local host that runs plugins as wasm.
//! No clock, no input or output, and no types of the plugin API live here; whoever asks brings the facts along, and keeps what has state.

pub mod access;
pub mod address;
pub mod artwork;
pub mod cache;
pub mod config;
pub mod escape;
pub mod exchange;
pub mod header;
pub mod identifier;
pub mod jobs;
pub mod kvstore;
pub mod manifest;
pub mod matching;
pub mod prefix;
pub mod queues;
pub mod quoted;
pub mod schedule;
pub mod scrobbles;
pub mod size;
pub mod subsonic;
pub mod surface;
pub mod sweep;
pub mod task;
pub mod version;
pub mod websocket;
