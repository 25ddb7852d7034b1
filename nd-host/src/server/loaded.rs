//! A plugin that is loaded, and everything one can do with it. Must not know how it was packaged, nor what its services do.

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use super::job::{Caller, Delivery, Job};
use super::kept::Kept;
use super::live::Live;
use super::log::Entry;
use super::world::World;
use nd_package::Surface;

use crate::runtime::{Call, Level, Outcome, Plugin, Report, lock};
use crate::services::Services;

/// The latest calls that are kept.
pub(super) const DELIVERIES: usize = 1_000;

/// A plugin on a [`Server`](crate::Server). It is unloaded when this goes.
///
/// Nothing happens on its own unless [`start`](Self::start) says so: schedules and queues wait for [`advance`](Self::advance) and
/// [`run_due`](Self::run_due). WebSocket connections are the exception: what the other side does reaches the plugin at once.
#[derive(Debug)]
pub struct LoadedPlugin {
    pub(super) instance: Arc<Instance>,
}

/// What calls of the plugin need, and its services.
pub(crate) struct Instance {
    pub(super) plugin: Plugin,
    pub(super) services: Arc<Services>,
    pub(super) world: Arc<World>,
    pub(super) log_level: Level,
    pub(super) library_write: bool,
    /// Set when the plugin is being unloaded: from then on nobody calls it.
    pub(super) gone: AtomicBool,
    pub(super) deliveries: Mutex<Kept<Delivery>>,
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance")
            .field("world", &self.world)
            .finish_non_exhaustive()
    }
}

impl LoadedPlugin {
    /// From now on services reach it.
    pub(super) fn register(instance: Instance) -> Self {
        let instance = Arc::new(instance);
        instance.world.exports.connect(&instance);
        Self { instance }
    }

    /// The id: the name of the package without `.ndp`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.instance.world.plugin_id
    }

    /// What the plugin imports and exports.
    #[must_use]
    pub fn surface(&self) -> &Surface {
        self.instance.plugin.surface()
    }

    /// Calls an export in a fresh instance, with this input, as JSON. Exports that take no input get `{}` from the server.
    ///
    /// The lines that it logs are not in the report but in the [log](Self::log).
    #[must_use]
    pub fn call(&self, export: &str, input: impl AsRef<[u8]>) -> Report {
        self.instance.call(export, input.as_ref())
    }

    /// The time of the server.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.instance.world.clock.now()
    }

    /// Moves the time of the server and makes the calls that fall due meanwhile, one after the other in the order of their times.
    ///
    /// All plugins of the server have the same time, but only calls of this one are made. The plugin's own clock stays that of the machine. Time ends
    /// with the year 9999. It does not return while there is always one more call: a plugin that each time schedules the next one at once.
    pub fn advance(&self, by: Duration) -> Vec<Delivery> {
        let world = &self.instance.world;
        let until = world.clock.after(by);
        let delivered = self.instance.deliver(until);
        world.clock.move_to(until);
        world.wake.up();
        delivered
    }

    /// Makes the calls that are due by now, one after the other, until there are none.
    pub fn run_due(&self) -> Vec<Delivery> {
        self.advance(Duration::ZERO)
    }

    /// From now on calls are made when they are due, several at once, until the result goes.
    #[must_use = "it stops when it goes"]
    pub fn start(&self) -> Live {
        Live::start(&self.instance)
    }

    /// The latest calls that the server made on its own, the oldest first: at most 1000, and 32 MiB.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.instance.deliveries).all()
    }

    /// The latest lines of the log about this plugin, the oldest first: at most 10,000, and 32 MiB. [`on_log`](crate::ServerBuilder::on_log) gets all.
    #[must_use]
    pub fn log(&self) -> Vec<Entry> {
        self.instance.world.log.entries()
    }

    /// The folder with what the plugin keeps: `kvstore.db`, `taskqueue.db` and `storage`, as far as it has asked for them.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.instance.world.data.clone()
    }
}

impl Drop for LoadedPlugin {
    fn drop(&mut self) {
        // First nobody is there any more, then services close: what closing brings about is not delivered.
        self.instance.gone.store(true, Ordering::SeqCst);
        self.instance.world.wake.up();
        self.instance.plugin.cancel();
        self.instance.services.close();
        // Those that were so early in their call that there was nothing to end yet.
        self.instance.plugin.cancel();
    }
}

impl Instance {
    fn call(&self, export: &str, input: &[u8]) -> Report {
        let world = &self.world;
        let log = world.log.clone();
        let call = Call::new(export)
            .input(input)
            .configs(world.config.clone())
            .log_level(self.log_level)
            .mounts(self.services.mounts(self.library_write))
            .logged_to(Arc::new(move |line| log.plugin(line)))
            .answered_by(self.services.clone());
        self.plugin.call(call)
    }

    /// Calls for a service; `None` when the plugin is being unloaded, before or during the call.
    pub(super) fn call_back(&self, export: &str, input: &[u8]) -> Option<Outcome> {
        if self.is_gone() {
            return None;
        }
        let Report { outcome, .. } = self.call(export, input);
        (!self.is_gone()).then_some(outcome)
    }

    pub(super) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::SeqCst)
    }

    /// Makes all calls that are due until then, the time set to each.
    fn deliver(&self, until: SystemTime) -> Vec<Delivery> {
        let mut delivered = Vec::new();
        while let Some((due, caller)) = self.next() {
            if due > until {
                break;
            }
            self.world.clock.move_to(due);
            let Some(job) = caller.take() else { continue };
            delivered.extend(self.run(job));
        }
        delivered
    }

    /// The service with the next call, and when it is due; of several at a time the first.
    pub(super) fn next(&self) -> Option<(SystemTime, &dyn Caller)> {
        let callers = self.services.callers().into_iter();
        let due = callers.filter_map(|caller| Some((caller.due()?, caller)));
        due.min_by_key(|(due, _)| *due)
    }

    /// Makes a call and says how it went; `None` when it was cut off.
    pub(super) fn run(&self, job: Job) -> Option<Delivery> {
        let Job {
            at,
            export,
            input,
            done,
        } = job;
        let outcome = self.call_back(export, &input);
        done(outcome.as_ref());
        let outcome = outcome?;
        if let Some(text) = outcome.logged(export) {
            self.world.log.server(Level::Error, text);
        }
        let delivery = Delivery {
            at,
            export,
            input,
            outcome,
        };
        self.keep(delivery.clone());
        Some(delivery)
    }

    fn keep(&self, delivery: Delivery) {
        let output = match &delivery.outcome {
            Outcome::Ok(output) => output.len(),
            Outcome::Failed(text) => text.len(),
            Outcome::NotFound | Outcome::NotImplemented | Outcome::ExitCode(_) => 0,
        };
        let bytes = size_of::<Delivery>() + delivery.input.len() + output;
        lock(&self.deliveries).push(delivery, bytes);
    }
}
