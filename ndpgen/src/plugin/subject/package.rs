//! A package in memory. Must not touch the disk.

use nd_package::archive::{Archive, Damage, Unreadable};
use nd_package::package::{EXTENSION, LARGEST_MANIFEST, LARGEST_WASM, MANIFEST, WASM};

use super::super::code::Code;
use super::super::finding::{Findings, Place};
use super::{Origin, Subject, read_manifest, read_wasm};
use crate::diag::quote;

pub(super) fn read(subject: &mut Subject, file_name: &str, bytes: &[u8], cx: &mut Findings) {
    subject.id = id(file_name, cx);
    subject.packed_size = Some(bytes.len() as u64);
    let archive = match Archive::read(bytes) {
        Ok(archive) => archive,
        Err(damage) => return report_damage(bytes, &damage, cx),
    };
    let names = archive.entries().iter().map(|entry| entry.name.clone());
    subject.origin = Origin::Package {
        entries: names.collect(),
    };
    let mut unpack = |name: &str, limit| {
        let unpacked = archive.unpack(archive.find(name)?, limit);
        unpacked
            .map_err(|why| report_unreadable(name, limit, &why, cx))
            .ok()
    };
    let (manifest, wasm) = (
        unpack(MANIFEST, LARGEST_MANIFEST),
        unpack(WASM, LARGEST_WASM),
    );
    if let Some(manifest) = manifest {
        read_manifest(subject, &manifest, cx);
    }
    if let Some(wasm) = wasm {
        read_wasm(subject, wasm, cx);
    }
}

/// The id that the name of a file gives; reported if the server does not see files of that name.
fn id(file_name: &str, cx: &mut Findings) -> Option<String> {
    if let Some(id) = file_name.strip_suffix(".ndp") {
        return Some(id.to_owned());
    }
    let stem = match file_name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        Some(_) | None => file_name,
    };
    let message = format!(
        "the name of a package has to end with .{EXTENSION}, exactly so: the server does not see {}",
        quote(file_name)
    );
    let fix = format!("rename it to {}", quote(&format!("{stem}.{EXTENSION}")));
    cx.report(Code::PackageName, Place::Package, message, fix);
    None
}

fn report_damage(bytes: &[u8], damage: &Damage, cx: &mut Findings) {
    let pack = "pack manifest.json and plugin.wasm into a zip archive, or let `ndpgen build` do it";
    let (message, fix) = match damage {
        Damage::NoArchive if bytes.is_empty() => ("the file is empty".to_owned(), pack),
        Damage::NoArchive if bytes.starts_with(b"\0asm") => (
            "the file is WebAssembly, not a zip archive with WebAssembly in it".to_owned(),
            pack,
        ),
        Damage::NoArchive => ("the file is no zip archive".to_owned(), pack),
        Damage::CutOff => (
            "the end of the zip archive is missing, where the list of its entries is".to_owned(),
            "copy or download the file again, and compare its size with that of the original",
        ),
        Damage::Broken(why) => (
            format!("the zip archive is damaged: {why}"),
            "copy or download the file again, or pack it again",
        ),
        Damage::TooManyEntries => (
            "the zip archive has more than 65,535 entries, of which the server reads two"
                .to_owned(),
            pack,
        ),
    };
    cx.report(Code::UnreadablePackage, Place::Package, message, fix);
}

/// Says why a file of the plugin cannot be read.
pub(super) fn report_unreadable(name: &str, limit: u64, why: &Unreadable, cx: &mut Findings) {
    let place = Place::Entry(name.to_owned());
    let pack_again = "pack it again, deflated and without a password, or let `ndpgen build` do it";
    let (code, message, fix) = match why {
        Unreadable::TooLarge => (
            Code::EntryTooLarge,
            format!(
                "{name} has more than {} MiB, which no plugin needs",
                limit / (1024 * 1024)
            ),
            match name {
                MANIFEST => {
                    "keep in the manifest what the server reads, and put the rest elsewhere"
                }
                _ => {
                    "build with `--release` and without debug information, and keep large data out of the plugin"
                }
            },
        ),
        Unreadable::Encrypted => (
            Code::UnreadableEntry,
            format!("{name} is encrypted, and the server knows no password"),
            pack_again,
        ),
        Unreadable::Method(method) => (
            Code::UnreadableEntry,
            format!(
                "{name} is packed with {method}, and the server unpacks only what is deflated or stored"
            ),
            pack_again,
        ),
        Unreadable::Damaged(why) => (
            Code::UnreadableEntry,
            format!("{name} is damaged: {why}"),
            "copy or download the file again, or pack it again",
        ),
    };
    cx.report(code, place, message, fix);
}
