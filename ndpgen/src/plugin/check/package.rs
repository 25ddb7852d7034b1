//! What a package must and should be as a container: names and what is in it. Must not look into the files in it.

use std::collections::BTreeSet;

use nd_package::package::{MANIFEST, WASM};
use nd_rules::identifier::is_plugin_id;

use super::super::code::Code;
use super::super::finding::{Findings, Place};
use super::super::subject::{Origin, Subject};
use crate::diag::quote;

/// A file that a plugin has to have.
struct Wanted {
    name: &'static str,
    ending: &'static str,
    missing: Code,
}

const WANTED: [Wanted; 2] = [
    Wanted {
        name: MANIFEST,
        ending: ".json",
        missing: Code::MissingManifest,
    },
    Wanted {
        name: WASM,
        ending: ".wasm",
        missing: Code::MissingWasm,
    },
];

pub(super) fn check(cx: &mut Findings, subject: &Subject) {
    if let Some(id) = &subject.id {
        invalid_id(cx, id);
        unlistable_id(cx, id);
    }
    match &subject.origin {
        Origin::Package { entries } => {
            let names = entries.iter().filter_map(|it| str::from_utf8(it).ok());
            let names: Vec<&str> = names.collect();
            missing_file(cx, &names);
            duplicate_entry(cx, entries);
            unsafe_entry(cx, entries);
            extra_entry(cx, entries, &names);
        }
        Origin::Folder { files } => {
            let names: Vec<&str> = files.iter().map(String::as_str).collect();
            missing_file(cx, &names);
        }
        Origin::Crate | Origin::Wasm | Origin::Nothing => {}
    }
}

fn invalid_id(cx: &mut Findings, id: &str) {
    if is_plugin_id(id) {
        return;
    }
    let message = format!(
        "the id of the plugin, which is the name without .ndp, would be {}, and the server loads no such plugin",
        quote(id)
    );
    let fix =
        "rename it: some text before .ndp, no slash or backslash in it, no dot or blank at its end";
    cx.report(Code::InvalidId, Place::Package, message, fix);
}

/// The server's settings `Agents` and `LyricsPriority` are lists with commas, and blanks around their entries are cut off.
fn unlistable_id(cx: &mut Findings, id: &str) {
    let why = match (id.contains(','), id.trim() == id) {
        (true, _) => "it has a comma, which parts the entries of such a list",
        (false, false) => "blanks around the entries of such a list are cut off",
        (false, true) => return,
    };
    // The server refuses a blank at the end, which is the greater fault.
    if !is_plugin_id(id) {
        return;
    }
    let message = format!(
        "the id {} cannot be named in the settings Agents and LyricsPriority of the server: {why}",
        quote(id)
    );
    let fix = "rename the file: letters, digits, `-` and `_` are always fine";
    cx.report(Code::UnlistableId, Place::Package, message, fix);
}

fn missing_file(cx: &mut Findings, names: &[&str]) {
    for wanted in WANTED.iter().filter(|wanted| !names.contains(&wanted.name)) {
        report_missing(cx, wanted, candidate(names, wanted));
    }
}

fn report_missing(cx: &mut Findings, wanted: &Wanted, candidate: Option<Candidate<'_>>) {
    let name = wanted.name;
    let message = format!("there is no {name} at the root");
    let (message, fix) = match candidate {
        Some(Candidate::Misplaced(path)) => (
            format!(
                "{message}, but {}: the server looks at the root only",
                quote(path)
            ),
            "pack the contents of the folder, not the folder".to_owned(),
        ),
        Some(Candidate::OtherCase(path)) => (
            format!(
                "{message}, but {}: upper and lower case matter",
                quote(path)
            ),
            format!("rename it to {name}"),
        ),
        Some(Candidate::OtherName(path)) => (
            format!(
                "{message}, but {}: the server reads no other name",
                quote(path)
            ),
            format!("rename it to {name}"),
        ),
        None => (
            message,
            format!("put a {name} there, or name the package that `ndpgen build` makes"),
        ),
    };
    cx.report(wanted.missing, Place::Package, message, fix);
}

