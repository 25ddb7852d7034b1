//! The WebAssembly that was built last from a crate, with the names of its functions. Must not build it.

use std::fs::File;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use nd_package::archive::read_limited;
use nd_package::package::{LARGEST_MANIFEST, LARGEST_WASM, MANIFEST};

use super::super::build::kept::Kept;
use super::super::finding::Findings;
use super::super::subject::{ManifestSource, Origin, Subject, read_manifest, read_wasm};
use super::super::workspace::{members, package_in};

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
    let (folder, place) = (folder.canonicalize()?, folder);
    let kept = kept(&folder)?;
    let path = kept.wasm();
    if !path.exists() {
        let (path, place) = (path.display(), place.display());
        bail!("the crate has not been built: there is no {path}; `ndpgen build {place}` makes it");
    }
    read_wasm(subject, read(&path, LARGEST_WASM)?, findings);
    // Before the code is compiled nobody knows the settings in it.
    let manifest = kept.manifest();
    if !folder.join(MANIFEST).exists() && manifest.exists() {
        subject.manifest_source = ManifestSource::Code {
            shown_as: manifest.display().to_string(),
        };
        read_manifest(subject, &read(&manifest, LARGEST_MANIFEST)?, findings);
    }
    Ok(())
}

fn kept(folder: &Path) -> Result<Kept> {
    let metadata = members(folder)?;
    let package = package_in(&metadata, folder);
    let package =
        package.context("Cargo.toml is of a workspace: name the folder of one of its packages")?;
    Ok(Kept::new(
        metadata.target_directory.as_std_path(),
        &package.name,
    ))
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let context = || format!("reading {}", path.display());
    let bytes = read_limited(File::open(path).with_context(context)?, limit);
    bytes.with_context(context)
}
