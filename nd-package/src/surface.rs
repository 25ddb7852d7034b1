//! What a wasm module shows before anything runs. Must not load or compile it.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

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
        read(wasm).context("not a valid wasm module")
    }
}

fn read(wasm: &[u8]) -> Result<Surface> {
    let mut surface = Surface::default();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    let function = matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                    let set = match import.module {
                        USER_MODULE => &mut surface.host_functions,
                        WASI_MODULE => &mut surface.wasi_functions,
                        _ => continue,
                    };
                    if function {
                        set.insert(import.name.to_owned());
                    }
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
                        surface.exports.insert(export.name.to_owned());
                    }
                }
            }
            // The other sections say nothing about the surface.
            _ => {}
        }
    }
    Ok(surface)
}
