//! A plugin as it is handed over: id, manifest and wasm. Must not load it.

use anyhow::Result;

use crate::manifest::Manifest;

/// A plugin as it is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The id, which is the name of the file without `.ndp`.
    pub id: String,
    /// `manifest.json`.
    pub manifest: String,
    /// `plugin.wasm`.
    pub wasm: Vec<u8>,
}

impl Package {
    /// The manifest, read and checked.
    ///
    /// # Errors
    /// In the server's words for what is wrong with it.
    pub(crate) fn manifest(&self) -> Result<Manifest> {
        Manifest::read(&self.manifest)
    }
}
