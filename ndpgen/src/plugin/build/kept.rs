//! What a build leaves beside the files of cargo: for `ndpgen inspect`, and for authors to look at. Must not know what is in it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::replace::replace;

/// The folder in the target folder.
const FOLDER: &str = "ndp";

/// The places of what is left of a package.
#[derive(Debug, Clone)]
pub struct Kept {
    folder: PathBuf,
    package: String,
}

impl Kept {
    pub fn new(target: &Path, package: &str) -> Self {
        Self {
            folder: target.join(FOLDER),
            package: package.to_owned(),
        }
    }

    /// What the compiler made, with the names of functions.
    pub fn wasm(&self) -> PathBuf {
        self.file("wasm")
    }

    /// The manifest, where it is made from the code.
    pub fn manifest(&self) -> PathBuf {
        self.file("manifest.json")
    }

    fn file(&self, kind: &str) -> PathBuf {
        self.folder.join(format!("{}.{kind}", self.package))
    }
}

/// Writes one of them.
///
/// # Errors
/// The target folder cannot be written.
pub fn write(path: &Path, contents: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    replace(path, contents).context("writing what is kept of the build")
}
