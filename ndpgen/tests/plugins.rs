//! Every mistake that plugins can have, and exactly what is said about it.
//!
//! Each folder under `plugins/` is a case. Its name is the code it is about, with a variant behind `--` where there are several. It holds what differs
//! from the sound plugin in `plugins/base/`, and the report:
//!
//! - `manifest.json`; `plugin.wat`, WebAssembly as text, or `plugin.wasm.hex`, the bytes as hexadecimal digits with blanks anywhere.
//! - `Cargo.toml`: the case is the folder of a crate, with this file and the manifest.
//! - `name`: the name of the package, which is otherwise `hello.ndp`.
//! - `arguments`: options of the command line, words parted by blanks or lines. There is `--navidrome VERSION`.
//! - `also.txt`: names of codes that come along and cannot be avoided.
//! - `expected.txt`: the report as the user sees it. `NDPGEN_BLESS=1 cargo test -p ndpgen --test plugins` rewrites it; read what changed.
//!
//! Archives and files that nobody wants in the repository are made by code, in `plugins/made.rs`; their folders have only the report.

mod common;
#[path = "plugins/made.rs"]
mod made;
#[path = "plugins/replay.rs"]
mod replay;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::hold_to_expected;
use nd_package::Package;
use ndpgen::plugin::check::check;
use ndpgen::plugin::code::Code;
use ndpgen::plugin::finding::{Findings, Report};
use ndpgen::plugin::subject::{Target, open};
use tempfile::TempDir;

const CASES: &str = "tests/plugins";
const BASE: &str = "base";
/// The name of a package that has none of its own.
const NAME: &str = "hello.ndp";

/// A plugin on disk, made for the test.
struct Case {
    folder: TempDir,
    /// In the folder.
    name: String,
}

/// What was found in it.
struct Checked {
    report: Report,
    codes: BTreeSet<Code>,
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(CASES).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("the corpus can be listed").path());
    let mut cases: Vec<PathBuf> = paths
        .filter(|path| path.is_dir() && name_of(path) != BASE)
        .collect();
    cases.sort();
    cases
}

fn name_of(case: &Path) -> &str {
    let name = case.file_name().and_then(|name| name.to_str());
    name.expect("a case has a name")
}

/// The code a case is about.
fn code_of(case: &Path) -> Code {
    let name = name_of(case);
    let (code, _) = name.split_once("--").unwrap_or((name, ""));
    find_code(code).unwrap_or_else(|| panic!("{name} is about no code"))
}

fn find_code(name: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.name() == name)
}

fn read(case: &Path, name: &str) -> Option<String> {
    let path = case.join(name);
    let path = path.is_file().then_some(path)?;
    Some(fs::read_to_string(path).expect("a file of a case is text"))
}

fn of_base(name: &str) -> String {
    read(&Path::new(CASES).join(BASE), name).expect("the base has it")
}

fn wasm_of(case: &Path) -> Vec<u8> {
    if let Some(digits) = read(case, "plugin.wasm.hex") {
        return bytes_of_hex(&digits);
    }
    let text = read(case, "plugin.wat").unwrap_or_else(|| of_base("plugin.wat"));
    wat::parse_str(text).unwrap_or_else(|error| panic!("{}: {error}", name_of(case)))
}

fn bytes_of_hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u32> = digits
        .chars()
        .filter(|char| !char.is_whitespace())
        .map(|char| char.to_digit(16).expect("a hexadecimal digit"))
        .collect();
    let byte = |pair: &[u32]| u8::try_from(pair[0] * 16 + pair[1]).expect("two digits");
    digits.chunks_exact(2).map(byte).collect()
}

fn set_up(case: &Path) -> Case {
    let folder = tempfile::tempdir().expect("a folder for the case");
    let name = read(case, "name").map_or(NAME.to_owned(), |name| {
        name.trim_end_matches('\n').to_owned()
    });
    let path = folder.path().join(&name);
    if made::make(name_of(case), &path) {
        return Case { folder, name };
    }
    let manifest = || read(case, "manifest.json").unwrap_or_else(|| of_base("manifest.json"));
    match read(case, "Cargo.toml") {
        Some(cargo_toml) => {
            let folder = path.with_extension("");
            fs::create_dir_all(folder.join("src")).expect("a folder for the crate");
            let files = [
                ("Cargo.toml", cargo_toml),
                ("manifest.json", manifest()),
                ("src/lib.rs", String::new()),
            ];
            for (name, contents) in files {
                fs::write(folder.join(name), contents).expect("the crate can be written");
            }
        }
        None => {
            let package = Package {
                id: String::new(),
                manifest: manifest(),
                wasm: wasm_of(case),
            };
            package.write_to(&path).expect("the package can be written");
        }
    }
    let name = match path.exists() {
        true => name,
        false => name.trim_end_matches(".ndp").to_owned(),
    };
    Case { folder, name }
}

fn target(case: &Path) -> Target {
    let mut target = Target::default();
    let arguments = read(case, "arguments").unwrap_or_default();
    let mut arguments = arguments.split_whitespace();
    while let Some(argument) = arguments.next() {
        assert_eq!(argument, "--navidrome", "in {}", name_of(case));
        let version = arguments.next().expect("a version");
        target.navidrome = Some(version.parse().expect("a version"));
    }
    target
}

/// What `ndpgen check` finds.
fn check_case(case: &Path) -> Checked {
    let Case { folder, name } = set_up(case);
    let mut findings = Findings::default();
    let subject = open(&folder.path().join(&name), &mut findings);
    check(&mut findings, &subject, target(case));
    let report = Report::new(name, subject.manifest_text(), findings);
    let codes = report.findings().map(|finding| finding.code).collect();
    Checked { report, codes }
}

fn allowed(case: &Path) -> BTreeSet<Code> {
    let also = read(case, "also.txt").unwrap_or_default();
    let also = also.split_whitespace();
    let also = also.map(|name| find_code(name).unwrap_or_else(|| panic!("{name} is no code")));
    also.chain([code_of(case)]).collect()
}

#[test]
fn the_base_has_no_fault() {
    let Checked { report, .. } = check_case(&Path::new(CASES).join(BASE));
    assert_eq!(report.to_string(), "");
}

#[test]
fn a_case_has_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (codes, allowed) = (check_case(&case).codes, allowed(&case));
        if codes != allowed {
            wrong.push(format!(
                "{} has {codes:?} instead of {allowed:?}",
                name_of(&case)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reports_are_as_expected() {
    hold_to_expected(cases().into_iter().map(|case| {
        let report = check_case(&case).report.to_string();
        (case, report)
    }));
}

#[test]
fn every_code_has_a_case() {
    let covered: BTreeSet<Code> = cases().iter().map(|case| code_of(case)).collect();
    let missing = Code::ALL.iter().filter(|code| !covered.contains(code));
    let missing: Vec<&str> = missing.map(|code| code.name()).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn every_made_case_is_in_the_corpus() {
    for name in made::NAMES {
        assert!(Path::new(CASES).join(name).is_dir(), "{name}");
    }
}
