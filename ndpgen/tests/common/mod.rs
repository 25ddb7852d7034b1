//! What several tests need.
#![allow(dead_code)]

use ndpgen::compile::compile;
use ndpgen::load::load;
use ndpgen::model::Api;
use ndpgen::schema::Document;
use std::path::{Path, PathBuf};
use std::{env, fs};

pub(crate) fn golden_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) fn compile_folder(folder: &Path) -> (Vec<Document>, Api) {
    let sources = load(folder).unwrap_or_else(|report| panic!("{report}"));
    compile(&sources).unwrap_or_else(|report| panic!("{report}"))
}

/// Holds the report of each case to its `expected.txt`; with `NDPGEN_BLESS` the files follow the reports.
pub(crate) fn hold_to_expected(reports: impl IntoIterator<Item = (PathBuf, String)>) {
    let bless = env::var_os("NDPGEN_BLESS").is_some();
    let mut wrong = Vec::new();
    for (case, shown) in reports {
        let expected = case.join("expected.txt");
        if bless {
            fs::write(&expected, &shown).expect("the expected report can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != shown {
            wrong.push(format!("{}:\n{shown}", case.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "unexpected reports:\n{}",
        wrong.join("\n")
    );
}
