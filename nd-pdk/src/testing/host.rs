//! The fake host: guard, clock, log and loading.
//!
//! Must not know what a service does.

mod accessors;

use std::any::TypeId;
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use super::callback::Caller;
use super::export::{self, Outcome};
use super::log::LogLine;
use super::schedule::{Delivery, deliver};
use super::services::{HostCall, Services};
use super::setup::Builder;
use super::world::World;
use crate::log::Level;
use crate::sys::native::{self, Surroundings};

/// The export that runs when the plugin has been loaded.
const INIT: &str = "nd_on_init";

/// Navidrome's side of a plugin, for native tests: all host services with their state, the configuration, the log and the time.
///
/// It counts for the thread that installs it, until it is dropped, and knows the server's rules: time to live, quotas, retries, error texts.
///
/// ```
/// use nd_pdk::host::{cache, scheduler};
/// use nd_pdk::testing::FakeHost;
/// use std::time::Duration;
///
/// let host = FakeHost::builder().config("greeting", "hello").install();
///
/// // What the plugin does …
/// cache::set_string("colour", "blue", 60)?;
/// scheduler::schedule_recurring("@hourly", "", "tidy-up")?;
/// nd_pdk::info!("{} listeners", 2);
///
/// // … is there to be looked at, and time passes when the test says so.
/// assert_eq!(host.scheduler().jobs()[0].id, "tidy-up");
/// assert_eq!(host.logs()[0].message, "2 listeners");
/// host.elapse(Duration::from_secs(61));
/// assert_eq!(cache::get_string("colour")?, None);
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[must_use = "the host is gone as soon as this is dropped: bind it to a name such as `_host`, not to `_`"]
pub struct FakeHost {
    services: Rc<Services>,
    surroundings: Rc<Surroundings>,
    /// Whether the plugin was loaded, or the test was told that it was not.
    loaded: Cell<bool>,
}

impl FakeHost {
    /// Puts a host in place that has no configuration, users or libraries, and permits everything.
    pub fn install() -> Self {
        Self::builder().install()
    }

