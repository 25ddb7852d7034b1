//! The service `Library`: the libraries that the administrator assigned to the plugin, and their folders. Must not look into them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use nd_pdk::Error;
use nd_pdk::host::library::{Library as Described, LibraryService};
use nd_pdk::testing::shared::library::{mount_point, seen};

use super::access;
use crate::runtime::{Access, Level, Mount, lock};
use crate::server::World;

pub(crate) struct Library {
    world: Arc<World>,
    /// Why libraries were not mounted for the latest call, by their ids. The log says so once, not for each call.
    absent: Mutex<BTreeMap<i32, String>>,
}

impl Library {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        Self {
            world: Arc::clone(world),
            absent: Mutex::default(),
        }
    }

    /// The folders of the libraries as they are now, if the plugin may see files. What is not there is not mounted; the log says so.
    pub(crate) fn mounts(&self, write: bool) -> Vec<Mount> {
        if !self.world.permissions.library_filesystem {
            return Vec::new();
        }
        let access = match write {
            true => Access::Write,
            false => Access::Read,
        };
        let (mut mounts, mut absent) = (Vec::new(), BTreeMap::new());
        for library in access::libraries(&self.world, &self.world.music.read()) {
            let guest = mount_point(library.id);
            match folder(library) {
                Ok(host) => mounts.push(Mount {
                    host,
                    guest,
                    access,
                }),
                Err(why) => {
                    absent.insert(library.id, why);
                }
            }
        }
        self.report(absent);
        mounts
    }

    /// Logs what was not known yet.
    fn report(&self, absent: BTreeMap<i32, String>) {
        let known = std::mem::replace(&mut *lock(&self.absent), absent.clone());
        for (id, why) in absent {
            if known.get(&id) != Some(&why) {
                let text = format!("library {id} is not mounted: {why}");
                self.world.log.server(Level::Warn, text);
            }
        }
    }

    fn seen(&self, library: &Described) -> Described {
        seen(library, self.world.permissions.library_filesystem)
    }
}

/// # Errors
/// Why there is none.
fn folder(library: &Described) -> Result<PathBuf, String> {
    let folder = PathBuf::from(&library.path);
    match library.path.as_str() {
        _ if folder.is_dir() => Ok(folder),
        "" => Err("it has no `path`".to_owned()),
        path => Err(format!("its `path` {path} is no folder")),
    }
}

impl LibraryService for Library {
    fn get_library(&self, id: i32) -> Result<Option<Described>, Error> {
        let music = self.world.music.read();
        let library = music.library(id);
        let is_assigned = access::has_library(&self.world, &music, id);
        nd_rules::access::see_library(id, is_assigned, library.is_some())?;
        Ok(library.map(|library| self.seen(library)))
    }

    fn get_all_libraries(&self) -> Result<Vec<Described>, Error> {
        let music = self.world.music.read();
        let libraries = access::libraries(&self.world, &music);
        Ok(libraries.map(|library| self.seen(library)).collect())
    }
}
