//! The service `Storage` of a fake host: a real directory, so that `std::fs` works in native tests.
//!
//! Must not make one before somebody asks, nor leave it behind.

use std::cell::RefCell;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::host::storage::{Error, StorageService};
use crate::testing::world::World;

/// The service `Storage`: a temporary directory of the test's own, which goes when the fake host goes.
///
/// Natively nothing keeps the plugin inside of it: paths that lead out and symbolic links work here, and are refused on the server.
///
/// ```
/// use nd_pdk::host::storage;
/// use nd_pdk::testing::FakeHost;
///
/// let host = FakeHost::install();
/// std::fs::write(host.storage().path().join("seen.txt"), "al-1")?;
///
/// let seen = std::fs::read_to_string(format!("{}/seen.txt", storage::get_storage_path()?))?;
/// assert_eq!(seen, "al-1");
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeStorage {
    /// `None` until somebody asks.
    place: RefCell<Option<Place>>,
}

#[derive(Debug)]
enum Place {
    /// A directory that goes with this value.
    Temporary(TempDir),
    /// What the test wants to hear.
    Fixed(String),
}

impl FakeStorage {
    pub(crate) fn new(_: &World) -> Self {
        Self {
            place: RefCell::default(),
        }
    }

    /// The directory, to prepare files and to look at those that the plugin wrote. Empty at first.
    ///
    /// # Panics
    ///
    /// The directory cannot be made, or its name is not UTF-8.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.answer().into()
    }

    /// Answers this path from now on, say `/storage` as the server does. Nothing is made there, and a directory that was made before is removed.
    pub fn use_path(&self, path: impl Into<String>) {
        self.place.replace(Some(Place::Fixed(path.into())));
    }

    fn answer(&self) -> String {
        let mut place = self.place.borrow_mut();
        match place.get_or_insert_with(|| Place::Temporary(make())) {
            Place::Temporary(directory) => text(directory),
            Place::Fixed(path) => path.clone(),
        }
    }
}

fn make() -> TempDir {
    tempfile::Builder::new()
        .prefix("nd-pdk-storage-")
        .tempdir()
        .unwrap_or_else(|error| panic!("no directory for the storage of the plugin: {error}"))
}

fn text(directory: &TempDir) -> String {
    let path = directory.path();
    let text = path.to_str().unwrap_or_else(|| {
        panic!("the temporary directory {path:?} has no name in UTF-8: set TMPDIR to one that has")
    });
    text.to_owned()
}

impl StorageService for FakeStorage {
    fn get_storage_path(&self) -> Result<String, Error> {
        Ok(self.answer())
    }
}

#[cfg(test)]
mod tests;
