//! A walk through all files below a folder that can be interrupted anywhere and goes on later, in another call.
//! Must not keep more than the names of the folders it is in: a cursor has to be small, whatever the size of the library.

use std::path::{Path, PathBuf};
use std::{fs, io, vec};

use serde::{Deserialize, Serialize};

/// How far a walk has come: the folders it is in, and the last name it has visited in the innermost of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    folders: Vec<String>,
    visited: Option<String>,
}

/// What a walk comes by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Folder,
    /// With its path below the root.
    File {
        path: PathBuf,
        bytes: u64,
    },
    /// It is gone since its folder was listed, or the server may not read it.
    Unreadable {
        path: PathBuf,
        reason: String,
    },
}

/// A walk in the order of the names, folder by folder. Symbolic links are passed over: what they lead to is counted where it is, and a link to a
/// folder above would never end.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    root: &'a Path,
    /// Never empty before the end: the root, a folder in it, a folder in that one …
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    /// Below the root; empty for the root itself.
    folder: PathBuf,
    names: vec::IntoIter<String>,
    visited: Option<String>,
}

impl<'a> Walk<'a> {
    /// Goes on after `cursor`; the default one is the beginning. Names that came or went meanwhile do no harm: what is listed after the cursor will
    /// be visited, what was before it will not.
    ///
    /// # Errors
    /// The root cannot be listed.
    pub(crate) fn resume(root: &'a Path, cursor: Cursor) -> io::Result<Self> {
        let mut walk = Self {
            root,
            levels: vec![Level::list(root, PathBuf::new())?],
        };
        for name in cursor.folders {
            let level = walk.innermost();
            level.skip_to(&name);
            let folder = level.folder.join(name);
            match Level::list(root, folder) {
                Ok(level) => walk.levels.push(level),
                // Gone or closed meanwhile: the walk goes on behind it.
                Err(_) => return Ok(walk),
            }
        }
        if let Some(name) = cursor.visited {
            walk.innermost().skip_to(&name);
        }
        Ok(walk)
    }

    /// Where to resume after what [`next`](Iterator::next) has given last.
    pub(crate) fn cursor(&self) -> Cursor {
        let mut names: Vec<_> = self.levels.iter().map(|level| &level.visited).collect();
        let visited = names.pop().cloned().flatten();
        Cursor {
            folders: names.into_iter().flatten().cloned().collect(),
            visited,
        }
    }

    fn innermost(&mut self) -> &mut Level {
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn visit(&mut self, path: PathBuf) -> io::Result<Option<Entry>> {
        let metadata = fs::symlink_metadata(self.root.join(&path))?;
        if metadata.is_dir() {
            self.levels.push(Level::list(self.root, path)?);
            return Ok(Some(Entry::Folder));
        }
        Ok(metadata.is_file().then_some(Entry::File {
            path,
            bytes: metadata.len(),
        }))
    }
}

impl Iterator for Walk<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.names.next() else {
                self.levels.pop();
                continue;
            };
            let path = level.folder.join(&name);
            level.visited = Some(name);
            match self.visit(path.clone()) {
                Ok(Some(entry)) => return Some(entry),
                Ok(None) => {}
                Err(error) => {
                    let reason = error.to_string();
                    return Some(Entry::Unreadable { path, reason });
                }
            }
        }
        None
    }
}

impl Level {
    fn list(root: &Path, folder: PathBuf) -> io::Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(root.join(&folder))? {
            // A cursor is JSON, which could not hold other names than those in UTF-8.
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        // The order in which a folder is listed may change from call to call.
        names.sort_unstable();
        Ok(Self {
            folder,
            names: names.into_iter(),
            visited: None,
        })
    }

    fn skip_to(&mut self, name: &str) {
        let names = self.names.as_slice();
        let visited = names.partition_point(|other| other.as_str() <= name);
        self.names.by_ref().take(visited).for_each(drop);
        self.visited = Some(name.to_owned());
    }
}
