//! The service `Storage`: a folder of the plugin's own. Must not look into it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use nd_pdk::Error;
use nd_pdk::host::storage::StorageService;

use crate::runtime::{Access, Level, Mount};
use crate::server::World;

/// Where the plugin sees its folder.
const MOUNT_POINT: &str = "/storage";

pub(crate) struct Storage {
    world: Arc<World>,
    folder: PathBuf,
}

impl Storage {
    /// Makes the folder, if it is not there: it stays when the plugin goes.
    pub(crate) fn start(world: &Arc<World>) -> Result<Self> {
        let folder = world.data.join("storage");
        make_private(&folder).with_context(|| format!("making the folder {}", folder.display()))?;
        let world = Arc::clone(world);
        Ok(Self { world, folder })
    }

    /// The folder as the plugin sees it. Once somebody has removed it, it is not mounted; the log says so.
    pub(crate) fn mount(&self) -> Option<Mount> {
        let host = self.folder.clone();
        if !host.is_dir() {
            let text = format!("storage is not mounted: {} is no folder", host.display());
            self.world.log.server(Level::Warn, text);
            return None;
        }
        Some(Mount {
            host,
            guest: MOUNT_POINT.to_owned(),
            access: Access::Write,
        })
    }
}

/// What a plugin stores is nobody else's business.
pub(super) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

impl StorageService for Storage {
    fn get_storage_path(&self) -> Result<String, Error> {
        Ok(MOUNT_POINT.to_owned())
    }
}
