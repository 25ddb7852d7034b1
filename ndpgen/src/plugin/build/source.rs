//! Where the manifest of a plugin comes from: the file beside Cargo.toml, or Cargo.toml itself. Must not check it.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::Package;
use nd_package::package::{LARGEST_MANIFEST, MANIFEST};

use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place, Report};
use crate::plugin::from_code::{self, Crate};
use crate::plugin::json::Document;

/// Where a manifest comes from.
#[derive(Debug)]
pub enum Source {
    /// A file that the author has written.
    File { path: PathBuf, document: Document },
    /// `[package.metadata.navidrome]`, and the settings in the code.
    Code(Crate),
}

/// Finds the manifest of a package, and reads it if it is a file.
///
/// # Errors
/// There is none, or both; or the file cannot be read. What is wrong inside it is the report.
pub fn find(package: &Package) -> Result<Result<Source, Report>> {
    let folder = package.manifest_path.parent();
    let path = folder
        .context("a manifest lies in a folder")?
        .join(MANIFEST);
    let path = path.into_std_path_buf();
    let of_crate = Crate::from(package);
    match (path.exists(), from_code::is_described(&of_crate)) {
        (true, false) => read(path),
        (false, true) => Ok(Ok(Source::Code(of_crate))),
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

fn read(path: PathBuf) -> Result<Result<Source, Report>> {
    let bytes = bounded(&path).with_context(|| format!("reading {}", path.display()))?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            return Ok(Err(not_utf8(&error.into_bytes(), at)));
        }
    };
    Ok(match Document::parse(text.clone()) {
        Ok(document) => Ok(Source::File { path, document }),
        Err(error) => {
            let mut cx = Findings::default();
            cx.report(
                Code::ManifestSyntax,
                Place::Manifest(error.span),
                format!("the manifest is not JSON: {}", error.message),
                "correct it at this place",
            );
            Err(Report::new(MANIFEST, Some(&text), cx))
        }
    })
}

fn not_utf8(bytes: &[u8], at: usize) -> Report {
    let text = String::from_utf8_lossy(bytes);
    let mut cx = Findings::default();
    cx.report(
        Code::ManifestNotUtf8,
        Place::Manifest(at..at),
        "the manifest is no UTF-8 text from here on",
        "save it as UTF-8",
    );
    Report::new(MANIFEST, Some(&text), cx)
}

fn bounded(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = File::open(path)?.take(LARGEST_MANIFEST + 1);
    file.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_MANIFEST {
        bail!("it has more than {} MiB", LARGEST_MANIFEST / (1024 * 1024));
    }
    Ok(bytes)
}
