//! Where a tree of its own is mounted: the path of the module that its folder becomes. Looks at names of folders, writes nothing.

use super::Failure;
use crate::names::{NameRule, ident};
use crate::render::render_path;
use quote::format_ident;
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
    let is_path = path.starts_with("crate::") || path == "crate";
    let parsed = syn::parse_str::<syn::Path>(path).ok().filter(|_| is_path);
    parsed.ok_or_else(|| {
        Failure::Usage(format!(
            "`{path}` is no path of a module: --mount is like crate::generated"
        ))
    })
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
    let mut path = syn::Path::from(format_ident!("crate"));
    for name in below {
        let name = name.to_string_lossy();
        if !NameRule::Module.accepts(&name) {
            return Err(Failure::Usage(format!(
                "`{name}` is no name for a module: say where the folder is mounted with --mount"
            )));
        }
        path.segments.push(ident(&name).into());
    }
    Ok(path)
}

/// The nearest `src` around a folder, itself included. The search ends where a crate does: what is around it can be called anything.
fn root(folder: &Path) -> Option<&Path> {
    folder
        .ancestors()
        .take_while(|folder| folder.ends_with(ROOT) || !folder.join(MANIFEST).is_file())
        .find(|folder| folder.ends_with(ROOT))
}
