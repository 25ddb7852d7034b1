//! What the end-to-end tests stand on: plugins built to wasm, local servers for them to talk to, and the tables they share with the native tests.
//! Must not hold expectations: those are in the tables and in the tests.

pub mod package;
pub mod plugins;
pub mod server;
pub use nd_native_tests::tables;
