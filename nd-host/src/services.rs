//! The host services of a loaded plugin together: finds the one that a call is for. Must not know what a service does.

mod config;
mod storage;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use nd_pdk::host::config::ConfigService;
use nd_pdk::host::storage::StorageService;
use nd_pdk::wire::{self, Serve};
use nd_rules::manifest::Permission;
use nd_rules::surface::HostFunction;

use self::config::Config;
use self::storage::Storage;
use crate::runtime::{Answer, Mount, Request};
use crate::server::{Caller, World};

/// The services of a plugin; those are there whose permission its manifest declares.
pub(crate) struct Services {
    config: Config,
    storage: Option<Storage>,
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Services").finish_non_exhaustive()
    }
}

impl Services {
    /// Makes what the plugin needs: folders, databases.
    ///
    /// # Errors
    /// In the server's words: `creating KVStore service: …`.
    pub(crate) fn start(world: &Arc<World>) -> Result<Self> {
        Ok(Self {
            config: Config::new(world),
            storage: start(world, Permission::Storage, "Storage", Storage::start)?,
        })
    }

    /// The folders that the plugin sees.
    pub(crate) fn mounts(&self, _library_write: bool) -> Vec<Mount> {
        let storage = self.storage.as_ref().map(Storage::mount);
        storage.into_iter().collect()
    }

    /// The services that call the plugin at their own time.
    pub(crate) fn callers(&self) -> Vec<&dyn Caller> {
        Vec::new()
    }

    /// Ends what goes on by itself: connections, queues. The plugin is gone by now.
    pub(crate) fn close(&self) {}

    /// Asks one service after the other; a call belongs to at most one.
    fn serve(&self, request: &wire::Request<'_>, _deadline: Instant) -> Option<Vec<u8>> {
        let config: &dyn ConfigService = &self.config;
        let storage = self
            .storage
            .as_ref()
            .map(|service| service as &dyn StorageService);
        config.serve(request).or_else(|| storage?.serve(request))
    }
}

fn start<T>(
    world: &Arc<World>,
    permission: Permission,
    name: &str,
    service: impl FnOnce(&Arc<World>) -> Result<T>,
) -> Result<Option<T>> {
    let declared = world.permissions.declares(permission);
    let started = declared.then(|| service(world)).transpose();
    started.with_context(|| format!("creating {name} service"))
}

impl Answer for Services {
    fn answer(&self, request: &Request, deadline: Instant) -> Result<Vec<u8>> {
        let function = HostFunction::find(&request.function);
        let name = function.map(|function| function.name).unwrap_or_default();
        let reply = self.serve(&wire::Request::new(name, &request.bytes), deadline);
        reply.with_context(|| format!("no service answers `{}`", request.function))
    }
}
