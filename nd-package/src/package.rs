//! A plugin as it is handed over: id, manifest and wasm, from and to a package. Must not judge what is in it.

use std::fs::File;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use nd_rules::identifier::is_plugin_id;
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::archive::{self, Archive, Unreadable};

/// How the names of packages end.
pub const EXTENSION: &str = "ndp";
/// The manifest, at the root of a package.
pub const MANIFEST: &str = "manifest.json";
/// The WebAssembly, at the root of a package.
pub const WASM: &str = "plugin.wasm";

/// The largest manifest, in bytes: far more than any, far less than memory.
pub const LARGEST_MANIFEST: u64 = 1024 * 1024;
/// The largest wasm, in bytes.
pub const LARGEST_WASM: u64 = 256 * 1024 * 1024;
/// The largest package, in bytes: it is in memory while it is read.
pub const LARGEST_PACKAGE: u64 = 512 * 1024 * 1024;

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

    /// Reads a package in memory, as [`Package::open`] does.
    ///
    /// # Errors
    /// Those of [`Package::open`], but for those of the disk.
    pub fn read(id: impl Into<String>, archive: &[u8]) -> Result<Self> {
        let id = id.into();
        check_id(&id)?;
        let (manifest, wasm) = read_archive(archive)?;
        let manifest = text(manifest)?;
        Ok(Self { id, manifest, wasm })
    }

    /// # Errors
    /// The id is none that the server takes.
    pub fn check_id(&self) -> Result<()> {
        check_id(&self.id)
    }

    /// The package as a zip archive. The same manifest and wasm give the same bytes, on any day and in any folder: the server disables a plugin whose
    /// file has changed.
    ///
    /// # Errors
    /// The wasm is too large for a zip archive, which is at 4 GiB.
    pub fn archive(&self) -> Result<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(BEST_COMPRESSION))
            // The first time that zip can tell, instead of now.
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, contents) in [(MANIFEST, self.manifest.as_bytes()), (WASM, &self.wasm)] {
            writer.start_file(name, options)?;
            writer.write_all(contents)?;
        }
        Ok(writer.finish()?.into_inner())
    }

    /// Writes the package into a folder, named after its id; a file that is there already is replaced at once and as a whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, folder: impl AsRef<Path>) -> Result<PathBuf> {
        let path = folder.as_ref().join(format!("{}.{EXTENSION}", self.id));
        self.write_to(&path)?;
        Ok(path)
    }

    /// Writes the package to a file, whatever its name; one that is there already is replaced at once and as a whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_to(&self, path: &Path) -> Result<()> {
        let context = || format!("writing package {}", path.display());
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            Some(_) | None => Path::new("."),
        };
        let mut file = NamedTempFile::new_in(folder).with_context(context)?;
        file.write_all(&self.archive()?).with_context(context)?;
        readable_by_all(&file).with_context(context)?;
        file.persist(path).with_context(context)?;
        Ok(())
    }
}

/// Of miniz, from 0 to 9.
const BEST_COMPRESSION: i64 = 9;

/// Temporary files are for their owner only; the server often runs as another user.
fn readable_by_all(file: &NamedTempFile) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file()
            .set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

fn open(path: &Path) -> Result<Package> {
    let is_folder = std::fs::metadata(path)?.is_dir();
    let id = id(path, is_folder)?;
    let (manifest, wasm) = match is_folder {
        true => read_folder(path)?,
        false => read_archive(&read_limited(File::open(path)?, "it", LARGEST_PACKAGE)?)?,
    };
    let manifest = text(manifest)?;
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

fn text(manifest: Vec<u8>) -> Result<String> {
    String::from_utf8(manifest).with_context(|| format!("{MANIFEST} is no text"))
}

fn read_archive(bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let archive = Archive::read(bytes)?;
    let manifest = read_entry(&archive, MANIFEST, LARGEST_MANIFEST)?;
    let wasm = read_entry(&archive, WASM, LARGEST_WASM)?;
    Ok((manifest, wasm))
}

fn read_entry(archive: &Archive<'_>, name: &str, limit: u64) -> Result<Vec<u8>> {
    let Some(entry) = archive.find(name) else {
        bail!(missing(name));
    };
    match archive.unpack(entry, limit) {
        Err(Unreadable::TooLarge) => bail!(too_large(name, limit)),
        unpacked => unpacked.with_context(|| format!("reading {name}")),
    }
}

fn read_limited(from: impl Read, name: &str, limit: u64) -> Result<Vec<u8>> {
    match archive::read_limited(from, limit) {
        Err(Unreadable::TooLarge) => bail!(too_large(name, limit)),
        read => read.with_context(|| format!("reading {name}")),
    }
}

fn too_large(name: &str, limit: u64) -> String {
    format!("{name} has more than {} MiB", limit / (1024 * 1024))
}

/// The server's words.
fn missing(name: &str) -> String {
    format!("package missing {name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::ZipArchive;

    fn package() -> Package {
        Package {
            id: "hello".to_owned(),
            manifest: r#"{"name": "Hello"}"#.to_owned(),
            wasm: b"\0asm\x01\0\0\0".to_vec(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = package().write(folder.path())?;
        assert_eq!(path, folder.path().join("hello.ndp"));
        assert_eq!(Package::open(path)?, package());
        Ok(())
    }

    #[test]
    fn a_package_that_is_there_is_replaced() -> Result<()> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("hello.ndp"), "an old one")?;
        let path = package().write(folder.path())?;
        assert_eq!(Package::open(path)?, package());
        assert_eq!(
            std::fs::read_dir(folder.path())?.count(),
            1,
            "nothing is left beside it"
        );
        Ok(())
    }

    #[test]
    fn an_archive_says_nothing_of_when_and_where_it_was_made() -> Result<()> {
        let mut archive = ZipArchive::new(Cursor::new(package().archive()?))?;
        for (index, name) in [MANIFEST, WASM].into_iter().enumerate() {
            let entry = archive.by_index(index)?;
            assert_eq!(entry.name()?, name);
            assert_eq!(entry.last_modified(), Some(DateTime::default()));
            assert!(entry.extra_data_fields().next().is_none());
        }
        Ok(())
    }
}
