//! Plugin development kit for the Navidrome music server.

// Generated code and macros name this crate the same way inside and outside of it.
extern crate self as nd_pdk;

mod error;
pub mod log;
pub mod pdk;
mod sys;
#[cfg(not(target_family = "wasm"))]
pub mod testing;
pub mod wire;

pub use error::{Error, ErrorKind};
