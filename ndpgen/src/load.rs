//! Reading a folder of schemas from disk: the only disk access in front of the model. Looks at names and bytes, never at what they mean.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::diag::{Code, Finding, Report};
use crate::source::Source;
use crate::tree::{MAX_BYTES, too_large_message};

/// The sub-folder of host services.
const SERVICES: &str = "host";
/// The sub-folder of the JSON Schemas for editors, where nothing is for us.
const EDITORS: &str = "schema";
const EXTENSIONS: [&str; 2] = ["yaml", "yml"];

/// Reads the schema files of a folder, in order of their names: those of `DIR`, then those of `DIR/host`.
///
/// # Errors
///
/// A missing or empty folder, a sub-folder of schemas that nothing would be made of, and every file that cannot be read, is no text, or is too large.
pub fn load(folder: &Path) -> Result<Vec<Source>, Report> {
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    if !folder.is_dir() {
        return Err(Report::new(vec![missing_folder(folder)]));
    }
    let services = folder.join(SERVICES);
    for (prefix, folder, known) in [
        ("", folder, &[SERVICES, EDITORS][..]),
        ("host/", &services, &[]),
    ] {
        let Listing { schemas, folders } = list(folder, &mut findings);
        for stray in folders {
            check_folder(&stray, prefix, known, &mut findings);
        }
        for path in schemas {
            let shown = format!("{prefix}{}", file_name(&path));
            match read(&path, &shown) {
                Ok(text) => sources.push(Source { path: shown, text }),
                Err(finding) => findings.push(*finding),
            }
        }
    }
    if sources.is_empty() && findings.is_empty() {
        findings.push(empty_folder(folder));
    }
    match findings.is_empty() {
        true => Ok(sources),
        false => Err(Report::new(findings)),
    }
}

fn missing_folder(folder: &Path) -> Finding {
    let message = match folder.exists() {
        true => "this is no folder",
        false => "the folder does not exist",
    };
    Finding::of_file(Code::MissingFolder, shown(folder), message)
        .help("name the folder of your schemas with `--schemas DIR`")
}

fn empty_folder(folder: &Path) -> Finding {
    let message = "there are no schemas in this folder";
    Finding::of_file(Code::EmptyFolder, shown(folder), message).help(
        "schemas are files named `*.yaml` or `*.yml`, host services the same in the folder `host`",
    )
}

/// What a folder holds that may be of interest, sorted.
#[derive(Default)]
struct Listing {
    schemas: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

/// A folder that is not there holds nothing.
fn list(folder: &Path, findings: &mut Vec<Finding>) -> Listing {
    let mut listing = Listing::default();
    let entries = match folder.read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return listing,
        Err(error) => {
            findings.push(unreadable(&shown(folder), &error));
            return listing;
        }
    };
    for entry in entries {
        match entry.map(|it| it.path()) {
            Ok(path) if is_schema(&path) => listing.schemas.push(path),
            Ok(path) if path.is_dir() => listing.folders.push(path),
            Ok(_) => {}
            Err(error) => findings.push(unreadable(&shown(folder), &error)),
        }
    }
    listing.schemas.sort();
    listing.folders.sort();
    listing
}

fn is_schema(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    let is_one = |extension: &str| {
        let mut known = EXTENSIONS.into_iter();
        known.any(|it| it.eq_ignore_ascii_case(extension))
    };
    extension.is_some_and(is_one)
}

/// Schemas in a folder that is not read would be missed only when what was generated from them is gone. Hidden folders belong to other tools.
fn check_folder(folder: &Path, prefix: &str, known: &[&str], findings: &mut Vec<Finding>) {
    let name = file_name(folder);
    if known.contains(&name.as_str()) || name.starts_with('.') {
        return;
    }
    if !list(folder, findings).schemas.is_empty() {
        let message = "the schemas in this folder are not read";
        let finding = Finding::of_file(Code::StrayFolder, format!("{prefix}{name}"), message);
        findings.push(finding.help(
            "host services belong in the folder `host`, everything else beside it, without folders inside",
        ));
    }
}

/// Reads no more of a file than can be used.
fn read(path: &Path, shown: &str) -> Result<String, Box<Finding>> {
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|error| Box::new(unreadable(shown, &error)))?;
    if bytes.len() > MAX_BYTES {
        let finding = Finding::of_file(Code::FileTooLarge, shown, too_large_message());
        return Err(Box::new(finding.help("split it into several files")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().iter().take(valid);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        let message = format!("line {line} is no UTF-8 text");
        let finding = Finding::of_file(Code::NotUtf8, shown, message);
        Box::new(finding.help("save it as UTF-8"))
    })
}

fn unreadable(shown: &str, error: &io::Error) -> Finding {
    Finding::of_file(
        Code::UnreadableFile,
        shown,
        format!("cannot be read: {error}"),
    )
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
