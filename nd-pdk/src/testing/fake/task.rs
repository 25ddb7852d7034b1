//! The service `Task` of a fake host.
//!
//! Must not call the plugin: it says what is due, and whoever lets time pass makes the call.

mod list;

#[cfg(test)]
mod tests;

use std::cell::{RefCell, RefMut};
use std::convert::Infallible;
use std::rc::Rc;
use std::time::SystemTime;

use nd_rules::queues::{NewTask, Queues, Refused};
pub use nd_rules::queues::{QueuedTask, TaskStatus};

use crate::host::task::{Error, QueueConfig, TaskInfo, TaskService};
use crate::testing::callback::{Callback, Caller};
use crate::testing::export::Outcome;
use crate::testing::shared::task;
use crate::testing::world::World;
use list::List;

const EXPORT: &str = "nd_task_execute";

/// The service `Task`: queues and their tasks.
///
/// A queue has a name of 1 to 128 bytes, a payload at most 1 MiB. All queues together may run as many tasks at once as the manifest says in
/// `maxConcurrency`, 1 without it: a queue that asks for more gets what is left, and where nothing is left it is refused. Of its other settings
/// `backoff_ms` is 1000 unless positive, and `retention_ms` 1 hour unless positive, and from 1 minute to 7 days. [`queues`](Self::queues) gives
/// what became of them. After [`reload`](crate::testing::FakeHost::reload) queues must be created again, and tasks wait until then.
///
/// Tasks run when the test lets time pass: on a queue by the time of their next try, then in the order they were enqueued. Until then they are
/// pending, however many may run at once; the server would start them at once. But a task that finds a free worker and must wait for the queue's
/// `delay_ms` is running at once, here as there: its try counts, and it cannot be cancelled. Finished tasks are looked through every 5 minutes for
/// those whose retention is over.
///
/// ```standalone_crate
/// use nd_pdk::host::task::{self, QueueConfig};
/// use nd_pdk::taskworker::{TaskExecuteProvider, TaskExecuteRequest};
/// use nd_pdk::testing::{FakeHost, TaskStatus};
/// use nd_pdk::{Error, register};
///
/// #[derive(Default)]
/// struct Scan;
///
/// impl TaskExecuteProvider for Scan {
///     fn on_task_execute(&self, req: TaskExecuteRequest) -> Result<String, Error> {
///         Ok(format!("scanned {}", String::from_utf8(req.payload)?))
///     }
/// }
///
/// register!(Scan: TaskWorker);
///
/// # fn main() -> Result<(), Error> {
/// let host = FakeHost::install();
/// task::create_queue("albums", QueueConfig::default())?;
/// task::enqueue("albums", "al-1")?;
/// assert_eq!(host.tasks().tasks()[0].status, TaskStatus::Pending);
///
/// host.run_due();
/// let scanned = &host.tasks().tasks()[0];
/// assert_eq!((scanned.status, scanned.attempt), (TaskStatus::Completed, 1));
/// assert_eq!(scanned.message, "scanned al-1");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct FakeTask {
    world: World,
    queues: Rc<RefCell<Queues<List>>>,
}

/// A queue.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskQueue {
    /// Its name.
    pub name: String,
    /// The settings that count: with defaults and within their limits.
    pub config: QueueConfig,
}

impl FakeTask {
    pub(crate) fn new(world: &World) -> Self {
        let queues = Queues::new(List::default(), world.clock.now());
        Self {
            world: world.clone(),
            queues: Rc::new(RefCell::new(queues)),
        }
    }

    /// All tasks, in the order they were enqueued; without those whose retention is over.
    #[must_use]
    pub fn tasks(&self) -> Vec<QueuedTask> {
        let tasks = self.all_queues().tasks(self.now());
        with_text(tasks).expect("all tasks can always be shown")
    }

    /// The queues that were created since the plugin was loaded, in this order.
    #[must_use]
    pub fn queues(&self) -> Vec<TaskQueue> {
        let queues = self.queues.borrow();
        let queues = queues.all().map(|(name, settings)| TaskQueue {
            name: name.to_owned(),
            config: task::config(settings),
        });
        queues.collect()
    }

    /// Drops the queues and puts tasks that run back to pending, as the server does when it unloads the plugin.
    pub(crate) fn unload(&self) {
        let Ok(()) = self.all_queues().unload(self.now());
    }

    fn all_queues(&self) -> RefMut<'_, Queues<List>> {
        self.queues.borrow_mut()
    }

    fn now(&self) -> SystemTime {
        self.world.clock.now()
    }
}

impl TaskService for FakeTask {
    fn create_queue(&self, name: &str, config: QueueConfig) -> Result<(), Error> {
        let budget = self.world.setup.permissions.task_max_concurrency;
        let mut queues = self.all_queues();
        with_text(queues.create(name, task::settings(&config), budget, self.now()))
    }

    fn enqueue(&self, queue_name: &str, payload: &[u8]) -> Result<String, Error> {
        let id = self.world.ids.next();
        let task = NewTask {
            id: &id,
            queue: queue_name,
            payload: Some(payload),
        };
        with_text(self.all_queues().enqueue(task, self.now()))?;
        Ok(id)
    }

    fn get(&self, task_id: &str) -> Result<Option<TaskInfo>, Error> {
        let task = with_text(self.all_queues().get(task_id, self.now()))?;
        Ok(Some(task::info(task)))
    }

    fn cancel(&self, task_id: &str) -> Result<(), Error> {
        with_text(self.all_queues().cancel(task_id, self.now()))
    }

    fn clear_queue(&self, queue_name: &str) -> Result<i64, Error> {
        let cancelled = with_text(self.all_queues().clear(queue_name, self.now()))?;
        Ok(i64::try_from(cancelled).unwrap_or(i64::MAX))
    }
}

/// Memory is always there: only rules refuse something.
fn with_text<T>(result: Result<T, Refused<Infallible>>) -> Result<T, Error> {
    result.map_err(|refused| match refused {
        Refused::Rule(error) => Error::new(error.to_string()),
        Refused::Storage(never) => match never {},
    })
}

impl Caller for FakeTask {
    fn due(&self) -> Option<SystemTime> {
        let Ok(due) = self.queues.borrow().due();
        due
    }

    fn take(&self) -> Option<Callback> {
        let Ok(started) = self.all_queues().start(self.now());
        let (run, task) = started?;
        let queues = Rc::clone(&self.queues);
        let clock = self.world.clock.clone();
        Some(Callback {
            at: run.at,
            export: EXPORT,
            input: Callback::input(&task::request(task)),
            optional: false,
            done: Box::new(move |outcome| {
                let Ok(()) = queues
                    .borrow_mut()
                    .finish(&run, Some(message(outcome)), clock.now());
            }),
        })
    }
}

/// What the plugin returned, or why the try counts as failed.
fn message(outcome: &Outcome) -> Result<String, String> {
    match outcome.failure(EXPORT) {
        Some(failure) => Err(failure),
        None => nd_rules::task::message(outcome.output.as_deref().unwrap_or_default()),
    }
}
