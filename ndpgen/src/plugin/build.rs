//! A package out of a crate, in steps: the crate found, compiled, stripped, optimised, checked, and written if nothing is wrong. Must not talk to the terminal.

pub mod ahead;
pub mod cargo;
pub mod compile;
pub mod kept;
pub mod krate;
pub mod optimise;
pub mod pack;
pub mod place;
pub mod profile;
pub mod progress;
pub mod remap;
pub mod rustflags;
pub mod source;
pub mod summary;
pub mod toolchain;
pub mod version;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::{Metadata, Package as Krate};
use nd_package::Package;

use self::kept::Kept;
use self::progress::{Progress, during};
use self::toolchain::{Choice, Wanted};
use super::check::check;
use super::finding::{Findings, Report};
use super::subject::{ManifestSource, Subject, Target, read_package};

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

/// The plugin of a request, found.
struct Found<'a> {
    request: &'a Request,
    /// What was asked for, without links: where cargo runs.
    folder: &'a Path,
    metadata: &'a Metadata,
    krate: &'a Krate,
    /// The package to write.
    out: PathBuf,
    /// Where cargo builds.
    target: PathBuf,
    kept: Kept,
}

/// Builds a plugin.
///
/// # Errors
/// There is no crate or toolchain to build it with, or a file cannot be read or written. What is wrong with the plugin itself is no error.
pub fn build(request: &Request, progress: &dyn Progress) -> Result<Ended> {
    let folder = canonical(&request.folder)?;
    let toolchains = toolchain::look(&folder);
    let choice = toolchain::choose(request.toolchain, &toolchains)?;
    let metadata = krate::read(&choice, &folder)?;
    let found = find(request, &folder, &metadata)?;
    let ended = steps(&found, choice, toolchains, progress)?;
    match &ended {
        Ended::Built(_) => {}
        Ended::Faulty(_) | Ended::NotCompiled => found.say_what_is_left(progress),
    }
    Ok(ended)
}

fn steps(
    found: &Found<'_>,
    mut choice: Choice,
    toolchains: toolchain::Found,
    progress: &dyn Progress,
) -> Result<Ended> {
    let (request, folder) = (found.request, found.folder);
    let source = match ahead::look(found, source::find(found.krate)?, progress)? {
        Ok(source) => source,
        Err(report) => return Ok(Ended::Faulty(report)),
    };
    if choice == Choice::AddTarget {
        choice = compile::add_target(request.toolchain, toolchains, folder, progress)?;
    }
    let Some(wasm) = compile::compile(found, &choice)? else {
        return Ok(Ended::NotCompiled);
    };
    let packed = pack::pack(found, source, &wasm, progress)?;
    let (subject, report) = during(progress, "Checking", || checked(found, &packed.package))?;
    if report.has_errors() {
        return Ok(Ended::Faulty(report));
    }
    write(&packed.package, &found.out)?;
    Ok(Ended::Built(Box::new(Built {
        path: found.out.clone(),
        subject,
        compiled: packed.compiled,
        report,
        notes: packed.notes,
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

fn find<'a>(request: &'a Request, folder: &'a Path, metadata: &'a Metadata) -> Result<Found<'a>> {
    let krate = krate::select(metadata, folder, request.package.as_deref())?;
    let target = match &request.target_dir {
        Some(folder) => std::path::absolute(folder)?,
        None => metadata.target_directory.as_std_path().to_owned(),
    };
    Ok(Found {
        request,
        folder,
        metadata,
        krate,
        out: place::destination(&request.folder, &krate.name, request.out.as_deref())?,
        kept: Kept::new(&target, &krate.name),
        target,
    })
}

/// What the server would read, and what is wrong with it.
fn checked(found: &Found<'_>, package: &Package) -> Result<(Subject, Report)> {
    let mut cx = Findings::default();
    let mut subject = read_package(&file_name(&found.out), &package.archive()?, &mut cx);
    subject.crate_version = Some(found.krate.version.clone());
    found.name_manifest(&mut subject);
    if found.request.check {
        check(&mut cx, &subject, found.request.target);
    }
    let report = subject.report(cx);
    Ok((subject, report))
}

impl Found<'_> {
    /// An old package looks as if it were the new one.
    fn say_what_is_left(&self, progress: &dyn Progress) {
        if self.out.is_file() {
            let out = self.out.display();
            progress.say(&format!(
                "{out} is not touched: it is still that of an earlier build"
            ));
        }
    }

    /// A manifest from the code is shown where it is kept.
    fn name_manifest(&self, subject: &mut Subject) {
        if !source::file(self.krate).exists() {
            subject.manifest_source = ManifestSource::Code {
                shown_as: self.kept.manifest().display().to_string(),
            };
        }
    }
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
