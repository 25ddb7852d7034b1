//! A package out of a crate, in steps: the crate found, compiled, stripped, optimised, checked, and written if nothing is wrong. Must not talk to the terminal.

pub mod cargo;
pub mod krate;
pub mod optimise;
pub mod place;
pub mod profile;
pub mod progress;
pub mod remap;
pub mod source;
pub mod summary;
pub mod toolchain;
pub mod version;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::{Metadata, Package as Krate};
use nd_package::package::WASM;
use nd_package::{Module, Package, without_custom_sections};

use self::cargo::Job;
use self::optimise::Optimised;
use self::progress::{Progress, during};
use self::remap::Folders;
use self::source::Source;
use self::toolchain::{Choice, Wanted};
use super::check::check;
use super::finding::{Findings, Report};
use super::from_code;
use super::subject::{Origin, Subject, Target, read_manifest, read_package};

/// What is to be built, and how.
#[derive(Debug)]
pub struct Request {
    /// Of a crate or workspace.
    pub folder: PathBuf,
    pub package: Option<String>,
    pub profile: String,
    /// A file or folder.
    pub out: Option<PathBuf>,
    pub target_dir: Option<PathBuf>,
    /// Whether the manifest gets the version of the crate.
    pub sync_version: bool,
    pub optimise: bool,
    pub check: bool,
    pub target: Target,
    pub toolchain: Wanted,
    pub quiet: bool,
}

/// How a build ended, if it was not stopped by something around it.
#[derive(Debug)]
pub enum Ended {
    Built(Box<Built>),
    /// Nothing was written, for these reasons.
    Faulty(Report),
    /// Nothing was written; cargo has said why.
    NotCompiled,
}

/// What was built.
#[derive(Debug)]
pub struct Built {
    /// The package.
    pub path: PathBuf,
    pub subject: Subject,
    /// The size of the wasm before it was optimised.
    pub compiled: usize,
    /// Warnings.
    pub report: Report,
    /// What the author might want to know of the build itself.
    pub notes: Vec<String>,
}

/// Builds a plugin.
///
/// # Errors
/// There is no crate or toolchain to build it with, or a file cannot be read or written. What is wrong with the plugin itself is no error.
pub fn build(request: &Request, progress: &dyn Progress) -> Result<Ended> {
    let folder = canonical(&request.folder)?;
    let found = toolchain::look(&folder);
    let mut choice = toolchain::choose(request.toolchain, &found)?;
    let metadata = krate::read(&toolchain::cargo(&choice), &folder)?;
    let krate = krate::select(&metadata, &folder, request.package.as_deref())?;
    let out = place::destination(&request.folder, &krate.name, request.out.as_deref())?;
    let source = match look_ahead(source::find(krate)?, krate, &out, request, progress)? {
        Ok(source) => source,
        Err(report) => return Ok(Ended::Faulty(report)),
    };
    if choice == Choice::AddTarget {
        choice = add_target(request.toolchain, found, &folder, progress)?;
    }
    let Some(wasm) = compile(request, &metadata, krate, &choice)? else {
        return Ok(Ended::NotCompiled);
    };
    let (package, compiled, mut notes) = pack(source, &wasm, &out, request, progress)?;
    notes.extend(profile_note(&metadata, &request.profile));
    let (subject, report) = during(progress, "Checking", || {
        checked(&package, krate, &out, request)
    })?;
    if report.has_errors() {
        return Ok(Ended::Faulty(report));
    }
    write(&package, &out)?;
    Ok(Ended::Built(Box::new(Built {
        path: out,
        subject,
        compiled,
        report,
        notes,
    })))
}

fn canonical(folder: &Path) -> Result<PathBuf> {
    let canonical = folder.canonicalize();
    let canonical =
        canonical.with_context(|| format!("there is no folder {}", folder.display()))?;
    if !canonical.is_dir() {
        bail!("{} is no folder: name that of a crate", folder.display());
    }
    Ok(canonical)
}

/// Finds what is wrong with the manifest before minutes are spent on compiling, and brings its version in step with the crate's if that is asked for.
fn look_ahead(
    source: Source,
    krate: &Krate,
    out: &Path,
    request: &Request,
    progress: &dyn Progress,
) -> Result<Result<Source, Report>> {
    let mut cx = Findings::default();
    let mut subject = Subject::new(file_name(out));
    subject.id = Some(place::id(out));
    subject.origin = Origin::Crate;
    subject.crate_version = Some(krate.version.clone());
    read_manifest(&mut subject, &source.so_far()?, &mut cx);
    let document = subject.manifest.as_ref().map(|it| &it.document);
    let mismatch = document.and_then(|it| Some((it, version::mismatch(it, &krate.version)?)));
    if let (Source::File { path, .. }, Some((document, at)), true) =
        (&source, &mismatch, request.sync_version)
    {
        let (version, path) = (&krate.version, path.clone());
        let text = version::synced(document, at.clone(), version);
        version::replace(&path, &text)?;
        progress.say(&format!("wrote version {version} to {}", path.display()));
        let bytes = text.into_bytes();
        return look_ahead(Source::File { path, bytes }, krate, out, request, progress);
    }
    let is_out_of_step = mismatch.is_some();
    if request.check || is_out_of_step {
        check(&mut cx, &subject, request.target);
    }
    let report = Report::new(subject.name.as_str(), subject.manifest_text(), cx);
    Ok(match report.has_errors() {
        true => Err(report),
        false => Ok(source),
    })
}

