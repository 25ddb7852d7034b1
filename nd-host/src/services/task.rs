//! The service `Task`: queues, whose tasks outlive the plugin and the server. Must not call the plugin.

mod table;

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use anyhow::Result as Started;
use nd_pdk::Error;
use nd_pdk::host::task::{QueueConfig, TaskInfo, TaskService};
use nd_pdk::testing::shared::task;
use nd_pdk::wire::{Request, Serve};
use nd_rules::queues::{NewTask, QueuedTask, Queues, Refused, Run};

use self::table::Table;
use crate::runtime::{Level, Outcome, lock};
use crate::server::{Caller, Job, World, random_id};

const EXPORT: &str = "nd_task_execute";
/// When the database could not be used, this is how long to wait until the next try. Also how often the server looks for tasks.
const POLL: Duration = Duration::from_secs(5);

pub(crate) struct Task {
    state: Arc<State>,
}

struct State {
    world: Arc<World>,
    work: Mutex<Work>,
}

struct Work {
    /// `None` when the plugin is unloaded: the file is closed.
    queues: Option<Queues<Table>>,
    /// Nothing starts before, because the database could not be used.
    stalled: Option<SystemTime>,
}

/// The service for one call: only its request tells a `null` from an empty payload, and only the database refuses the former.
struct Call {
    state: Arc<State>,
    is_null: bool,
}

impl Task {
    /// # Errors
    /// The file cannot be used.
    pub(crate) fn start(world: &Arc<World>) -> Started<Self> {
        let queues = Queues::new(Table::open(world)?, world.clock.now());
        let state = Arc::new(State {
            world: Arc::clone(world),
            work: Mutex::new(Work {
                queues: Some(queues),
                stalled: None,
            }),
        });
        Ok(Self { state })
    }

    pub(crate) fn serve(&self, request: &Request<'_>) -> Option<Vec<u8>> {
        let call = Call {
            state: Arc::clone(&self.state),
            is_null: request.lacks("payload"),
        };
        let service: &dyn TaskService = &call;
        service.serve(request)
    }

    /// Puts back the tasks that are running and closes the file: who loads the plugin next may use it at once, even if calls are still coming to
    /// their end.
    pub(crate) fn close(&self) {
        let Some(mut queues) = lock(&self.state.work).queues.take() else {
            return;
        };
        self.state.report(queues.unload(self.state.now()));
    }

    /// The names of the queues, in the order they were created.
    pub(crate) fn queues(&self) -> Vec<String> {
        let work = lock(&self.state.work);
        let queues = work.queues.iter().flat_map(Queues::all);
        queues.map(|(name, _)| name.to_owned()).collect()
    }

    /// All tasks, in the order they were enqueued.
    pub(crate) fn tasks(&self) -> Vec<QueuedTask> {
        let tasks = self.state.with_queues(Queues::tasks);
        self.state.report(tasks).unwrap_or_default()
    }
}

impl State {
    fn now(&self) -> SystemTime {
        self.world.clock.now()
    }

    fn with_queues<T>(
        &self,
        ask: impl FnOnce(&mut Queues<Table>, SystemTime) -> Result<T, Refused<Error>>,
    ) -> Result<T, Error> {
        match &mut lock(&self.work).queues {
            Some(queues) => ask(queues, self.now()).map_err(|refused| match refused {
                Refused::Rule(error) => Error::new(error.to_string()),
                Refused::Storage(error) => error,
            }),
            None => Err(Error::new("sql: database is closed")),
        }
    }

    /// What goes wrong while nobody waits for it is logged, when no lock is held: whoever listens may ask for tasks.
    fn report<T>(&self, result: Result<T, Error>) -> Option<T> {
        let failed = |error: Error| self.world.log.server(Level::Error, error.message);
        result.map_err(failed).ok()
    }

    fn finish(&self, run: &Run, outcome: Option<&Outcome>) {
        let finished = lock(&self.work).finish(run, outcome.map(message), self.now());
        self.report(finished);
        self.world.wake.up();
    }
}

