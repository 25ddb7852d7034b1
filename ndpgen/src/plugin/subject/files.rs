//! What the user named, on disk. Must not read more than a plugin can be.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use cargo_metadata::camino::Utf8Path;
use cargo_metadata::{Metadata, Package};
use nd_package::archive::{Unreadable, read_limited};
use nd_package::package::{
    EXTENSION, LARGEST_MANIFEST, LARGEST_PACKAGE, LARGEST_WASM, MANIFEST, WASM,
};

use super::super::build::krate;
use super::super::code::Code;
use super::super::finding::{Findings, Place};
use super::super::from_code::{self, Crate};
use super::super::workspace::{CARGO_TOML, Silence, members, package_in};
use super::{ManifestSource, Origin, Subject, package, read_manifest, read_wasm};
use crate::diag::list;

/// The name of a manifest that is no file.
const MADE_OF_CARGO_TOML: &str = "generated manifest.json";
/// More names than this are not looked at when a file is missed: the folder may be anything.
const LISTED: usize = 1_000;

pub(super) fn open(path: &Path, cx: &mut Findings) -> Subject {
    let mut subject = Subject::new(path.display().to_string());
    // A package is named by its own name, not by that of a link to it or of `.`.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let opened = match fs::metadata(&real) {
        Ok(of) if of.is_dir() && has(&real, CARGO_TOML) => {
            open_crate(&mut subject, &real, cx);
            Ok(())
        }
        Ok(of) if of.is_dir() => {
            open_folder(&mut subject, &real, cx);
            Ok(())
        }
        Ok(of) if of.is_file() => open_file(&mut subject, &real, cx),
        Ok(_) => Err("it is neither a file nor a folder".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(why) = opened {
        let message = format!("nothing can be read there: {why}");
        let fix = "name a package (.ndp), a folder with manifest.json and plugin.wasm, the folder of a crate, or a .wasm file";
        cx.report(Code::UnreadablePackage, Place::Package, message, fix);
    }
    subject
}

fn open_file(subject: &mut Subject, path: &Path, cx: &mut Findings) -> Result<(), String> {
    let is_wasm = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("wasm"));
    let limit = match is_wasm {
        true => LARGEST_WASM,
        false => LARGEST_PACKAGE,
    };
    match read_file(path, limit) {
        Ok(bytes) if is_wasm => {
            subject.origin = Origin::Wasm;
            read_wasm(subject, bytes, cx);
        }
        Ok(bytes) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if let Some((message, fix)) = something_else(&name, &bytes) {
                cx.report(Code::UnreadablePackage, Place::Package, message, fix);
                return Ok(());
            }
            package::read(subject, &name, &bytes, cx);
        }
        Err(Unreadable::TooLarge) => {
            package::report_unreadable("the file", limit, &Unreadable::TooLarge, cx);
        }
        Err(why) => return Err(why.to_string()),
    }
    Ok(())
}

/// What a file is that nobody means to be a package, and what to name instead.
fn something_else(name: &str, bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const PROGRAMS: [&[u8]; 6] = [
        b"\x7fELF",
        b"MZ",
        b"\xcf\xfa\xed\xfe",
        b"\xce\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"!<arch>\n",
    ];
    let is_package = Path::new(name)
        .extension()
        .is_some_and(|it| it == EXTENSION);
    match name {
        MANIFEST => Some((
            "this is the manifest, which is one part of a plugin",
            "name the folder it is in",
        )),
        CARGO_TOML => Some((
            "this is the Cargo.toml of a crate, and no plugin",
            "name the folder it is in",
        )),
        _ if !is_package && PROGRAMS.iter().any(|magic| bytes.starts_with(magic)) => Some((
            "this was compiled for this machine and not for WebAssembly, so no server runs it as a plugin",
            "let `ndpgen build` compile the crate, and name the package that it makes",
        )),
        _ => None,
    }
}

fn open_folder(subject: &mut Subject, folder: &Path, cx: &mut Findings) {
    subject.id = folder_id(folder);
    subject.origin = Origin::Folder {
        files: names_in(folder),
    };
    if let Some(manifest) = read_part(folder, MANIFEST, LARGEST_MANIFEST, cx) {
        read_manifest(subject, &manifest, cx);
    }
    if let Some(wasm) = read_part(folder, WASM, LARGEST_WASM, cx) {
        read_wasm(subject, wasm, cx);
    }
}

/// The id of a folder, which may carry the name of the package it was unpacked from.
fn folder_id(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_str()?;
    Some(name.strip_suffix(".ndp").unwrap_or(name).to_owned())
}

