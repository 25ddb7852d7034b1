//! The last step before files are written: rustfmt, so that generated code passes `cargo fmt --check` wherever it lives. Not a part of emission: it runs a program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::files::Artifact;

/// Edition of the generated code.
const EDITION: &str = "2024";

/// Formats the Rust files among the artifacts with the settings that hold in `folder`; other files stay as they are.
///
/// # Errors
/// There is no rustfmt, or it cannot read what was emitted.
pub fn format(artifacts: Vec<Artifact>, folder: &Path) -> Result<Vec<Artifact>> {
    let scratch = tempfile::tempdir().context("a folder for rustfmt")?;
    let place = |artifact: &Artifact| scratch.path().join(&artifact.path);
    let mut paths = Vec::new();
    for artifact in artifacts.iter().filter(|artifact| is_rust(artifact)) {
        write(&place(artifact), &artifact.contents)?;
        paths.push(place(artifact));
    }
    run(&paths, folder)?;
    let formatted = artifacts.into_iter().map(|artifact| {
        if !is_rust(&artifact) {
            return Ok(artifact);
        }
        let contents =
            fs::read_to_string(place(&artifact)).with_context(|| artifact.path.clone())?;
        Ok(Artifact {
            contents,
            ..artifact
        })
    });
    formatted.collect()
}

fn is_rust(artifact: &Artifact) -> bool {
    artifact.path.ends_with(".rs")
}

fn write(path: &Path, contents: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, contents))
        .context("writing for rustfmt")
}

/// One process for all files: starting it takes longer than what it does.
fn run(files: &[PathBuf], folder: &Path) -> Result<()> {
    let settings = settings(folder).map(|settings| [PathBuf::from("--config-path"), settings]);
    let output = Command::new("rustfmt")
        .args(["--edition", EDITION])
        .args(settings.iter().flatten())
        .args(files)
        .output()
        .context(
            "cannot run rustfmt, which lays out generated code: \
             `rustup component add rustfmt` or a package of your distribution installs it",
        )?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "rustfmt failed on generated code: {complaint}"
    );
    Ok(())
}

/// The file whose settings hold in a folder: in it, or in the nearest one above that has one.
fn settings(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let names = ["rustfmt.toml", ".rustfmt.toml"];
    let mut files = folder
        .ancestors()
        .flat_map(|folder| names.map(|name| folder.join(name)));
    files.find(|file| file.is_file())
}
