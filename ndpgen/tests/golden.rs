//! One feature of the schema language a folder: what is generated from it is exactly what lies beside it. `nd-pdk` compiles and calls all of it.
//!
//! `NDPGEN_BLESS=1 cargo test -p ndpgen --test golden` writes what is generated; look at the difference before committing it.

mod common;

use common::{compile_folder, golden_folder, repository};
use ndpgen::emit::{Target, emit_tree};
use ndpgen::files::{Artifact, compare};
use ndpgen::rustfmt;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn goldens() -> Vec<PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(golden_folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

/// The module that the tests of nd-pdk include a golden as.
fn module(folder: &Path) -> String {
    folder
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .replace('-', "_")
}

fn generate(folder: &Path) -> Vec<Artifact> {
    let (_, api) = compile_folder(folder);
    let mount = syn::parse_str(&format!("crate::{}", module(folder))).unwrap();
    let artifacts = emit_tree(&api, &Target::Tree { mount, mocks: true });
    rustfmt::format(artifacts, &repository()).unwrap()
}

#[test]
fn goldens_are_what_is_generated() {
    let mut stale = String::new();
    for folder in goldens() {
        let expected = folder.join("expected");
        let plan = compare(&expected, &generate(&folder), &["", "capability", "host"]).unwrap();
        if std::env::var_os("NDPGEN_BLESS").is_some() {
            plan.apply().unwrap();
        } else {
            stale.push_str(&plan.diff());
        }
    }
    assert!(
        stale.is_empty(),
        "{stale}\nif this is right: NDPGEN_BLESS=1 cargo test -p ndpgen --test golden"
    );
}

#[test]
fn formatting_twice_changes_nothing() {
    for folder in goldens() {
        let once = generate(&folder);
        let twice = rustfmt::format(once.clone(), &repository()).unwrap();
        assert_eq!(once, twice);
    }
}

#[test]
fn generating_twice_gives_the_same() {
    for folder in goldens() {
        assert_eq!(generate(&folder), generate(&folder));
    }
}

#[test]
fn schemas_are_short() {
    for folder in goldens() {
        for file in ["schema.yaml", "types.yaml", "host/service.yaml"] {
            let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
            assert!(text.lines().count() <= 60, "{}/{file}", folder.display());
        }
    }
}

/// A golden that nobody compiles proves nothing.
#[test]
fn every_golden_is_compiled() {
    let tests = golden_folder().join("../../../nd-pdk/tests/goldens.rs");
    let tests = fs::read_to_string(tests).unwrap();
    let included: BTreeSet<&str> = tests
        .lines()
        .filter_map(|line| line.strip_prefix("#[path = \"../../ndpgen/tests/golden/"))
        .filter_map(|line| line.strip_suffix("/expected/mod.rs\"]"))
        .collect();
    let folders = goldens();
    let folders: BTreeSet<&str> = folders
        .iter()
        .map(|folder| folder.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(included, folders);
}
