//! A plugin as it is handed over: id, manifest and wasm, from a package or a folder. Must not load it.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use nd_rules::identifier::is_plugin_id;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::manifest::Manifest;

const EXTENSION: &str = "ndp";
const MANIFEST: &str = "manifest.json";
const WASM: &str = "plugin.wasm";

/// The largest manifest, in bytes: far more than any, far less than memory.
const LARGEST_MANIFEST: u64 = 1024 * 1024;
/// The largest wasm, in bytes.
const LARGEST_WASM: u64 = 256 * 1024 * 1024;

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
    /// Reads a package (a zip file named `<id>.ndp`) or a folder (named `<id>`), with `manifest.json` and `plugin.wasm` at its root. Other entries are
    /// passed over, as on the server.
    ///
    /// # Errors
    /// The id is none the server takes, the file is no zip archive, one of the two is missing, or larger than 1 MiB for the manifest and 256 MiB for the
    /// wasm, whatever the archive says of its size.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        open(path).with_context(|| format!("opening package {}", path.display()))
    }

    /// # Errors
    /// The id is none that the server takes.
    pub(crate) fn check_id(&self) -> Result<()> {
        check_id(&self.id)
    }

    /// The manifest, read and checked.
    ///
    /// # Errors
    /// In the server's words for what is wrong with it.
    pub(crate) fn manifest(&self) -> Result<Manifest> {
        Manifest::read(&self.manifest)
    }
}

fn open(path: &Path) -> Result<Package> {
    let is_folder = std::fs::metadata(path)?.is_dir();
    let id = id(path, is_folder)?;
    let (manifest, wasm) = match is_folder {
        true => read_folder(path)?,
        false => read_archive(File::open(path)?)?,
    };
    let manifest = String::from_utf8(manifest).with_context(|| format!("{MANIFEST} is no text"))?;
    Ok(Package { id, manifest, wasm })
}

/// The name of the folder, or of the file without its extension.
fn id(path: &Path, is_folder: bool) -> Result<String> {
    let path = path.canonicalize()?;
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.context("its name is no text, and the plugin's id is its name")?;
    let id = match name.strip_suffix(".ndp") {
        Some(id) => id,
        None if is_folder => name,
        None => {
            bail!("its name must end with .{EXTENSION}: what stands before that is the plugin's id")
        }
    };
    check_id(id)?;
    Ok(id.to_owned())
}

fn check_id(id: &str) -> Result<()> {
    ensure!(
        is_plugin_id(id),
        "{id:?} cannot be the id of a plugin: it is the name of the file without .{EXTENSION}, not empty, without slashes, with neither dot nor space at the end"
    );
    Ok(())
}

fn read_folder(folder: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let read = |name: &str, limit| {
        let path = folder.join(name);
        if !path.exists() {
            bail!(missing(name));
        }
        read_limited(File::open(path)?, name, limit)
    };
    Ok((read(MANIFEST, LARGEST_MANIFEST)?, read(WASM, LARGEST_WASM)?))
}

fn read_archive(file: File) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut archive = ZipArchive::new(file).context("it is no zip archive that can be read")?;
    let manifest = read_entry(&mut archive, MANIFEST, LARGEST_MANIFEST)?;
    let wasm = read_entry(&mut archive, WASM, LARGEST_WASM)?;
    Ok((manifest, wasm))
}

fn read_entry<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    limit: u64,
) -> Result<Vec<u8>> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => bail!(missing(name)),
        Err(error) => return Err(anyhow!(error).context(format!("reading {name}"))),
    };
    read_limited(entry, name, limit)
}

/// Reads no more than that, whatever the size is said to be: a few kilobytes of a package can claim and unfold to gigabytes.
fn read_limited(from: impl Read, name: &str, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(limit + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("reading {name}"))?;
    ensure!(
        bytes.len() as u64 <= limit,
        "{name} has more than {} MiB",
        limit / (1024 * 1024)
    );
    Ok(bytes)
}

/// The server's words.
fn missing(name: &str) -> String {
    format!("package missing {name}")
}
