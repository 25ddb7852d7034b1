//! The music of a server that runs: plugins change it. Must not decide who may.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::Music;

/// The music of a server that runs.
#[derive(Debug, Default)]
pub(crate) struct Catalogue(RwLock<Music>);

impl Catalogue {
    pub(crate) fn new(music: Music) -> Self {
        Self(RwLock::new(music))
    }

    /// The music as it is now; nobody changes it before the guard goes.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Music> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The music, to change it; nobody looks before the guard goes.
    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Music> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
