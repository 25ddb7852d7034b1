//! Where the new crate takes nd-pdk from. Must not write anything.

use anyhow::{Context as _, Result, bail, ensure};
use semver::VersionReq;
use std::fs;
use std::path::{Path, PathBuf};

/// Where nd-pdk is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dependency {
    /// A folder, absolute.
    Path(PathBuf),
    /// On crates.io.
    Version(String),
}

/// The version of nd-pdk that this tool was made with.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// The folder of nd-pdk beside the sources of this tool; not there where the tool was installed from crates.io.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../nd-pdk");

impl Dependency {
    /// The repository that this tool was built from if it is still there, else crates.io.
    pub fn usual() -> Self {
        match folder(Path::new(BESIDE)) {
            Some(folder) => Self::Path(folder),
            None => Self::Version(VERSION.to_owned()),
        }
    }

    /// What the user wrote: a version such as `0.1`, the folder of nd-pdk, or that of its repository.
    ///
    /// # Errors
    /// It is neither.
    pub fn read(given: &str) -> Result<Self> {
        let path = Path::new(given);
        if let Some(folder) = folder(path).or_else(|| folder(&path.join("nd-pdk"))) {
            return Ok(Self::Path(folder));
        }
        let shown = crate::diag::quote(given);
        ensure!(
            !path.exists(),
            "{shown} is not the folder of nd-pdk: its Cargo.toml is not there"
        );
        if given.trim().is_empty() || VersionReq::parse(given).is_err() {
            bail!("{shown} is neither a version such as `{VERSION}` nor a folder that exists");
        }
        Ok(Self::Version(given.to_owned()))
    }
}

/// The folder, absolute, if it is the one of nd-pdk.
fn folder(path: &Path) -> Option<PathBuf> {
    let manifest = fs::read_to_string(path.join("Cargo.toml")).ok()?;
    let is_it = manifest
        .lines()
        .any(|line| line.trim() == "name = \"nd-pdk\"");
    is_it.then(|| path.canonicalize().context("a folder that was read").ok())?
}