fn open_crate(subject: &mut Subject, folder: &Path, cx: &mut Findings) {
    subject.origin = Origin::Crate;
    let metadata = members(folder).map_err(|why| report_silence(&why, cx));
    let package = metadata.as_ref().map(|it| package_in(it, folder));
    if let Ok(Some(package)) = package {
        subject.id = Some(package.name.to_string());
        subject.crate_version = Some(package.version.clone());
    }
    let described = package.as_ref().ok().copied().flatten();
    let described = described.map(Crate::from).filter(from_code::is_described);
    if has(folder, MANIFEST) {
        if described.is_some() {
            report_both(cx);
        }
        if let Some(manifest) = read_part(folder, MANIFEST, LARGEST_MANIFEST, cx) {
            read_manifest(subject, &manifest, cx);
        }
    } else if let (Ok(metadata), Ok(None)) = (&metadata, package) {
        report_workspace(metadata, cx);
    } else if package.is_ok() {
        describe(subject, described, cx);
    }
}

/// What is there to check is in the folders of its members.
fn report_workspace(metadata: &Metadata, cx: &mut Findings) {
    let folder = |package: &&Package| {
        let folder = package.manifest_path.parent().map(Utf8Path::to_owned);
        let folder = folder.unwrap_or_default();
        let below = folder.strip_prefix(&metadata.workspace_root);
        below.unwrap_or(&folder).to_string()
    };
    let plugins = krate::plugins(&metadata.workspace_packages());
    let folders: Vec<String> = plugins.iter().map(folder).collect();
    let message = "Cargo.toml is that of a workspace, and not of a plugin";
    let fix = match folders.is_empty() {
        true => "name the folder of a plugin; no member of the workspace is one".to_owned(),
        false => {
            let folders = folders.iter().map(String::as_str);
            format!("name the folder of a plugin ({})", list("plugins", folders))
        }
    };
    cx.report(Code::MissingManifest, Place::CargoToml, message, fix);
}

fn report_both(cx: &mut Findings) {
    let message = "manifest.json is there, and [package.metadata.navidrome] describes the plugin too: nobody can tell which of them is meant";
    let fix = "keep one of them";
    cx.report(Code::TwoManifests, Place::CargoToml, message, fix);
}

fn report_silence(silence: &Silence, cx: &mut Findings) {
    let why = silence.in_short();
    let (message, fix) = match silence {
        Silence::NoCargo(_) => (why, "install Rust, or put cargo into the PATH"),
        Silence::Refused(_) | Silence::Garbled(_) => (
            format!("cargo cannot read the crate: {why}"),
            "mend Cargo.toml: `cargo check` shows what is wrong with it",
        ),
    };
    cx.report(Code::UnreadablePackage, Place::CargoToml, message, fix);
}

/// The manifest of a crate that has none, as far as it is known before the crate is built: without settings.
fn describe(subject: &mut Subject, described: Option<Crate>, cx: &mut Findings) {
    let Some(described) = described else {
        let message = "there is no manifest.json beside Cargo.toml";
        let fix = "write one, or describe the plugin in [package.metadata.navidrome] of Cargo.toml";
        return cx.report(Code::MissingManifest, Place::Package, message, fix);
    };
    match from_code::manifest(&described, None) {
        Ok(manifest) => {
            subject.manifest_source = ManifestSource::Code {
                shown_as: MADE_OF_CARGO_TOML.to_owned(),
            };
            read_manifest(subject, manifest.as_bytes(), cx);
        }
        Err(error) => {
            let message = format!("no manifest can be made: {error:#}");
            let fix = "mend [package.metadata.navidrome] in Cargo.toml";
            cx.report(Code::ManifestSyntax, Place::CargoToml, message, fix);
        }
    }
}

/// A file of a plugin in a folder; `None` if it is not there, which is not reported, or cannot be read.
fn read_part(folder: &Path, name: &str, limit: u64, cx: &mut Findings) -> Option<Vec<u8>> {
    if !has(folder, name) {
        return None;
    }
    read_file(&folder.join(name), limit)
        .map_err(|why| package::report_unreadable(name, limit, &why, cx))
        .ok()
}

fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let damaged = |error: io::Error| Unreadable::Damaged(error.to_string());
    // Opening a pipe would wait for somebody who writes to it.
    if !fs::metadata(path).map_err(damaged)?.is_file() {
        return Err(Unreadable::Damaged("it is no file".to_owned()));
    }
    read_limited(File::open(path).map_err(damaged)?, limit)
}

fn has(folder: &Path, name: &str) -> bool {
    folder.join(name).exists()
}

/// The files in a folder and in the folders in it, to find what is misplaced.
fn names_in(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for path in entries(folder) {
        let inner = match path.is_dir() {
            true => entries(&path),
            false => vec![path],
        };
        let relative = inner.iter().filter_map(|path| relative(folder, path));
        names.extend(relative);
    }
    names.truncate(LISTED);
    names
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.take(LISTED).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn relative(folder: &Path, path: &Path) -> Option<String> {
    let steps = path.strip_prefix(folder).ok()?.iter();
    let steps: Option<Vec<&str>> = steps.map(|step| step.to_str()).collect();
    Some(steps?.join("/"))
}
