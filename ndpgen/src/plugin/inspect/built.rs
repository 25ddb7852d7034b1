//! The WebAssembly that was built last from a crate, with the names of its functions. Must not build it.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use cargo_metadata::MetadataCommand;
use nd_package::package::LARGEST_WASM;

use super::super::finding::Findings;
use super::super::subject::{Origin, Subject, read_wasm};

/// Adds it to what was read of the folder of a crate; does nothing to anything else.
///
/// # Errors
/// Nothing was built yet, or it cannot be read.
pub fn add(subject: &mut Subject, folder: &Path, findings: &mut Findings) -> Result<()> {
    match subject.origin {
        Origin::Crate if subject.wasm.is_none() => {}
        Origin::Crate
        | Origin::Package { .. }
        | Origin::Folder { .. }
        | Origin::Wasm
        | Origin::Nothing => return Ok(()),
    }
    let path = place(folder)?;
    if !path.exists() {
        let (path, folder) = (path.display(), folder.display());
        bail!("the crate has not been built: there is no {path}; `ndpgen build {folder}` makes it");
    }
    let wasm = read(&path).with_context(|| format!("reading {}", path.display()))?;
    read_wasm(subject, wasm, findings);
    Ok(())
}

fn place(folder: &Path) -> Result<PathBuf> {
    let manifest = folder.join("Cargo.toml").canonicalize()?;
    let metadata = MetadataCommand::new()
        .manifest_path(&manifest)
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()?;
    let mut packages = metadata.packages.iter();
    let package = packages.find(|it| it.manifest_path.as_std_path() == manifest);
    let package =
        package.context("Cargo.toml is of a workspace: name the folder of one of its packages")?;
    let target = metadata.target_directory.as_std_path();
    Ok(target.join("ndp").join(format!("{}.wasm", package.name)))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let mut wasm = Vec::new();
    let read = File::open(path)?
        .take(LARGEST_WASM + 1)
        .read_to_end(&mut wasm)?;
    ensure!(read as u64 <= LARGEST_WASM, "it is larger than any plugin");
    Ok(wasm)
}
