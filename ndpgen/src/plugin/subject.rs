//! What is checked and inspected: the parts of a plugin that can be read, from a package, a folder or a lone wasm file. Must not judge what they say.

use nd_package::Module;
use nd_rules::manifest::Permissions;
use nd_rules::version::Version;

use super::json::Document;

/// A plugin, as far as it can be read.
#[derive(Debug)]
pub struct Subject {
    /// As the user named it.
    pub name: String,
    /// The id it will have on the server; `None` where there is no file or folder of that name, as for a lone wasm file.
    pub id: Option<String>,
    pub manifest: Option<Manifest>,
    pub wasm: Option<Wasm>,
    /// The package, in bytes, where it is one.
    pub packed_size: Option<u64>,
    /// The crate it is made of, where that is known.
    pub crate_version: Option<semver::Version>,
}

/// A manifest that is a JSON object.
#[derive(Debug)]
pub struct Manifest {
    pub document: Document,
    /// What it permits, as the server reads it; nothing but the defaults if the server would refuse it.
    pub permissions: Permissions,
}

/// WebAssembly whose sections can be read.
#[derive(Debug)]
pub struct Wasm {
    pub bytes: Vec<u8>,
    pub module: Module,
}

/// What a check is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Target {
    /// The server the plugin has to work on; any that has what it needs if there is none.
    pub navidrome: Option<Version>,
}