    /// Begins to set up a host.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(super) fn enter(world: &World, least_level: Option<Level>, plugin: Option<TypeId>) -> Self {
        let services = Rc::new(Services::new(world));
        let surroundings = Rc::new(Surroundings {
            host: Some(Rc::clone(&services) as _),
            config: world.setup.config.clone(),
            least_level,
            plugin,
            clock: Some(world.clock.clone()),
            ..Surroundings::default()
        });
        native::enter(Rc::clone(&surroundings));
        Self {
            services,
            surroundings,
            loaded: Cell::new(false),
        }
    }

    /// The time of the host. It stands still until the test moves it.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.services.world.clock.now()
    }

    /// Lets time pass, and the server do what falls due meanwhile: it calls the plugin for schedules, tasks and what arrives on connections, in
    /// the order of their times and each call at its time; what was overdue before is called first, now. Gives these calls.
    ///
    /// # Panics
    /// A call is due and the plugin has no such export; the plugin itself panics; or it schedules itself without a delay, over and over. Within a
    /// call of the plugin: use [`elapse`](Self::elapse) there. And beyond the year 9999.
    #[track_caller]
    pub fn advance(&self, by: Duration) -> Vec<Delivery> {
        assert!(
            !native::running(),
            "`advance` and `run_due` call the plugin, and it is running already: use `elapse`, which only lets time pass, and `advance` when the \
             call is over"
        );
        self.tell_of_init();
        let Services {
            world,
            scheduler,
            tasks,
            websocket,
            ..
        } = &*self.services;
        let until = world.clock.after(by);
        let callers: [&dyn Caller; 3] = [websocket, scheduler, tasks];
        let delivered = deliver(&callers, &world.clock, until, self.surroundings.plugin);
        world.clock.move_to(until);
        delivered
    }

    /// A plugin whose schedules and queues are not there was probably not loaded.
    fn tell_of_init(&self) {
        let has_init = || export::names(self.surroundings.plugin).contains(&INIT);
        if !self.loaded.replace(true) && has_init() {
            eprintln!(
                "note: time passes, and `{INIT}` has not run yet: `host.load()` runs it, as the server does"
            );
        }
    }

    /// Lets the server do what is due by now, see [`advance`](Self::advance).
    #[track_caller]
    pub fn run_due(&self) -> Vec<Delivery> {
        self.advance(Duration::ZERO)
    }

    /// Lets time pass and nothing else: what falls due waits for [`advance`](Self::advance) or [`run_due`](Self::run_due).
    ///
    /// In a closure that answers a host function, where the host is hard to get at, [`elapse`](super::elapse) does the same.
    ///
    /// # Panics
    /// Beyond the year 9999.
    #[track_caller]
    pub fn elapse(&self, by: Duration) {
        self.services.world.clock.advance(by);
    }

    /// Makes every call of a host function take this long from now on, also where a mock or another stand-in answers it; no time by default.
    ///
    /// ```
    /// use nd_pdk::host::cache;
    /// use nd_pdk::testing::FakeHost;
    /// use std::time::Duration;
    ///
    /// let host = FakeHost::install();
    /// host.each_call_takes(Duration::from_secs(4));
    ///
    /// let deadline = nd_pdk::clock::Deadline::of_call();
    /// cache::has("a")?;
    /// cache::has("b")?;
    /// assert_eq!(deadline.remaining(), Duration::from_secs(22));
    /// # Ok::<(), nd_pdk::Error>(())
    /// ```
    ///
    /// # Panics
    /// The first such call would end beyond the year 9999.
    #[track_caller]
    pub fn each_call_takes(&self, duration: Duration) {
        self.services.world.clock.after(duration);
        self.surroundings.call_duration.set(duration);
    }

    /// Loads the plugin as the server does, which [`install`](Self::install) does not: checks that the manifest and the exports of the plugin fit
    /// together, and calls `nd_on_init`. `None` if the plugin has no such export. A failure of `nd_on_init` is printed and changes nothing else: the
    /// server goes on as well.
    ///
    /// # Panics
    /// The server would not load the plugin: a permission needs another one, or an export that is missing. Without a manifest nothing is checked.
    /// Several plugins of the test binary have `nd_on_init`. And within a call of the plugin.
    #[track_caller]
    pub fn load(&self) -> Option<Outcome> {
        assert_not_loading_within_a_call();
        self.loaded.set(true);
        let plugin = self.surroundings.plugin;
        let exports = export::names(plugin);
        let refusals = self.services.world.setup.permissions.refusals(&exports);
        assert!(
            refusals.is_empty(),
            "the server would not load the plugin, by its manifest and exports:\n    {}\nexports: {}",
            refusals.join("\n    "),
            match exports.as_slice() {
                [] => "none".to_owned(),
                exports => exports.join(", "),
            },
        );
        match export::find(INIT, plugin) {
            Ok(init) => Some(export::run_alone(INIT, init, b"{}")),
            Err(export::Problem::Missing { .. }) => None,
            Err(problem @ export::Problem::Ambiguous { .. }) => panic!("{problem}"),
        }
    }

    /// Unloads the plugin and loads it again, as the server does when its settings change or it restarts itself: cache, schedules, connections
    /// and queues are gone, the key-value store, the storage folder and the tasks are still there. Then `nd_on_init` runs, see
    /// [`load`](Self::load).
    ///
    /// # Panics
    /// Like [`load`](Self::load).
    #[track_caller]
    pub fn reload(&self) -> Option<Outcome> {
        assert_not_loading_within_a_call();
        let services = &*self.services;
        services.cache.unload();
        services.kvstore.unload();
        services.scheduler.unload();
        services.tasks.unload();
        services.websocket.unload();
        self.load()
    }

    /// What the plugin has logged, the oldest first.
    #[must_use]
    pub fn logs(&self) -> Vec<LogLine> {
        let logs = self.surroundings.logs.borrow();
        let lines = logs.iter().map(|(level, message)| LogLine {
            level: *level,
            message: message.clone(),
        });
        lines.collect()
    }

    /// The host functions that were called, the oldest first, with requests and replies; but for those that a mock or another stand-in answered.
    #[must_use]
    pub fn calls(&self) -> Vec<HostCall> {
        self.services.calls.borrow().clone()
    }
}

#[track_caller]
fn assert_not_loading_within_a_call() {
    assert!(
        !native::running(),
        "`load` and `reload` call the plugin, and it is running already: load it when the call is over"
    );
}

/// Lets time pass for the [`FakeHost`] of this thread and nothing else, like [`FakeHost::elapse`].
///
/// In a closure that answers a host function it uses up the 30 seconds of the plugin's call. Once they are over the call ends, as if the server had
/// ended it: the plugin does not see the reply.
///
/// ```
/// use nd_pdk::clock::Deadline;
/// use nd_pdk::host::cache;
/// use nd_pdk::testing::{self, FakeHost};
/// use std::time::Duration;
///
/// let _host = FakeHost::install();
/// let _cache = cache::mock(|m| {
///     m.expect_has().returning(|_| {
///         testing::elapse(Duration::from_secs(20));
///         Ok(false)
///     });
/// });
///
/// let deadline = Deadline::of_call();
/// cache::has("a")?;
/// assert_eq!(deadline.remaining(), Duration::from_secs(10));
/// # Ok::<(), nd_pdk::Error>(())
/// ```
///
/// # Panics
/// The thread has no host: only a host has a clock that can be moved. Or beyond the year 9999.
#[track_caller]
pub fn elapse(by: Duration) {
    match &native::surroundings().clock {
        Some(clock) => clock.advance(by),
        None => panic!(
            "`elapse` moves the clock of a fake host, and this thread has none. Add\n    let host = nd_pdk::testing::FakeHost::install();"
        ),
    }
}

impl Drop for FakeHost {
    fn drop(&mut self) {
        native::leave(&self.surroundings);
    }
}

impl fmt::Debug for FakeHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeHost")
            .field("now", &self.now())
            .field("calls", &self.services.calls.borrow().len())
            .finish_non_exhaustive()
    }
}
