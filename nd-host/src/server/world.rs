//! What the services of a loaded plugin share. Must not hold the state of a single service.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use nd_rules::manifest::Permissions;
use nd_rules::schedule::Zone;
use nd_rules::version::Version;
use tempfile::TempDir;

use super::clock::Clock;
use super::job::{Delivery, Job};
use super::loaded::Instance;
use super::log::Log;
use super::public::Public;
use super::settings::Granted;
use crate::music::Catalogue;
use crate::runtime::lock;

/// What the services of a loaded plugin share.
#[derive(Debug)]
pub(crate) struct World {
    /// The name of the package without `.ndp`.
    pub(crate) plugin_id: String,
    pub(crate) version: Version,
    pub(crate) permissions: Permissions,
    /// The configuration as the server hands it over.
    pub(crate) config: BTreeMap<String, String>,
    /// For whom the plugin may act.
    pub(crate) users: Granted<String>,
    /// Which libraries are the plugin's.
    pub(crate) libraries: Granted<i32>,
    pub(crate) music: Arc<Catalogue>,
    pub(crate) public: Arc<Public>,
    pub(crate) clock: Clock,
    /// Where schedules do not name another one.
    pub(crate) zone: Zone,
    /// The folder with what the plugin keeps; made when the first service needs it.
    pub(crate) data: PathBuf,
    /// Keeps the folder around it for as long as the plugin is loaded.
    pub(crate) _temporary: Option<Arc<TempDir>>,
    pub(crate) log: Log,
    pub(crate) exports: Exports,
    pub(crate) wake: Wake,
}

/// The plugin as its services reach it: from when it is loaded to when it is unloaded.
#[derive(Debug, Default)]
pub(crate) struct Exports(OnceLock<Weak<Instance>>);

impl Exports {
    pub(super) fn connect(&self, instance: &Arc<Instance>) {
        // Loading does it, once.
        let _ = self.0.set(Arc::downgrade(instance));
    }

    /// Makes a call that the server makes on its own; its log lines are the plugin's. `None` when the plugin is not loaded any more: nothing was called,
    /// and nobody is there to be told.
    pub(crate) fn run(&self, job: Job) -> Option<Delivery> {
        let instance = self.0.get()?.upgrade()?;
        instance.run(job)
    }
}

/// Tells whoever waits for calls to fall due that there is a new one, or that it is later than it was.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wake(Arc<(Mutex<u64>, Condvar)>);

impl Wake {
    /// Something may be due earlier than it seemed.
    pub(crate) fn up(&self) {
        let (count, changed) = &*self.0;
        *lock(count) += 1;
        changed.notify_all();
    }

    /// How often somebody has woken.
    pub(crate) fn count(&self) -> u64 {
        *lock(&self.0.0)
    }

    /// Waits until somebody wakes after the count was `seen`, at most so long.
    pub(crate) fn wait(&self, seen: u64, at_most: Duration) {
        let (count, changed) = &*self.0;
        let waiting = |count: &mut u64| *count == seen;
        let woken = changed.wait_timeout_while(lock(count), at_most, waiting);
        drop(woken.unwrap_or_else(PoisonError::into_inner));
    }
}

/// An id as the server makes them up: 22 random letters and digits.
pub(crate) fn random_id() -> String {
    nd_rules::identifier::from_seed(rand::random())
}
