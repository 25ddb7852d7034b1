//! What must hold for any bytes at all: for the fuzz targets, and the test that replays the corpus. Panics where it does not hold.

use nd_package::Package;

use super::check::check;
use super::facts::Facts;
use super::finding::{Findings, Report};
use super::inspect;
use super::subject::{Subject, Target, read_manifest, read_package, read_wasm};

/// No report is longer, however much is wrong.
const LONGEST_REPORT: usize = 4 * 1024 * 1024;

/// How many crates the page shows.
const CRATES: usize = 10;

/// Checks a package. One without findings is one that can be opened.
pub fn package(bytes: &[u8]) {
    let mut findings = Findings::default();
    let subject = read_package("fuzz.ndp", bytes, &mut findings);
    let report = report(&subject, findings);
    let package = Package::read("fuzz", bytes);
    if !report.has_errors() {
        let package = package.expect("a plugin without errors can be opened");
        assert_eq!(subject.manifest_text(), Some(package.manifest.as_str()));
        let wasm = subject
            .wasm
            .expect("a plugin without errors has WebAssembly");
        assert!(wasm.bytes == package.wasm, "the same entry is read");
    }
}

/// Checks a manifest.
pub fn manifest(bytes: &[u8]) {
    let (mut subject, mut findings) = (Subject::new("fuzz"), Findings::default());
    read_manifest(&mut subject, bytes, &mut findings);
    let report = report(&subject, findings);
    assert!(subject.manifest.is_some() || report.has_errors());
}

/// Checks WebAssembly.
pub fn wasm(bytes: &[u8]) {
    let (mut subject, mut findings) = (Subject::new("fuzz"), Findings::default());
    read_wasm(&mut subject, bytes.to_vec(), &mut findings);
    let report = report(&subject, findings);
    assert!(subject.wasm.is_some() || report.has_errors());
}

fn report(subject: &Subject, mut findings: Findings) -> Report {
    check(&mut findings, subject, Target::default());
    let report = Report::new("fuzz.ndp", subject.manifest_text(), findings);
    let shown = report.to_string();
    assert!(shown.len() <= LONGEST_REPORT, "{} bytes", shown.len());
    let has_control = shown.contains(|char: char| char.is_control() && char != '\n');
    assert!(!has_control, "{shown:?}");
    let json = serde_json::to_vec(&report).expect("a report is JSON");
    assert!(json.len() <= LONGEST_REPORT, "{} bytes", json.len());
    inspected(subject);
    report
}

fn inspected(subject: &Subject) {
    let facts = Facts::of(subject);
    serde_json::to_vec(&facts).expect("facts are JSON");
    let page = inspect::page(&facts, inspect::Options { crates: CRATES });
    let is_ours = |char: char| matches!(char, '\n' | '\x1b');
    let has_control = page.contains(|char: char| char.is_control() && !is_ours(char));
    assert!(!has_control, "{page:?}");
}
