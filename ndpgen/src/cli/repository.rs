//! The nd-pdk repository on disk: where its schemas are, and where what is generated from them goes.

use std::env;
use std::path::{Path, PathBuf};

/// Where the schemas are.
pub(super) const SCHEMAS: &str = "capabilities";
/// The modules of the library.
pub(super) const LIBRARY: &str = "nd-pdk/src/generated";
/// Folders of which every generated file is known.
pub(super) const FOLDERS: &[&str] = &[
    "nd-pdk/src/generated",
    "nd-pdk/src/generated/capability",
    "nd-pdk/src/generated/host",
];
/// The table of the macros.
pub(super) const TABLE: &str = "nd-pdk-macros/src/generated.rs";
/// The table of functions that imitations of the server go by.
pub(super) const SURFACE: &str = "nd-rules/src/surface/generated.rs";
/// The JSON Schemas of both kinds of files.
pub(super) const CAPABILITY_SCHEMA: &str = "capabilities/schema/capability.json";
pub(super) const SERVICE_SCHEMA: &str = "capabilities/schema/service.json";

/// The repository around the current directory, or the one that cargo runs us from.
pub(super) fn find() -> Option<PathBuf> {
    let current = env::current_dir().ok();
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let starts = [current, manifest].into_iter().flatten();
    starts.into_iter().find_map(|start| around(&start))
}

fn around(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|folder| is_repository(folder))
        .map(Path::to_owned)
}

fn is_repository(folder: &Path) -> bool {
    folder.join(SCHEMAS).is_dir() && folder.join("nd-pdk/Cargo.toml").is_file()
}
