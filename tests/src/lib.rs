//! What the end-to-end tests stand on: plugins built to wasm, and tables of what goes over the wire.
//! Must not hold expectations: those are in the tables and in the tests.

pub mod plugins;
pub mod tables;
