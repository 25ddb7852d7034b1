//! The service `Scheduler` of a fake host.
//!
//! Must not call the plugin: it says what is due, and whoever lets time pass makes the call.

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

pub use nd_rules::jobs::{Job, JobKind};
use nd_rules::jobs::{JobError, Jobs};
use nd_rules::schedule::{Schedule, Zone};

use crate::host::scheduler::{Error, SchedulerService};
use crate::testing::callback::{Callback, Caller};
use crate::testing::shared::scheduler;
use crate::testing::world::World;

/// The service `Scheduler`: what is scheduled, and when it is due.
///
/// Callbacks come when the test lets time pass, in the order of their times; those due at the same time in the order they were scheduled. The
/// server's own zone is UTC. For a random range such as `0~30` its first number is taken.
///
/// They come one after the other. On the server runs of a recurring schedule overlap when one takes longer than the next is away. Runs that fell
/// due during [`elapse`](crate::testing::FakeHost::elapse) are all made up for afterwards, one by one: the server would have started each at its time.
///
/// As on the server the ID of a one-time schedule is taken until its callback has returned, and then removed, even if the callback has cancelled
/// it and scheduled it anew.
///
/// # Panics
///
/// `schedule_recurring` panics for an expression that begins with `TZ=` or `CRON_TZ=` and has no space after the zone: the server's parser gives up
/// on it, and the plugin's call ends.
///
/// ```
/// use nd_pdk::host::scheduler;
/// use nd_pdk::testing::{FakeHost, JobKind};
/// use std::time::Duration;
///
/// let host = FakeHost::install();
/// scheduler::schedule_recurring("30 3 * * *", "", "nightly")?;
/// scheduler::schedule_one_time(90, "remember", "reminder")?;
///
/// let jobs = host.scheduler().jobs();
/// assert_eq!(jobs[0].kind, JobKind::Recurring { cron_expression: "30 3 * * *".into() });
/// assert_eq!(jobs[1].payload, "remember");
/// assert_eq!(jobs[1].next_run, Some(host.now() + Duration::from_secs(90)));
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeScheduler {
    world: World,
    /// Replaced when the plugin is unloaded: a callback that is still running then ends in the jobs it came from.
    jobs: RefCell<Rc<RefCell<Jobs>>>,
}

impl FakeScheduler {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            jobs: RefCell::default(),
        }
    }

    /// What is scheduled now, in the order it was scheduled.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job> {
        self.planned().borrow().all()
    }

    /// Drops all schedules, as the server does when it unloads the plugin.
    pub(crate) fn unload(&self) {
        self.jobs.take();
    }

    fn planned(&self) -> Rc<RefCell<Jobs>> {
        Rc::clone(&self.jobs.borrow())
    }

    /// The ID for a new schedule: this one, or another one for an empty one.
    fn free_id(&self, id: &str) -> Result<String, Error> {
        let jobs = self.planned();
        with_text(jobs.borrow().free_id(id, || self.world.ids.next()))
    }
}

impl SchedulerService for FakeScheduler {
    fn schedule_one_time(
        &self,
        delay_seconds: i32,
        payload: &str,
        schedule_id: &str,
    ) -> Result<String, Error> {
        let id = self.free_id(schedule_id)?;
        let delay = u64::try_from(delay_seconds).unwrap_or(0);
        let at = self.world.clock.now() + Duration::from_secs(delay);
        let jobs = self.planned();
        jobs.borrow_mut().plan_once(&id, payload, at);
        Ok(id)
    }

    fn schedule_recurring(
        &self,
        cron_expression: &str,
        payload: &str,
        schedule_id: &str,
    ) -> Result<String, Error> {
        let id = self.free_id(schedule_id)?;
        let schedule = parse(cron_expression)?;
        let now = self.world.clock.now();
        let jobs = self.planned();
        jobs.borrow_mut()
            .plan(&id, payload, cron_expression, schedule, now);
        Ok(id)
    }

    fn cancel_schedule(&self, schedule_id: &str) -> Result<(), Error> {
        with_text(self.planned().borrow_mut().cancel(schedule_id))
    }
}

fn with_text<T>(result: Result<T, JobError>) -> Result<T, Error> {
    result.map_err(|error| Error::new(error.to_string()))
}

/// # Panics
/// Where the server's parser does: there the plugin's call ends, so here it must not get an answer either.
fn parse(cron_expression: &str) -> Result<Schedule, Error> {
    Schedule::parse(cron_expression, &Zone::utc(), &mut |range| *range.start()).map_err(|error| {
        assert!(
            !error.is_trap(),
            "scheduler::schedule_recurring: {error}; write `TZ=Area/City`, a space, and the schedule"
        );
        Error::new(format!("failed to schedule task: {error}"))
    })
}

impl Caller for FakeScheduler {
    fn due(&self) -> Option<SystemTime> {
        self.planned().borrow().due()
    }

    fn take(&self) -> Option<Callback> {
        let jobs = self.planned();
        // From the time it was due, not from now: the server would not have missed any.
        let due = jobs.borrow().due()?;
        let run = jobs.borrow_mut().take(due)?;
        Some(Callback {
            at: run.at,
            export: "nd_scheduler_callback",
            input: Callback::input(&scheduler::request(&run)),
            optional: false,
            done: Box::new(move |_| jobs.borrow_mut().finish(&run)),
        })
    }
}
