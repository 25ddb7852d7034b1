//! What is wrong with a manifest, found before minutes are spent on compiling. Must not look at WebAssembly.

use anyhow::Result;

use super::progress::Progress;
use super::source::Source;
use super::{Found, file_name, kept, place, version};
use crate::plugin::check::check;
use crate::plugin::finding::{Findings, Report};
use crate::plugin::subject::{Origin, Subject, read_manifest};
use crate::replace::replace;

/// The source to go on with, its version in step with the crate's if that is asked for; or what is wrong with it.
///
/// # Errors
/// A file cannot be written, or `Cargo.toml` says something of the plugin that cannot be.
pub(super) fn look(
    found: &Found<'_>,
    source: Source,
    progress: &dyn Progress,
) -> Result<Result<Source, Report>> {
    let request = found.request;
    let mut cx = Findings::default();
    let mut subject = Subject::new(file_name(&found.out));
    subject.id = Some(place::id(&found.out));
    subject.origin = Origin::Crate;
    subject.crate_version = Some(found.krate.version.clone());
    found.name_manifest(&mut subject);
    let manifest = source.so_far()?;
    if let Source::Code(_) = source {
        kept::write(&found.kept.manifest(), &manifest)?;
    }
    read_manifest(&mut subject, &manifest, &mut cx);
    let is_out_of_step = match synced(found, &source, &subject) {
        Some(text) if request.sync_version => {
            return look(found, written(found, source, text, progress)?, progress);
        }
        synced => synced.is_some(),
    };
    if request.check || is_out_of_step {
        check(&mut cx, &subject, request.target);
    }
    let report = subject.report(cx);
    Ok(match report.has_errors() {
        true => Err(report),
        false => Ok(source),
    })
}

/// The manifest with the version of the crate, where its file has another one.
fn synced(found: &Found<'_>, source: &Source, subject: &Subject) -> Option<String> {
    match source {
        Source::Code(_) => None,
        Source::File { .. } => {
            let document = &subject.manifest.as_ref()?.document;
            let of_crate = &found.krate.version;
            let at = version::mismatch(document, of_crate)?;
            Some(version::synced(document, at, of_crate))
        }
    }
}

fn written(
    found: &Found<'_>,
    source: Source,
    text: String,
    progress: &dyn Progress,
) -> Result<Source> {
    Ok(match source {
        Source::Code(_) => source,
        Source::File { path, .. } => {
            replace(&path, text.as_bytes())?;
            let (version, shown) = (&found.krate.version, path.display());
            progress.say(&format!("wrote version {version} to {shown}"));
            let bytes = text.into_bytes();
            Source::File { path, bytes }
        }
    })
}
