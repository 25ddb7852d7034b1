//! The service `Scheduler` of a fake host.
//!
//! Must not call the plugin: it says what is due, and whoever lets time pass makes the call.

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use nd_rules::quoted::quoted;
use nd_rules::schedule::{Schedule, Zone};

use crate::host::scheduler::{Error, SchedulerService};
use crate::scheduler::SchedulerCallbackRequest;
use crate::testing::callback::{Callback, Caller};
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
    jobs: RefCell<Rc<RefCell<Vec<Planned>>>>,
}

/// What is scheduled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The ID, given or made up.
    pub id: String,
    /// The text for the callback.
    pub payload: String,
    /// Once or again and again.
    pub kind: JobKind,
    /// When it is due; `None` if never again: a one-time schedule whose callback is running, or a day that does not come.
    pub next_run: Option<SystemTime>,
}

/// How often a job is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobKind {
    /// Once.
    OneTime,
    /// Again and again.
    Recurring {
        /// The expression, as the plugin gave it.
        cron_expression: String,
    },
}

#[derive(Debug)]
struct Planned {
    job: Job,
    /// `None` for a one-time schedule.
    schedule: Option<Schedule>,
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
        let jobs = self.planned();
        let jobs = jobs.borrow();
        jobs.iter().map(|planned| planned.job.clone()).collect()
    }

    /// Drops all schedules, as the server does when it unloads the plugin.
    pub(crate) fn unload(&self) {
        self.jobs.take();
    }

    fn planned(&self) -> Rc<RefCell<Vec<Planned>>> {
        Rc::clone(&self.jobs.borrow())
    }

    /// The ID for a new schedule: this one, or another one for an empty one.
    fn free_id(&self, id: &str) -> Result<String, Error> {
        if id.is_empty() {
            return Ok(self.world.ids.next());
        }
        let taken = self
            .planned()
            .borrow()
            .iter()
            .any(|planned| planned.job.id == id);
        if taken {
            return Err(Error::new(format!(
                "schedule ID {} already exists",
                quoted(id)
            )));
        }
        Ok(id.to_owned())
    }

    fn plan(&self, job: Job, schedule: Option<Schedule>) -> String {
        let id = job.id.clone();
        self.planned().borrow_mut().push(Planned { job, schedule });
        id
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
        let job = Job {
            id,
            payload: payload.to_owned(),
            kind: JobKind::OneTime,
            next_run: Some(self.world.clock.now() + Duration::from_secs(delay)),
        };
        Ok(self.plan(job, None))
    }

    fn schedule_recurring(
        &self,
        cron_expression: &str,
        payload: &str,
        schedule_id: &str,
    ) -> Result<String, Error> {
        let id = self.free_id(schedule_id)?;
        let schedule = parse(cron_expression)?;
        let job = Job {
            id,
            payload: payload.to_owned(),
            kind: JobKind::Recurring {
                cron_expression: cron_expression.to_owned(),
            },
            next_run: schedule.next(self.world.clock.now()),
        };
        Ok(self.plan(job, Some(schedule)))
    }

    fn cancel_schedule(&self, schedule_id: &str) -> Result<(), Error> {
        if !remove(&self.planned(), schedule_id) {
            return Err(Error::new(format!(
                "schedule ID {} not found",
                quoted(schedule_id)
            )));
        }
        Ok(())
    }
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

/// Whether there was one with this ID.
fn remove(jobs: &RefCell<Vec<Planned>>, id: &str) -> bool {
    let mut jobs = jobs.borrow_mut();
    let before = jobs.len();
    jobs.retain(|planned| planned.job.id != id);
    jobs.len() < before
}

impl Caller for FakeScheduler {
    fn due(&self) -> Option<SystemTime> {
        let jobs = self.planned();
        let jobs = jobs.borrow();
        jobs.iter().filter_map(|planned| planned.job.next_run).min()
    }

    fn take(&self) -> Option<Callback> {
        let at = self.due()?;
        let jobs = self.planned();
        let mut planned = jobs.borrow_mut();
        let Planned { job, schedule } = planned
            .iter_mut()
            .find(|planned| planned.job.next_run == Some(at))?;
        // From the time it was due, not from now: the server would not have missed any.
        job.next_run = schedule.as_ref().and_then(|schedule| schedule.next(at));
        let request = SchedulerCallbackRequest {
            schedule_id: job.id.clone(),
            payload: job.payload.clone(),
            is_recurring: schedule.is_some(),
        };
        let finished = schedule.is_none().then(|| job.id.clone());
        drop(planned);
        Some(Callback {
            at,
            export: "nd_scheduler_callback",
            input: Callback::input(&request),
            optional: false,
            done: Box::new(move |_| {
                if let Some(id) = finished {
                    remove(&jobs, &id);
                }
            }),
        })
    }
}