impl Work {
    fn due(&mut self, now: SystemTime) -> Result<Option<SystemTime>, Error> {
        let Some(queues) = &self.queues else {
            return Ok(None);
        };
        match self.stalled.filter(|stalled| *stalled > now) {
            Some(stalled) => Ok(Some(stalled)),
            None => {
                let due = queues.due();
                self.checked(due, now)
            }
        }
    }

    /// Starts the try that is due next, if it is due by now.
    fn start(&mut self, now: SystemTime) -> Result<Option<(Run, QueuedTask)>, Error> {
        let is_due = self.due(now)?.is_some_and(|due| due <= now);
        match &mut self.queues {
            Some(queues) if is_due => {
                let started = queues.start(now);
                self.checked(started, now)
            }
            Some(_) | None => Ok(None),
        }
    }

    fn finish(
        &mut self,
        run: &Run,
        result: Option<Result<String, String>>,
        now: SystemTime,
    ) -> Result<(), Error> {
        // Unloading has put the task back already.
        let Some(queues) = &mut self.queues else {
            return Ok(());
        };
        let finished = queues.finish(run, result, now);
        self.checked(finished, now)
    }

    /// A database that cannot be used is left alone for a while.
    fn checked<T>(&mut self, result: Result<T, Error>, now: SystemTime) -> Result<T, Error> {
        if result.is_err() {
            self.stalled = Some(now + POLL);
        }
        result
    }
}

/// What the plugin returned, or why the try counts as failed.
fn message(outcome: &Outcome) -> Result<String, String> {
    match outcome {
        Outcome::Ok(output) => nd_rules::task::message(output),
        Outcome::NotFound | Outcome::Failed(_) | Outcome::NotImplemented | Outcome::ExitCode(_) => {
            Err(outcome.error(EXPORT).unwrap_or_default())
        }
    }
}

impl TaskService for Call {
    fn create_queue(&self, name: &str, config: QueueConfig) -> Result<(), Error> {
        let budget = self.state.world.permissions.task_max_concurrency;
        let create = |queues: &mut Queues<Table>, now| {
            queues.create(name, task::settings(&config), budget, now)
        };
        self.state.with_queues(create)?;
        self.state.world.wake.up();
        Ok(())
    }

    fn enqueue(&self, queue_name: &str, payload: &[u8]) -> Result<String, Error> {
        let id = random_id();
        let task = NewTask {
            id: &id,
            queue: queue_name,
            payload: (!self.is_null).then_some(payload),
        };
        self.state
            .with_queues(|queues, now| queues.enqueue(task, now))?;
        self.state.world.wake.up();
        Ok(id)
    }

    fn get(&self, task_id: &str) -> Result<Option<TaskInfo>, Error> {
        let task = self
            .state
            .with_queues(|queues, now| queues.get(task_id, now))?;
        Ok(Some(task::info(task)))
    }

    fn cancel(&self, task_id: &str) -> Result<(), Error> {
        self.state
            .with_queues(|queues, now| queues.cancel(task_id, now))
    }

    fn clear_queue(&self, queue_name: &str) -> Result<i64, Error> {
        let cancelled = self
            .state
            .with_queues(|queues, now| queues.clear(queue_name, now))?;
        Ok(i64::try_from(cancelled).unwrap_or(i64::MAX))
    }
}

impl Caller for Task {
    fn due(&self) -> Option<SystemTime> {
        let now = self.state.now();
        let due = lock(&self.state.work).due(now);
        self.state.report(due).unwrap_or(Some(now + POLL))
    }

    fn take(&self) -> Option<Job> {
        let started = lock(&self.state.work).start(self.state.now());
        let (run, task) = self.state.report(started)??;
        let state = Arc::clone(&self.state);
        Some(Job {
            at: run.at,
            export: EXPORT,
            input: Job::input(&task::request(task)),
            done: Box::new(move |outcome| state.finish(&run, outcome)),
        })
    }
}
