//! Where the manifest of a plugin comes from: the file beside Cargo.toml, or Cargo.toml itself. Must not look into it.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::Package;
use nd_package::archive::read_limited;
use nd_package::package::{LARGEST_MANIFEST, MANIFEST};

use crate::plugin::from_code::{self, Crate};

/// Where a manifest comes from.
#[derive(Debug)]
pub enum Source {
    /// A file that the author has written.
    File { path: PathBuf, bytes: Vec<u8> },
    /// `[package.metadata.navidrome]`, and the settings in the code.
    Code(Crate),
}

/// Finds the manifest of a package, and reads it if it is a file.
///
/// # Errors
/// There is none, or both; or the file cannot be read.
pub fn find(package: &Package) -> Result<Source> {
    let path = file(package);
    let of_crate = Crate::from(package);
    match (path.exists(), from_code::is_described(&of_crate)) {
        (true, false) => {
            let bytes = read(&path)?;
            Ok(Source::File { path, bytes })
        }
        (false, true) => Ok(Source::Code(of_crate)),
        (true, true) => bail!(
            "{} is there, and [package.metadata.navidrome] in Cargo.toml describes the plugin too: keep one of them",
            path.display()
        ),
        (false, false) => bail!(
            "{} is not there: write it, or describe the plugin under [package.metadata.navidrome] in Cargo.toml",
            path.display()
        ),
    }
}

/// Where an author writes the manifest, be it there or not.
pub fn file(package: &Package) -> PathBuf {
    let cargo_toml = package.manifest_path.as_std_path();
    cargo_toml.with_file_name(MANIFEST)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let context = || format!("reading {}", path.display());
    let bytes = read_limited(File::open(path).with_context(context)?, LARGEST_MANIFEST);
    bytes.with_context(context)
}

impl Source {
    /// The manifest as far as it is known before the code is compiled.
    ///
    /// # Errors
    /// `Cargo.toml` says something of the plugin that cannot be.
    pub fn so_far(&self) -> Result<Vec<u8>> {
        match self {
            Source::File { bytes, .. } => Ok(bytes.clone()),
            Source::Code(of_crate) => Ok(from_code::manifest(of_crate, None)?.into_bytes()),
        }
    }

    /// The manifest. `settings` is what the code says of them.
    ///
    /// # Errors
    /// It is no text, or the code says something that cannot be.
    pub fn whole(self, settings: Option<&[u8]>) -> Result<String> {
        match self {
            Source::File { bytes, .. } => Ok(String::from_utf8(bytes)?),
            Source::Code(of_crate) => from_code::manifest(&of_crate, settings),
        }
    }
}
