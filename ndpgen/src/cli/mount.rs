//! Where a tree of its own is mounted: the path of the module that its folder becomes. Looks at names of folders, writes nothing.

use super::Failure;
use crate::names::{NameRule, ident};
use crate::render::render_path;
use quote::format_ident;
use std::ffi::OsStr;
use std::path::{self, Path};

/// The folder of the root module of a crate.
const ROOT: &str = "src";
/// What the folder of a crate has in it.
const MANIFEST: &str = "Cargo.toml";

/// The path that was given, or the one that the folder has in a crate of the usual layout.
pub(super) fn mount(out: &Path, given: Option<&str>) -> Result<syn::Path, Failure> {
    match given {
        Some(path) => parse(path),
        None => default(out),
    }
}

/// The path as text, for the user.
pub(super) fn display(mount: &syn::Path) -> String {
    render_path(mount)
}

fn parse(path: &str) -> Result<syn::Path, Failure> {
    let mut names = path.split("::");
    let is_inside = names.next() == Some("crate");
    let modules: Vec<&str> = names
        .map(|name| name.strip_prefix("r#").unwrap_or(name))
        .collect();
    if !is_inside || !modules.iter().all(|name| NameRule::Module.accepts(name)) {
        return Err(Failure::Usage(format!(
            "`{path}` is no path of a module: --mount is like crate::generated"
        )));
    }
    Ok(below_crate(modules))
}

/// The path of a module whose names are fine.
fn below_crate<'a>(modules: impl IntoIterator<Item = &'a str>) -> syn::Path {
    let mut path = syn::Path::from(format_ident!("crate"));
    let modules = modules.into_iter().map(|name| ident(name).into());
    path.segments
        .extend::<Vec<syn::PathSegment>>(modules.collect());
    path
}

/// The path below the nearest `src`; without one in the crate, the name of the folder.
fn default(out: &Path) -> Result<syn::Path, Failure> {
    // A folder that is not there yet has no canonical path.
    let folder = out
        .canonicalize()
        .or_else(|_| path::absolute(out))
        .unwrap_or_else(|_| out.to_owned());
    let below = match root(&folder) {
        Some(root) => folder.strip_prefix(root).unwrap_or(&folder),
        None => folder.file_name().map_or(folder.as_path(), Path::new),
    };
    if below.as_os_str().is_empty() {
        return Err(Failure::Usage(format!(
            "`{}` is where the crate itself lives: name a folder below it, such as {}, or say where the folder is mounted with --mount",
            out.display(),
            out.join("generated").display()
        )));
    }
    let modules: Vec<_> = below.iter().map(OsStr::to_string_lossy).collect();
    match modules.iter().find(|name| !NameRule::Module.accepts(name)) {
        None => Ok(below_crate(modules.iter().map(AsRef::as_ref))),
        Some(name) => Err(Failure::Usage(format!(
            "`{name}` is no name for a module: say where the folder is mounted with --mount"
        ))),
    }
}

/// The nearest `src` around a folder, itself included. The search ends where a crate does: what is around it can be called anything.
fn root(folder: &Path) -> Option<&Path> {
    folder
        .ancestors()
        .take_while(|folder| folder.ends_with(ROOT) || !folder.join(MANIFEST).is_file())
        .find(|folder| folder.ends_with(ROOT))
}
