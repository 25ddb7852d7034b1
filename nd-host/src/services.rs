//! The host services of a loaded plugin together: finds the one that a call is for. Must not know what a service does.

mod access;
mod artwork;
mod cache;
mod catalogue;
mod config;
mod database;
mod http;
mod kvstore;
mod library;
mod matcher;
mod scheduler;
mod scrobbleretriever;
mod storage;
mod subsonicapi;
mod task;
mod users;
mod websocket;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use nd_pdk::host::cache::CacheService;
use nd_pdk::host::config::ConfigService;
use nd_pdk::host::http::HTTPService;
use nd_pdk::host::storage::StorageService;
use nd_pdk::host::websocket::WebSocketService;
use nd_pdk::wire::{self, Serve};
use nd_rules::manifest::Permission;
use nd_rules::surface::HostFunction;

use self::cache::Cache;
use self::catalogue::Catalogue;
use self::config::Config;
use self::http::Http;
use self::kvstore::KVStore;
use self::scheduler::Scheduler;
use self::storage::Storage;
use self::task::Task;
pub(crate) use self::websocket::WebSocket;
pub use self::websocket::{Connection, Event};
use crate::runtime::{Answer, Mount, Request};
use crate::server::{Caller, World};

/// The services of a plugin; those are there whose permission its manifest declares.
pub(crate) struct Services {
    cache: Option<Cache>,
    catalogue: Catalogue,
    config: Config,
    http: Option<Arc<Http>>,
    kvstore: Option<KVStore>,
    scheduler: Option<Scheduler>,
    storage: Option<Storage>,
    task: Option<Task>,
    websocket: Option<Arc<WebSocket>>,
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
        let declares = |permission| world.permissions.declares(permission);
        Ok(Self {
            cache: declares(Permission::Cache).then(|| Cache::new(world)),
            catalogue: Catalogue::new(world),
            config: Config::new(world),
            http: declares(Permission::Http).then(|| Http::new(world)),
            kvstore: start(world, Permission::KvStore, "KVStore", KVStore::start)?,
            scheduler: declares(Permission::Scheduler).then(|| Scheduler::new(world)),
            storage: start(world, Permission::Storage, "Storage", Storage::start)?,
            task: start(world, Permission::TaskQueue, "Task", Task::start)?,
            websocket: start(world, Permission::WebSocket, "WebSocket", WebSocket::start)?,
        })
    }

    /// The folders that the plugin sees: those that are there now.
    pub(crate) fn mounts(&self, library_write: bool) -> Vec<Mount> {
        let storage = self.storage.as_ref().and_then(Storage::mount);
        let libraries = self.catalogue.mounts(library_write);
        storage.into_iter().chain(libraries).collect()
    }

    /// The services that call the plugin at their own time.
    pub(crate) fn callers(&self) -> Vec<&dyn Caller> {
        let scheduler = self.scheduler.as_ref().map(|caller| caller as &dyn Caller);
        let task = self.task.as_ref().map(|caller| caller as &dyn Caller);
        scheduler.into_iter().chain(task).collect()
    }

    pub(crate) fn scheduler(&self) -> Option<&Scheduler> {
        self.scheduler.as_ref()
    }

    pub(crate) fn task(&self) -> Option<&Task> {
        self.task.as_ref()
    }

    pub(crate) fn websocket(&self) -> Option<&WebSocket> {
        self.websocket.as_deref()
    }

    /// Ends what goes on by itself: connections, queues. The plugin is gone by now.
    pub(crate) fn close(&self) {
        if let Some(http) = &self.http {
            http.close();
        }
        if let Some(task) = &self.task {
            task.close();
        }
        if let Some(websocket) = &self.websocket {
            websocket.close();
        }
    }

    /// Asks one service after the other; a call belongs to at most one.
    ///
    /// # Errors
    /// What should end the plugin's call.
    fn serve(&self, request: &wire::Request<'_>, deadline: Instant) -> Result<Option<Vec<u8>>> {
        if let Some(scheduler) = &self.scheduler
            && let Some(reply) = scheduler.serve(request)?
        {
            return Ok(Some(reply));
        }
        let cache = self.cache.as_ref();
        let cache = cache.map(|service| service as &dyn CacheService);
        let config: &dyn ConfigService = &self.config;
        let http = self.http.as_ref().map(|service| service.of_call(deadline));
        let http = http.as_ref().map(|service| service as &dyn HTTPService);
        let kvstore = self.kvstore.as_ref();
        let storage = self.storage.as_ref();
        let storage = storage.map(|service| service as &dyn StorageService);
        let task = self.task.as_ref();
        let websocket = self.websocket.as_ref();
        let websocket = websocket.map(|service| service.of_call(deadline));
        let websocket = websocket.as_ref();
        let websocket = websocket.map(|service| service as &dyn WebSocketService);
        Ok(config
            .serve(request)
            .or_else(|| cache?.serve(request))
            .or_else(|| http?.serve(request))
            .or_else(|| self.catalogue.serve(request))
            .or_else(|| kvstore?.serve(request))
            .or_else(|| storage?.serve(request))
            .or_else(|| task?.serve(request))
            .or_else(|| websocket?.serve(request)))
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
        let reply = self.serve(&wire::Request::new(name, &request.bytes), deadline)?;
        reply.with_context(|| format!("no service answers `{}`", request.function))
    }
}
