//! The crate compiled by the toolchain that was chosen, with the same result in every folder. Must not pack anything.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::cargo::{self, Job};
use super::progress::Progress;
use super::remap::{self, Folders};
use super::toolchain::{self, Choice, Wanted};
use super::{Found, kept, profile, rustflags};
use crate::plugin::workspace::CARGO_TOML;

/// Compiles the crate, and keeps what the compiler made of it, with the names of functions. `None` if cargo has said why it does not compile.
///
/// # Errors
/// Cargo does not run, or a file cannot be read or written.
pub(super) fn compile(found: &Found<'_>, choice: &Choice) -> Result<Option<Vec<u8>>> {
    let request = found.request;
    let root = found.metadata.workspace_root.as_std_path();
    let cargo_toml = fs::read_to_string(root.join(CARGO_TOML)).unwrap_or_default();
    let cargo_home = cargo_home();
    let folders = Folders {
        target: &found.target,
        cargo_home: cargo_home.as_deref(),
        compiler: &toolchain::compiler(choice, found.folder),
    };
    let job = Job {
        folder: found.folder,
        package: found.krate,
        profile: &request.profile,
        keeps_names: profile::is_known(&cargo_toml, &request.profile),
        target_dir: &found.target,
        flags: &remap::flags(found.metadata, folders),
        configured: rustflags::configured(found.folder, cargo_home.as_deref()),
        toolchain: choice,
        quiet: request.quiet,
    };
    let Some(wasm) = cargo::build(&job)? else {
        return Ok(None);
    };
    let wasm = fs::read(&wasm).with_context(|| format!("reading {}", wasm.display()))?;
    kept::write(&found.kept.wasm(), &wasm)?;
    Ok(Some(wasm))
}

fn cargo_home() -> Option<PathBuf> {
    let home = || Some(env::home_dir()?.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)
}

/// Adds the target to the toolchain; if that fails, the next best toolchain.
///
/// # Errors
/// There is no other one.
pub(super) fn add_target(
    wanted: Wanted,
    mut toolchains: toolchain::Found,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Choice> {
    progress.say(&format!(
        "adding {} with rustup: rustup target add {0}",
        toolchain::TARGET
    ));
    if toolchain::add_target(folder) {
        return Ok(Choice::Active);
    }
    progress.say("rustup could not add it");
    toolchains.rustup = false;
    toolchain::choose(wanted, &toolchains)
}
