//! What a wasm module shows before anything runs. Must not load or compile it.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::module::Module;

/// Where the server's functions are imported from.
pub const USER_MODULE: &str = "extism:host/user";
/// Where the runtime's own functions are imported from: memory, input and output, log.
pub const KERNEL_MODULE: &str = "extism:host/env";
/// Where clock, random numbers and files are imported from.
pub const WASI_MODULE: &str = "wasi_snapshot_preview1";

/// The host functions a module imports and the functions it exports.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let wasm = wat::parse_str(r#"(module
/// #     (import "extism:host/user" "http_send" (func (param i64) (result i64)))
/// #     (func (export "nd_on_init") (result i32) (i32.const 0)))"#)?;
/// let surface = nd_package::Surface::read(&wasm)?;
/// assert!(surface.host_functions.contains("http_send"));
/// assert!(surface.exports.contains("nd_on_init"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// Imports from the server, without those from the runtime and from WASI.
    pub host_functions: BTreeSet<String>,
    /// Imports from WASI, preview 1.
    pub wasi_functions: BTreeSet<String>,
    /// Exported functions.
    pub exports: BTreeSet<String>,
}

impl Surface {
    /// Reads the sections of a module that name its imports and exports.
    ///
    /// # Errors
    /// When the bytes are no wasm module.
    pub fn read(wasm: &[u8]) -> Result<Self> {
        let module = Module::read(wasm)?;
        let from = |name| module.functions_from(name).map(str::to_owned).collect();
        Ok(Self {
            host_functions: from(USER_MODULE),
            wasi_functions: from(WASI_MODULE),
            exports: module.exported_functions().map(str::to_owned).collect(),
        })
    }
}
