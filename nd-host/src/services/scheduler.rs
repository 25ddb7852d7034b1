//! The service `Scheduler`: callbacks at a time, and again and again. Must not call the plugin, nor keep anything when it is unloaded.

use std::cell::OnceCell;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use anyhow::{Result as Served, anyhow};
use nd_pdk::Error;
use nd_pdk::host::scheduler::SchedulerService;
use nd_pdk::testing::shared::scheduler;
use nd_pdk::wire::{Request, Serve};
use nd_rules::jobs::{JobError, Jobs, Run};
use nd_rules::schedule::{Schedule, ScheduleError};

use crate::runtime::lock;
use crate::server::{Caller, Job, World, random_id};

const EXPORT: &str = "nd_scheduler_callback";

pub(crate) struct Scheduler {
    state: Arc<State>,
}

struct State {
    world: Arc<World>,
    jobs: Mutex<Jobs>,
}

/// The service for one call, which may have to end in a trap.
struct Call {
    state: Arc<State>,
    trap: OnceCell<ScheduleError>,
}

impl Scheduler {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let state = Arc::new(State {
            world: Arc::clone(world),
            jobs: Mutex::default(),
        });
        Self { state }
    }

    /// # Errors
    /// The server's parser panics over an expression, which ends the plugin's call.
    pub(crate) fn serve(&self, request: &Request<'_>) -> Served<Option<Vec<u8>>> {
        let call = Call {
            state: Arc::clone(&self.state),
            trap: OnceCell::new(),
        };
        let service: &dyn SchedulerService = &call;
        let reply = service.serve(request);
        match call.trap.into_inner() {
            Some(error) => Err(anyhow!("{error} (recovered by wazero)")),
            None => Ok(reply),
        }
    }

    /// What is scheduled, in the order it was.
    pub(crate) fn jobs(&self) -> Vec<nd_rules::jobs::Job> {
        lock(&self.state.jobs).all()
    }

    /// The callback of a schedule, due or not.
    pub(crate) fn fire(&self, id: &str) -> Option<Job> {
        let run = lock(&self.state.jobs).fire(id, self.state.now())?;
        Some(self.job(run))
    }

    fn job(&self, run: Run) -> Job {
        let state = Arc::clone(&self.state);
        Job {
            at: run.at,
            export: EXPORT,
            input: Job::input(&scheduler::request(&run)),
            done: Box::new(move |_| lock(&state.jobs).finish(&run)),
        }
    }
}

impl State {
    fn now(&self) -> SystemTime {
        self.world.clock.now()
    }
}

impl SchedulerService for Call {
    fn schedule_one_time(
        &self,
        delay_seconds: i32,
        payload: &str,
        schedule_id: &str,
    ) -> Result<String, Error> {
        let mut jobs = lock(&self.state.jobs);
        let id = with_text(jobs.free_id(schedule_id, random_id))?;
        let delay = u64::try_from(delay_seconds).unwrap_or(0);
        let at = self.state.now() + Duration::from_secs(delay);
        jobs.plan_once(&id, payload, at);
        self.state.world.wake.up();
        Ok(id)
    }

    fn schedule_recurring(
        &self,
        cron_expression: &str,
        payload: &str,
        schedule_id: &str,
    ) -> Result<String, Error> {
        let mut jobs = lock(&self.state.jobs);
        let id = with_text(jobs.free_id(schedule_id, random_id))?;
        let schedule = self.parse(cron_expression)?;
        jobs.plan(&id, payload, cron_expression, schedule, self.state.now());
        self.state.world.wake.up();
        Ok(id)
    }

    fn cancel_schedule(&self, schedule_id: &str) -> Result<(), Error> {
        with_text(lock(&self.state.jobs).cancel(schedule_id))
    }
}

impl Call {
    fn parse(&self, cron_expression: &str) -> Result<Schedule, Error> {
        let mut choose = |range| rand::random_range(range);
        let parsed = Schedule::parse(cron_expression, &self.state.world.zone, &mut choose);
        parsed.map_err(|error| {
            let text = Error::new(format!("failed to schedule task: {error}"));
            if error.is_trap() {
                // A call parses once.
                let _ = self.trap.set(error);
            }
            text
        })
    }
}

fn with_text<T>(result: Result<T, JobError>) -> Result<T, Error> {
    result.map_err(|error| Error::new(error.to_string()))
}

impl Caller for Scheduler {
    fn due(&self) -> Option<SystemTime> {
        lock(&self.state.jobs).due()
    }

    fn take(&self) -> Option<Job> {
        let now = self.state.now();
        let mut jobs = lock(&self.state.jobs);
        if jobs.due()? > now {
            return None;
        }
        // What fell due while the machine was asleep is not made up for.
        let run = jobs.take(now)?;
        drop(jobs);
        Some(self.job(run))
    }
}
