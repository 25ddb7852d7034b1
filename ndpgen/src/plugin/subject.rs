//! What is checked and inspected: the parts of a plugin that can be read, from a package, a folder, a crate or a lone wasm file. Reports what cannot be
//! read; must not judge what the rest says.

mod files;
mod package;
mod parts;

use std::path::Path;

use nd_package::Module;
use nd_rules::manifest::Permissions;
use nd_rules::version::Version;

pub use self::parts::{read_manifest, read_wasm};
use super::finding::{Findings, Report};
use super::from_code::fixes;
use super::json::Document;

/// A plugin, as far as it can be read.
#[derive(Debug)]
pub struct Subject {
    /// As the user named it.
    pub name: String,
    /// The id it will have on the server; `None` where there is no file or folder of that name, as for a lone wasm file.
    pub id: Option<String>,
    pub origin: Origin,
    pub manifest_source: ManifestSource,
    pub manifest: Option<Manifest>,
    /// The manifest if it is no JSON object, to show where it is not.
    pub malformed_manifest: Option<String>,
    pub wasm: Option<Wasm>,
    /// The package, in bytes, where it is one.
    pub packed_size: Option<u64>,
    /// The crate it is made of, where that is known.
    pub crate_version: Option<semver::Version>,
}

/// What it was read from, and the names of what is in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A zip archive, which is what the server takes. Names are bytes, and may be there twice.
    Package { entries: Vec<Vec<u8>> },
    /// A folder with the contents of a package. Names of files in it and in the folders in it, as far as they are text, with `/`.
    Folder { files: Vec<String> },
    /// The folder of a crate, of which a package can be built: there is no WebAssembly, and the manifest may come out of the code.
    Crate,
    /// A lone wasm file: there is no manifest.
    Wasm,
    /// Something that cannot be read.
    Nothing,
}

/// Who has written the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManifestSource {
    /// The author, into `manifest.json`.
    File,
    /// It is made from the code, and shown under this name.
    Code { shown_as: String },
}

/// A manifest that is a JSON object.
#[derive(Debug)]
pub struct Manifest {
    pub document: Document,
    /// What it permits, as the server reads it; of one that the server would refuse, what can be read nevertheless.
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

/// Reads what can be read: a package, a folder with the contents of one, the folder of a crate, or a lone wasm file. What cannot be read is reported.
pub fn open(path: &Path, cx: &mut Findings) -> Subject {
    files::open(path, cx)
}

/// Reads what can be read of a package in memory.
pub fn read_package(file_name: &str, bytes: &[u8], cx: &mut Findings) -> Subject {
    let mut subject = Subject::new(file_name);
    package::read(&mut subject, file_name, bytes, cx);
    subject
}

impl Subject {
    /// One of which nothing is known yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            id: None,
            origin: Origin::Nothing,
            manifest_source: ManifestSource::File,
            manifest: None,
            malformed_manifest: None,
            wasm: None,
            packed_size: None,
            crate_version: None,
        }
    }

    /// Whether it is a crate, whose WebAssembly nobody has looked at.
    pub fn awaits_build(&self) -> bool {
        self.origin == Origin::Crate && self.wasm.is_none()
    }

    /// What was found out about it, to be shown.
    pub fn report(&self, mut findings: Findings) -> Report {
        let name = self.name.as_str();
        match &self.manifest_source {
            ManifestSource::File => Report::new(name, self.manifest_text(), findings),
            ManifestSource::Code { shown_as } => {
                if let Some(manifest) = &self.manifest {
                    findings.mend_fixes(|it| fixes::fix(it, &manifest.document.root));
                }
                let report = Report::new(name, self.manifest_text(), findings);
                report.with_generated_manifest(shown_as, fixes::SOURCES)
            }
        }
    }

    /// The text that places in the manifest are about.
    pub fn manifest_text(&self) -> Option<&str> {
        let well_formed = self.manifest.as_ref();
        let well_formed = well_formed.map(|manifest| manifest.document.text.as_str());
        well_formed.or(self.malformed_manifest.as_deref())
    }
}

#[cfg(test)]
mod tests;
