//! A new plugin: a crate that builds and passes its tests, with the parts that its author chose. Must not talk to the terminal.

mod choice;
mod compose;
mod crate_files;
mod dependency;
mod manifest;
mod name;
mod parts;
mod place;
mod snippet;

pub use choice::{Addition, Choice, UnknownPart};
pub use dependency::Dependency;
pub use name::{Name, NameError};
pub use parts::{Capability, Part, Service};
pub use place::{Neighbourhood, Place};

use anyhow::Result;
use std::path::Path;

use crate::files::Artifact;

/// What a new crate is like.
#[derive(Debug, Clone)]
pub struct Plugin {
    pub name: Name,
    pub choice: Choice,
    pub dependency: Dependency,
}

/// What was made.
#[derive(Debug)]
pub struct Made {
    /// In alphabetical order.
    pub files: Vec<String>,
    /// How the crate gets on with the workspace around it.
    pub neighbourhood: Neighbourhood,
}

/// All files of the crate, as they are written; Rust ones may still have lines that are too long.
pub fn files(plugin: &Plugin, neighbourhood: &Neighbourhood) -> Vec<Artifact> {
    let mut files = crate_files::all(plugin, neighbourhood);
    let (library, tests) = compose::sources(plugin);
    let named = |path: &str, contents| Artifact {
        path: path.to_owned(),
        contents,
    };
    files.push(named("manifest.json", manifest::text(plugin)));
    files.push(named("src/lib.rs", library));
    files.push(named("src/tests.rs", tests));
    files.sort_by(|first, second| first.path.cmp(&second.path));
    files
}

/// Makes the crate in a folder that does not exist yet, or has nothing in it.
///
/// # Errors
/// The folder has something in it, or something cannot be written. Then nothing is there that was not there before.
pub fn make(plugin: &Plugin, folder: &Path) -> Result<Made> {
    let place = Place::prepare(folder)?;
    let alone = files(plugin, &Neighbourhood::Alone);
    place.stage(&alone)?;
    let neighbourhood = place.neighbourhood();
    let files = match neighbourhood {
        Neighbourhood::Alone => alone,
        Neighbourhood::Member(_) | Neighbourhood::Apart(_) => files(plugin, &neighbourhood),
    };
    // Without rustfmt the sources are laid out less well, and work all the same.
    let files = match crate::rustfmt::format(files.clone(), folder) {
        Ok(formatted) => formatted,
        Err(_) => files,
    };
    place.stage(&files)?;
    place.settle()?;
    Ok(Made {
        files: files.into_iter().map(|file| file.path).collect(),
        neighbourhood,
    })
}

#[cfg(test)]
mod tests;