/// What is there instead of a file that is missing.
#[derive(Clone, Copy)]
enum Candidate<'a> {
    /// The right name in a folder.
    Misplaced(&'a str),
    /// The right name in other letters.
    OtherCase(&'a str),
    /// A file of that kind at the root.
    OtherName(&'a str),
}

impl<'a> Candidate<'a> {
    fn name(self) -> &'a str {
        match self {
            Candidate::Misplaced(name)
            | Candidate::OtherCase(name)
            | Candidate::OtherName(name) => name,
        }
    }
}

fn candidate<'a>(names: &[&'a str], wanted: &Wanted) -> Option<Candidate<'a>> {
    let file_name = |path: &'a str| path.rsplit(['/', '\\']).next().unwrap_or(path);
    let find = |is_it: &dyn Fn(&'a str) -> bool| names.iter().copied().find(|path| is_it(path));
    let in_other_case = |path: &'a str| path.eq_ignore_ascii_case(wanted.name);
    let in_a_folder = |path: &'a str| file_name(path).eq_ignore_ascii_case(wanted.name);
    let of_that_kind = |path: &'a str| file_name(path) == path && path.ends_with(wanted.ending);
    find(&in_other_case)
        .map(Candidate::OtherCase)
        .or_else(|| find(&in_a_folder).map(Candidate::Misplaced))
        .or_else(|| find(&of_that_kind).map(Candidate::OtherName))
}

fn duplicate_entry(cx: &mut Findings, entries: &[Vec<u8>]) {
    let mut seen = BTreeSet::new();
    let again = entries.iter().filter(|name| !seen.insert(name.as_slice()));
    report_each(cx, Code::DuplicateEntry, again, |_| {
        (
            "two entries of the archive have this name, and only one of them counts",
            "pack it again, with each file once",
        )
    });
}

fn unsafe_entry(cx: &mut Findings, entries: &[Vec<u8>]) {
    let faulty = entries.iter().filter(|name| danger(name).is_some());
    report_each(cx, Code::UnsafeEntry, faulty, |name| {
        (
            danger(name).unwrap_or_default(),
            "pack it again without this entry, which those who unpack it may refuse",
        )
    });
}

/// What a name does to those who unpack the entry where it says.
fn danger(name: &[u8]) -> Option<&'static str> {
    let Ok(text) = str::from_utf8(name) else {
        return Some("the name of the entry is no UTF-8 text");
    };
    let has_drive = matches!(name, [drive, b':', ..] if drive.is_ascii_alphabetic());
    if text.is_empty() {
        Some("the entry has no name")
    } else if text.starts_with(['/', '\\']) || has_drive {
        Some("the name of the entry is an absolute path")
    } else if text.split(['/', '\\']).any(|step| step == "..") {
        Some("the name of the entry leads out of the archive")
    } else if text.contains('\\') {
        Some("the name of the entry has a backslash, which parts folders on some systems only")
    } else if text.chars().any(char::is_control) {
        Some("the name of the entry has control characters")
    } else {
        None
    }
}

/// `texts` are the names that are text. What is there in place of a missing file is spoken of already.
fn extra_entry(cx: &mut Findings, entries: &[Vec<u8>], texts: &[&str]) {
    let in_place_of = |wanted: &Wanted| match texts.contains(&wanted.name) {
        true => wanted.name,
        false => candidate(texts, wanted).map_or(wanted.name, Candidate::name),
    };
    let known = WANTED.each_ref().map(in_place_of);
    let is_extra = |name: &[u8]| {
        let is_known = known.iter().any(|known| known.as_bytes() == name);
        !is_known && danger(name).is_none()
    };
    let names: BTreeSet<&Vec<u8>> = entries.iter().collect();
    let extra = names.into_iter().filter(|name| is_extra(name));
    report_each(cx, Code::ExtraEntry, extra, |_| {
        (
            "the server reads manifest.json and plugin.wasm at the root, and passes this over",
            "leave it out",
        )
    });
}

fn report_each<'a>(
    cx: &mut Findings,
    code: Code,
    entries: impl Iterator<Item = &'a Vec<u8>>,
    text: impl Fn(&[u8]) -> (&'static str, &'static str),
) {
    for name in entries {
        let (message, fix) = text(name);
        let place = Place::Entry(String::from_utf8_lossy(name).into_owned());
        cx.report(code, place, message, fix);
    }
}
