//! What the tests stand on that run a plugin natively, and what they share with those that run it as wasm: tables of what goes over the wire,
//! and scenarios of what the server answers.
//! Must not hold expectations: those are in the tables and in the tests.

pub mod export;
pub mod host_function;
pub mod json;
pub mod placeholder;
pub mod run;
pub mod scenario;
pub mod setup;
pub mod tables;

// Linked for its exports, which are found by their names.
use guest_full as _;
