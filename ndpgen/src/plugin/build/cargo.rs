//! How cargo is asked to build a plugin, and what it answers. Must not decide which toolchain that is.

use std::env;
use std::ffi::OsString;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use cargo_metadata::{CrateType, Message, Package, PackageId};
use toml::Value;

use super::rustflags::{Configured, Flags, Variables, flags};
use super::toolchain::{self, Choice, TARGET};

/// What cargo is to build.
#[derive(Debug)]
pub struct Job<'a> {
    /// Where cargo runs: what is configured there counts.
    pub folder: &'a Path,
    pub package: &'a Package,
    pub profile: &'a str,
    /// Whether the names of functions stay, whatever the profile says: they are what tells the crates of a plugin apart, and are dropped from what is packed.
    pub keeps_names: bool,
    pub target_dir: &'a Path,
    /// Arguments of the compiler for every crate, beside those of the user.
    pub flags: &'a [String],
    /// Those of the user's files.
    pub configured: Vec<Configured>,
    pub toolchain: &'a Choice,
    pub quiet: bool,
}

/// Builds the library of the package; the wasm it became, or `None` if cargo has said why there is none.
///
/// # Errors
/// Cargo cannot be run.
pub fn build(job: &Job<'_>) -> Result<Option<PathBuf>> {
    let mut command = Command::new(toolchain::cargo(job.toolchain));
    toolchain::prepare(job.toolchain, &mut command);
    command.current_dir(job.folder);
    command.args(arguments(job));
    match flags(variables(), job.configured.clone(), &all_flags(job)) {
        Flags::Settings(settings) => {
            for setting in settings {
                command.arg("--config").arg(setting);
            }
        }
        Flags::Variable(value) => {
            command.env("CARGO_ENCODED_RUSTFLAGS", value);
        }
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    let answers = child.stdout.take().context("cargo's answers")?;
    let wasm = find_wasm(BufReader::new(answers), &job.package.id);
    let status = child.wait().context("waiting for cargo")?;
    let wasm = wasm?;
    if !status.success() {
        return Ok(None);
    }
    Ok(Some(wasm.context("cargo has built no wasm file")?))
}

fn variables() -> Variables {
    let variable = |name: &str| env::var(name).ok();
    Variables {
        encoded: variable("CARGO_ENCODED_RUSTFLAGS"),
        plain: variable("RUSTFLAGS"),
        of_target: variable("CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS"),
    }
}

/// Everything but the arguments of the compiler.
fn arguments(job: &Job<'_>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    // Alone: a second kind of library beside it would switch link-time optimisation off.
    arguments.extend(["rustc", "--lib", "--crate-type", "cdylib"].map(Into::into));
    arguments.push("--manifest-path".into());
    arguments.push(job.package.manifest_path.as_std_path().into());
    arguments.extend(["--target", TARGET, "--profile", job.profile].map(Into::into));
    arguments.extend(["--message-format", "json-render-diagnostics"].map(Into::into));
    if job.keeps_names {
        arguments.push("--config".into());
        arguments.push(format!("profile.{}.strip=\"debuginfo\"", job.profile).into());
    }
    arguments.push("--target-dir".into());
    arguments.push(job.target_dir.into());
    if job.quiet {
        arguments.push("--quiet".into());
    }
    if let Choice::Debian(debian) = job.toolchain {
        let linker = Value::String(debian.linker.display().to_string());
        arguments.push("--config".into());
        arguments.push(format!("target.{TARGET}.linker={linker}").into());
        arguments.push("-Zbuild-std=std,panic_abort".into());
    }
    arguments
}

fn all_flags(job: &Job<'_>) -> Vec<String> {
    let of_toolchain = match job.toolchain {
        Choice::Debian(_) => toolchain::debian_flags().to_vec(),
        Choice::Active | Choice::AddTarget => Vec::new(),
    };
    let ours = job.flags.iter().cloned();
    of_toolchain.into_iter().chain(ours).collect()
}

/// Reads what cargo says to machines, to its end; what it says to people it says on its own.
fn find_wasm(answers: impl std::io::BufRead, package: &PackageId) -> Result<Option<PathBuf>> {
    let mut wasm = None;
    for message in Message::parse_stream(answers) {
        match message.context("reading what cargo says")? {
            Message::CompilerArtifact(artifact)
                if artifact.package_id == *package
                    && artifact.target.crate_types.contains(&CrateType::CDyLib) =>
            {
                let files = artifact.filenames.into_iter();
                let mut files = files.filter(|file| file.extension() == Some("wasm"));
                wasm = files.next().map(Into::into).or(wasm);
            }
            Message::TextLine(line) => pass_on(&line),
            _ => {}
        }
    }
    Ok(wasm)
}

/// Lines that are no message come from something that cargo runs, and are for people.
fn pass_on(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
}
