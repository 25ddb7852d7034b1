//! What the compiler made, and the manifest, as a package. Must not write the package.

use std::fs;

use anyhow::Result;
use nd_package::package::WASM;
use nd_package::{Module, Package, without_custom_sections};

use super::optimise::{self, Optimised};
use super::progress::{Progress, during};
use super::source::Source;
use super::{Found, kept, place, profile};
use crate::plugin::from_code;

/// A package, and how it came to be.
pub(super) struct Packed {
    pub(super) package: Package,
    /// The size of the wasm before it was optimised.
    pub(super) compiled: usize,
    pub(super) notes: Vec<String>,
}

/// Puts both together. A manifest from the code is kept, for the author to read.
///
/// # Errors
/// It is no WebAssembly, or no manifest can be made.
pub(super) fn pack(
    found: &Found<'_>,
    source: Source,
    wasm: &[u8],
    progress: &dyn Progress,
) -> Result<Packed> {
    let module = Module::read(wasm)?;
    let settings = module.custom_section(wasm, from_code::SECTION);
    let is_written = matches!(source, Source::File { .. });
    let manifest = source.whole(settings)?;
    if !is_written {
        kept::write(&found.kept.manifest(), manifest.as_bytes())?;
    }
    let stripped = without_custom_sections(wasm)?;
    let compiled = stripped.len();
    let (wasm, remark) = match found.request.optimise {
        true => optimised(stripped, progress),
        false => (stripped, None),
    };
    let unused = (is_written && settings.is_some()).then(|| UNUSED_SETTINGS.to_owned());
    let notes = [remark, unused, profile_note(found)];
    Ok(Packed {
        package: Package {
            id: place::id(&found.out),
            manifest,
            wasm,
        },
        compiled,
        notes: notes.into_iter().flatten().collect(),
    })
}

const UNUSED_SETTINGS: &str = "what `register_config!` says of the settings is not used, as there is a manifest.json: keep one of them";

/// A smaller module, or the same and why, if that is worth a remark.
fn optimised(wasm: Vec<u8>, progress: &dyn Progress) -> (Vec<u8>, Option<String>) {
    let optimised = match optimise::IS_AVAILABLE {
        true => during(progress, "Optimising", || optimise::optimise(&wasm)),
        false => Optimised::Unavailable,
    };
    let remark = |why: &str| Some(format!("{WASM} is not optimised: {why}"));
    match optimised {
        Optimised::Smaller(smaller) => (smaller, None),
        Optimised::NotSmaller => (wasm, None),
        Optimised::Failed(reason) => (wasm, remark(&reason)),
        Optimised::Unavailable => {
            let why = "this ndpgen was built without the feature `optimise`";
            (wasm, remark(why))
        }
    }
}

fn profile_note(found: &Found<'_>) -> Option<String> {
    let profile = found.request.profile.as_str();
    // Who wants to debug does not want it small.
    if matches!(profile, "dev" | "test") {
        return None;
    }
    let path = found.metadata.workspace_root.join("Cargo.toml");
    let lines = profile::advice(&fs::read_to_string(&path).ok()?, profile)?;
    Some(format!(
        "the profile `{profile}` is not made for small files; in {path}:\n\n{lines}\n"
    ))
}
