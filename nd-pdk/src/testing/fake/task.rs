//! The service `Task` of a fake host.
//!
//! Must not call the plugin: it says what is due, and whoever lets time pass makes the call.

mod phase;
mod queues;
mod shown;

#[cfg(test)]
mod tests;

use std::cell::{RefCell, RefMut};
use std::rc::Rc;
use std::time::SystemTime;

use nd_rules::quoted::quoted;
use nd_rules::task::{self, TaskError};

use crate::host::task::{Error, QueueConfig, TaskInfo, TaskService};
use crate::taskworker::TaskExecuteRequest;
use crate::testing::callback::{Callback, Caller};
use crate::testing::export::Outcome;
use crate::testing::world::World;
use queues::Queues;
pub use shown::{QueuedTask, TaskQueue, TaskStatus};

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
    queues: Rc<RefCell<Queues>>,
}

impl FakeTask {
    pub(crate) fn new(world: &World) -> Self {
        let queues = Queues::new(world.clock.now());
        Self {
            world: world.clone(),
            queues: Rc::new(RefCell::new(queues)),
        }
    }

    /// All tasks, in the order they were enqueued; without those whose retention is over.
    #[must_use]
    pub fn tasks(&self) -> Vec<QueuedTask> {
        self.current().tasks()
    }

    /// The queues that were created since the plugin was loaded, in this order.
    #[must_use]
    pub fn queues(&self) -> Vec<TaskQueue> {
        let queues = self.current();
        let queues = queues.all().map(|(name, settings)| TaskQueue {
            name: name.to_owned(),
            config: shown::config(settings),
        });
        queues.collect()
    }

    /// Drops the queues and puts tasks that run back to pending, as the server does when it unloads the plugin.
    pub(crate) fn unload(&self) {
        let now = self.world.clock.now();
        self.current().unload(now);
    }

    fn current(&self) -> RefMut<'_, Queues> {
        let mut queues = self.queues.borrow_mut();
        let now = self.world.clock.now();
        queues.sweep(now);
        queues.take_delayed(now);
        queues
    }
}

impl TaskService for FakeTask {
    fn create_queue(&self, name: &str, config: QueueConfig) -> Result<(), Error> {
        with_text(task::check_name(name))?;
        let mut queues = self.current();
        let budget = self.world.setup.permissions.task_max_concurrency;
        let settings = with_text(shown::settings(&config).granted(budget, queues.allocated()))?;
        if queues.has(name) {
            return Err(Error::new(format!("queue {} already exists", quoted(name))));
        }
        queues.create(name, settings);
        Ok(())
    }

    fn enqueue(&self, queue_name: &str, payload: &[u8]) -> Result<String, Error> {
        let mut queues = self.current();
        check_exists(&queues, queue_name)?;
        with_text(task::check_payload(payload))?;
        let id = self.world.ids.next();
        queues.enqueue(&id, queue_name, payload, self.world.clock.now());
        Ok(id)
    }

    fn get(&self, task_id: &str) -> Result<Option<TaskInfo>, Error> {
        let task = self
            .current()
            .get(task_id)
            .ok_or_else(|| unknown(task_id))?;
        Ok(Some(TaskInfo {
            status: task.status.to_string(),
            message: task.message,
            attempt: task.attempt,
        }))
    }

    fn cancel(&self, task_id: &str) -> Result<(), Error> {
        let mut queues = self.current();
        let task = queues.get(task_id).ok_or_else(|| unknown(task_id))?;
        if !queues.cancel(task_id, self.world.clock.now()) {
            return Err(Error::new(format!(
                "task {} cannot be cancelled (status: {})",
                quoted(task_id),
                task.status
            )));
        }
        Ok(())
    }

    fn clear_queue(&self, queue_name: &str) -> Result<i64, Error> {
        let mut queues = self.current();
        check_exists(&queues, queue_name)?;
        let cancelled = queues.clear(queue_name, self.world.clock.now());
        Ok(i64::try_from(cancelled).unwrap_or(i64::MAX))
    }
}

fn with_text<T>(result: Result<T, TaskError>) -> Result<T, Error> {
    result.map_err(|error| Error::new(error.to_string()))
}

fn unknown(task_id: &str) -> Error {
    Error::new(format!("task {} not found", quoted(task_id)))
}

fn check_exists(queues: &Queues, name: &str) -> Result<(), Error> {
    if queues.has(name) {
        return Ok(());
    }
    Err(Error::new(format!("queue {} does not exist", quoted(name))))
}

impl Caller for FakeTask {
    fn due(&self) -> Option<SystemTime> {
        self.current().due()
    }

    fn take(&self) -> Option<Callback> {
        let clock = self.world.clock.clone();
        let mut queues = self.current();
        let (run, task) = queues.start(clock.now())?;
        let request = TaskExecuteRequest {
            queue_name: task.queue,
            task_id: task.id,
            payload: task.payload,
            attempt: task.attempt,
        };
        let queues = Rc::clone(&self.queues);
        Some(Callback {
            at: run.at,
            export: EXPORT,
            input: Callback::input(&request),
            optional: false,
            done: Box::new(move |outcome| {
                queues
                    .borrow_mut()
                    .finish(&run, message(outcome), clock.now());
            }),
        })
    }
}

/// What the plugin returned, or why the try counts as failed.
fn message(outcome: &Outcome) -> Result<String, String> {
    if let Some(failure) = outcome.failure(EXPORT) {
        return Err(failure);
    }
    match outcome.output.as_deref() {
        None | Some([]) => Ok(String::new()),
        Some(output) => serde_json::from_slice::<Option<String>>(output)
            .map(Option::unwrap_or_default)
            .map_err(|error| format!("json: cannot unmarshal the output into a string: {error}")),
    }
}
