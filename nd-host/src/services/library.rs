//! The service `Library`: the libraries that the administrator assigned to the plugin, and their folders. Must not look into them.

use std::path::PathBuf;
use std::sync::Arc;

use nd_pdk::Error;
use nd_pdk::host::library::{Library as Described, LibraryService};
use nd_pdk::testing::shared::library::{mount_point, seen};

use super::access;
use crate::runtime::{Access, Level, Mount};
use crate::server::World;

pub(crate) struct Library {
    world: Arc<World>,
}

impl Library {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let world = Arc::clone(world);
        Self { world }
    }

    /// The folders of the libraries, if the plugin may see files. What is not there is not mounted; the log says so.
    pub(crate) fn mounts(&self, write: bool) -> Vec<Mount> {
        if !self.world.permissions.library_filesystem {
            return Vec::new();
        }
        let access = match write {
            true => Access::Write,
            false => Access::Read,
        };
        let music = self.world.music.read();
        let libraries = access::libraries(&self.world, &music);
        let mounts = libraries.filter_map(|library| {
            let host = self.folder(library)?;
            let guest = mount_point(library.id);
            Some(Mount {
                host,
                guest,
                access,
            })
        });
        mounts.collect()
    }

    fn folder(&self, library: &Described) -> Option<PathBuf> {
        let folder = PathBuf::from(&library.path);
        if folder.is_dir() {
            return Some(folder);
        }
        let id = library.id;
        let why = match library.path.as_str() {
            "" => "it has no `path`".to_owned(),
            path => format!("its `path` {path} is no folder"),
        };
        let text = format!("library {id} is not mounted: {why}");
        self.world.log.server(Level::Warn, text);
        None
    }

    fn seen(&self, library: &Described) -> Described {
        seen(library, self.world.permissions.library_filesystem)
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