fn add_target(
    wanted: Wanted,
    mut found: toolchain::Found,
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
    found.rustup = false;
    toolchain::choose(wanted, &found)
}

/// Compiles the crate, and keeps what the compiler made of it, with the names of functions.
fn compile(
    request: &Request,
    metadata: &Metadata,
    krate: &Krate,
    choice: &Choice,
) -> Result<Option<Vec<u8>>> {
    let target_dir = match &request.target_dir {
        Some(folder) => Some(std::path::absolute(folder)?),
        None => None,
    };
    let target = target_dir.as_deref();
    let target = target.unwrap_or(metadata.target_directory.as_std_path());
    let folder = metadata.workspace_root.as_std_path();
    let cargo_toml = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let cargo_home = cargo_home();
    let folders = Folders {
        target,
        cargo_home: cargo_home.as_deref(),
        compiler: &toolchain::compiler(choice, folder),
    };
    let job = Job {
        package: krate,
        profile: &request.profile,
        keeps_names: profile::is_known(&cargo_toml, &request.profile),
        target_dir: target_dir.as_deref(),
        flags: &remap::flags(metadata, folders),
        toolchain: choice,
        quiet: request.quiet,
    };
    let Some(wasm) = cargo::build(&job)? else {
        return Ok(None);
    };
    let wasm = fs::read(&wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let kept = target.join("ndp");
    fs::create_dir_all(&kept)
        .and_then(|()| fs::write(kept.join(format!("{}.wasm", krate.name)), &wasm))
        .with_context(|| format!("writing to {}", kept.display()))?;
    Ok(Some(wasm))
}

fn cargo_home() -> Option<PathBuf> {
    let home = || Some(env::home_dir()?.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)
}

/// The package, the size of its wasm before it was optimised, and remarks.
fn pack(
    source: Source,
    wasm: &[u8],
    out: &Path,
    request: &Request,
    progress: &dyn Progress,
) -> Result<(Package, usize, Vec<String>)> {
    let settings = Module::read(wasm)?;
    let settings = settings.custom_section(wasm, from_code::SECTION);
    let manifest = source.whole(settings)?;
    let stripped = without_custom_sections(wasm)?;
    let compiled = stripped.len();
    let mut notes = Vec::new();
    let wasm = match request.optimise {
        false => stripped,
        true => match optimised(&stripped, progress) {
            Optimised::Smaller(smaller) => smaller,
            Optimised::NotSmaller => stripped,
            Optimised::Failed(reason) => {
                notes.push(format!("{WASM} is not optimised: {reason}"));
                stripped
            }
            Optimised::Unavailable => {
                notes.push(format!(
                    "{WASM} is not optimised: this ndpgen was built without the feature `optimise`"
                ));
                stripped
            }
        },
    };
    let package = Package {
        id: place::id(out),
        manifest,
        wasm,
    };
    Ok((package, compiled, notes))
}

fn optimised(wasm: &[u8], progress: &dyn Progress) -> Optimised {
    match optimise::IS_AVAILABLE {
        true => during(progress, "Optimising", || optimise::optimise(wasm)),
        false => Optimised::Unavailable,
    }
}

fn profile_note(metadata: &Metadata, profile: &str) -> Option<String> {
    // Who wants to debug does not want it small.
    if matches!(profile, "dev" | "test") {
        return None;
    }
    let path = metadata.workspace_root.join("Cargo.toml");
    let lines = profile::advice(&fs::read_to_string(&path).ok()?, profile)?;
    Some(format!(
        "the profile `{profile}` is not made for small files; in {path}:\n\n{lines}\n"
    ))
}

/// What the server would read, and what is wrong with it.
fn checked(
    package: &Package,
    krate: &Krate,
    out: &Path,
    request: &Request,
) -> Result<(Subject, Report)> {
    let mut cx = Findings::default();
    let mut subject = read_package(&file_name(out), &package.archive()?, &mut cx);
    subject.crate_version = Some(krate.version.clone());
    if request.check {
        check(&mut cx, &subject, request.target);
    }
    let report = Report::new(subject.name.as_str(), subject.manifest_text(), cx);
    Ok((subject, report))
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn write(package: &Package, out: &Path) -> Result<()> {
    package.check_id()?;
    if let Some(folder) = out.parent().filter(|it| !it.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    package.write_to(out)
}
