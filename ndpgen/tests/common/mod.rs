//! What several tests of the generator need.
#![allow(dead_code)]

use ndpgen::compile::compile;
use ndpgen::load::load;
use ndpgen::model::Api;
use ndpgen::schema::Document;
use std::path::{Path, PathBuf};

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
