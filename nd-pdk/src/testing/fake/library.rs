//! The service `Library` of a fake host.
//!
//! Must not touch files: where a library is mounted is the business of the test.

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::access;
use crate::Error;
use crate::host::library::{Library, LibraryService};
use crate::testing::shared;
use crate::testing::world::World;

/// The service `Library`: the libraries that the administrator assigned to the plugin.
///
/// They are part of the setup. `path` and `mount_point` are given only where the manifest allows access to files, or where there is no manifest. A
/// library without mount point gets the server's, `/libraries/{id}`. That place does not exist natively; for a plugin that reads files the setup
/// names a real folder:
///
/// ```
/// use nd_pdk::host::library::{self, Library};
/// use nd_pdk::testing::FakeHost;
///
/// let folder = std::env::temp_dir();
/// let music = Library {
///     id: 1,
///     name: "Music".into(),
///     mount_point: folder.display().to_string(),
///     ..Default::default()
/// };
/// let _host = FakeHost::builder().library(music).install();
///
/// let music = library::get_library(1)?.unwrap();
/// assert!(std::fs::read_dir(music.mount_point).is_ok());
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeLibrary {
    world: World,
    removed: RefCell<BTreeSet<i32>>,
}

impl FakeLibrary {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            removed: RefCell::default(),
        }
    }

    /// Removes a library from the server. It stays assigned to the plugin: asked for by ID it is reported as not found, and lists go without it.
    ///
    /// # Panics
    ///
    /// There is no such library in the setup.
    #[track_caller]
    pub fn remove(&self, id: i32) {
        let mut all = self.world.setup.libraries.iter();
        assert!(
            all.any(|library| library.item.id == id),
            "host.library().remove({id}): there is no library {id} in the setup"
        );
        self.removed.borrow_mut().insert(id);
    }

    fn seen(&self, library: &Library) -> Library {
        shared::library::seen(library, self.world.setup.permissions.library_filesystem)
    }
}

impl LibraryService for FakeLibrary {
    fn get_library(&self, id: i32) -> Result<Option<Library>, Error> {
        let library = access::libraries(&self.world).find(|library| library.id == id);
        let is_there = !self.removed.borrow().contains(&id);
        nd_rules::access::see_library(id, library.is_some(), is_there)?;
        Ok(library.map(|library| self.seen(library)))
    }

    fn get_all_libraries(&self) -> Result<Vec<Library>, Error> {
        let removed = self.removed.borrow();
        Ok(access::libraries(&self.world)
            .filter(|library| !removed.contains(&library.id))
            .map(|library| self.seen(library))
            .collect())
    }
}
