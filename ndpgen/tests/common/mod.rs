//! What several tests of the generator need.
#![allow(dead_code)]

use ndpgen::compile::compile;
use ndpgen::files::Artifact;
use ndpgen::load::load;
use ndpgen::model::Api;
use ndpgen::schema::Document;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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

/// Writes the files to a scratch folder and asks rustfmt, with the settings of this repository. The error is rustfmt's difference.
pub(crate) fn rustfmt_check(artifacts: &[Artifact]) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = artifacts
        .iter()
        .map(|artifact| {
            let path = folder.path().join(&artifact.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &artifact.contents).unwrap();
            path
        })
        .collect();
    let output = Command::new("rustfmt")
        .args([
            "--check",
            "--edition",
            "2024",
            "--color",
            "never",
            "--config-path",
        ])
        .arg(repository().join("rustfmt.toml"))
        .args(&paths)
        .output()
        .expect("rustfmt is installed with the toolchain");
    match output.status.success() {
        true => Ok(()),
        false => Err(format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}
