//! Finds music files that were damaged on the disk: every week it computes the checksum of every file, one folder a task, and reports files whose
//! content has changed although nobody has written to them. Only what the server calls: must not know files or checksums.

mod checksum;
mod files;
mod folder;
mod queue;
mod run;
mod settings;
mod slice;
mod store;

use nd_pdk::lifecycle::InitProvider;
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::taskworker::{TaskExecuteProvider, TaskExecuteRequest};
use nd_pdk::{Error, host, register};

use queue::Task;
use settings::Settings;

#[derive(Default)]
struct TaskWorker;

impl InitProvider for TaskWorker {
    /// Tasks are kept when the server restarts, queues and schedules are not.
    fn on_init(&self) -> Result<(), Error> {
        let settings = Settings::load()?;
        queue::create(&settings)?;
        host::scheduler::schedule_recurring(&settings.schedule, "", "")?;
        run::resume()
    }
}

impl CallbackProvider for TaskWorker {
    fn on_callback(&self, _: SchedulerCallbackRequest) -> Result<(), Error> {
        run::begin()
    }
}

impl TaskExecuteProvider for TaskWorker {
    /// An error means that the task is tried again. What will not be better the next time is no error: it completes the task, with a message.
    fn on_task_execute(&self, req: TaskExecuteRequest) -> Result<String, Error> {
        let task = match serde_json::from_slice(&req.payload) {
            Ok(task) => task,
            Err(error) => {
                nd_pdk::error!("task {} is none of this version: {error}", req.task_id);
                return Ok(format!("not understood: {error}"));
            }
        };
        nd_pdk::debug!("task {}, attempt {}: {task:?}", req.task_id, req.attempt);
        match &task {
            Task::Plan { run } => run::plan(*run),
            Task::Check { run, place } => run::check(*run, place, queue::is_last(req.attempt)),
        }
    }
}

register!(TaskWorker: lifecycle::InitProvider, SchedulerCallback, TaskWorker);

#[cfg(test)]
mod tests;
