//! The edge of the crate: what the runtime around a plugin offers, as safe functions over plain bytes.
//!
//! Under WebAssembly that is the Extism kernel, natively whatever a test has set up for its thread. Both files offer the same functions.
//! All `unsafe` blocks of the crate are below this module; no JSON, no errors and no names of host functions are known here.

#[cfg(not(target_family = "wasm"))]
pub(crate) mod native;
#[cfg(target_family = "wasm")]
mod wasm;

#[cfg(not(target_family = "wasm"))]
pub(crate) use native::*;
#[cfg(target_family = "wasm")]
pub(crate) use wasm::*;
