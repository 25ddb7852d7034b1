//! Every mistake that schemas can have, and exactly what is said about it.
//!
//! Each folder under `diagnostics/` is a case: `input/` is a folder of schemas, `expected.txt` the report. Its name is the code it is about,
//! with a variant behind where there are several. `NDPGEN_BLESS=1 cargo test -p ndpgen --test diagnostics` rewrites the expected reports;
//! read what changed.

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use common::hold_to_expected;
use ndpgen::compile::compile;
use ndpgen::diag::{Code, Report};
use ndpgen::load::load;

const CASES: &str = "tests/diagnostics";
/// Made when the test runs: nobody wants ten megabytes in the repository.
const LARGE: &str = "file-too-large";

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(CASES).expect("the corpus is there");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the corpus can be listed").path())
        .collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> &str {
    case.file_name()
        .and_then(|name| name.to_str())
        .expect("a case has a name")
}

/// The code a case is about: the longest one that its name begins with.
fn code(case: &Path) -> Option<Code> {
    let name = name(case);
    let is_about = |code: &Code| {
        let rest = name.strip_prefix(code.name());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let codes = Code::ALL.iter().copied().filter(is_about);
    codes.max_by_key(|code| code.name().len())
}

fn report(folder: &Path) -> Option<Report> {
    load(folder).and_then(|it| compile(&it)).err()
}

fn report_of_case(case: &Path) -> io::Result<Option<Report>> {
    if name(case) != LARGE {
        return Ok(report(&case.join("input")));
    }
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("large.yaml"), vec![b'#'; 10 << 20])?;
    Ok(report(folder.path()))
}

#[test]
fn reports_are_as_expected() {
    hold_to_expected(cases().into_iter().map(|case| {
        let report = report_of_case(&case).expect("a case can be set up");
        let report = report.unwrap_or_else(|| panic!("{} has no mistake", name(&case)));
        let found: Vec<Code> = report.findings().iter().map(|it| it.code).collect();
        let code = code(&case);
        assert!(
            code.is_some_and(|code| found.contains(&code)),
            "{} reports {found:?}",
            name(&case)
        );
        (case, format!("{report}\n"))
    }));
}

#[test]
fn every_code_has_a_case() {
    let covered: BTreeSet<Code> = cases().iter().filter_map(|case| code(case)).collect();
    let all: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    let missing: Vec<&Code> = all.difference(&covered).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}
