//! The tasks of a fake host, in memory. Must not know when they run.

use std::convert::Infallible;
use std::time::SystemTime;

use nd_rules::queues::{End, NewTask, Pending, QueuedTask, TaskStatus, Tasks};

/// In the order they were enqueued.
#[derive(Debug, Default)]
pub(super) struct List(Vec<Kept>);

#[derive(Debug)]
struct Kept {
    task: QueuedTask,
    /// When a worker may take it for its next try, or might for the last.
    due: SystemTime,
    /// When its status changed.
    updated: SystemTime,
}

impl Kept {
    fn move_to(&mut self, status: TaskStatus, now: SystemTime) {
        self.task.status = status;
        self.updated = now;
    }

    fn is(&self, queue: &str, status: TaskStatus) -> bool {
        self.task.queue == queue && self.task.status == status
    }

    fn show(&self) -> QueuedTask {
        let next_run = (self.task.status == TaskStatus::Pending).then_some(self.due);
        QueuedTask {
            next_run,
            ..self.task.clone()
        }
    }
}

impl List {
    fn get(&mut self, id: &str) -> Option<&mut Kept> {
        self.0.iter_mut().find(|kept| kept.task.id == id)
    }

    /// All of a queue with one status get another; gives how many there were.
    fn move_all(
        &mut self,
        queue: &str,
        from: TaskStatus,
        to: TaskStatus,
        now: SystemTime,
    ) -> usize {
        let moving = self.0.iter_mut().filter(|kept| kept.is(queue, from));
        moving.map(|kept| kept.move_to(to, now)).count()
    }
}

impl Tasks for List {
    type Error = Infallible;

    fn add(&mut self, task: NewTask<'_>, now: SystemTime) -> Result<(), Infallible> {
        let task = QueuedTask {
            id: task.id.to_owned(),
            queue: task.queue.to_owned(),
            payload: task.payload.unwrap_or_default().to_owned(),
            status: TaskStatus::Pending,
            attempt: 0,
            message: String::new(),
            next_run: None,
        };
        let (due, updated) = (now, now);
        self.0.push(Kept { task, due, updated });
        Ok(())
    }

    fn find(&self, id: &str) -> Result<Option<QueuedTask>, Infallible> {
        let kept = self.0.iter().find(|kept| kept.task.id == id);
        Ok(kept.map(Kept::show))
    }

    fn all(&self) -> Result<Vec<QueuedTask>, Infallible> {
        Ok(self.0.iter().map(Kept::show).collect())
    }

    fn next_pending(&self, queue: &str) -> Result<Option<Pending>, Infallible> {
        let kept = self.0.iter();
        let pending = kept.filter(|kept| kept.is(queue, TaskStatus::Pending));
        let next = pending.min_by_key(|kept| kept.due);
        Ok(next.map(|kept| Pending {
            id: kept.task.id.clone(),
            due: kept.due,
        }))
    }

    fn begin(&mut self, id: &str, now: SystemTime) -> Result<(), Infallible> {
        if let Some(kept) = self.get(id) {
            kept.move_to(TaskStatus::Running, now);
            kept.task.attempt += 1;
        }
        Ok(())
    }

    fn end(&mut self, id: &str, end: &End, now: SystemTime) -> Result<(), Infallible> {
        let Some(kept) = self.get(id) else {
            return Ok(());
        };
        match end {
            End::Completed(message) => {
                kept.move_to(TaskStatus::Completed, now);
                kept.task.message.clone_from(message);
            }
            End::Failed(message) => {
                kept.move_to(TaskStatus::Failed, now);
                kept.task.message.clone_from(message);
            }
            End::Retry(due) => {
                kept.move_to(TaskStatus::Pending, now);
                kept.due = *due;
            }
            End::CutOff => {
                kept.move_to(TaskStatus::Pending, now);
                kept.task.attempt -= 1;
            }
        }
        Ok(())
    }

    fn cancel(&mut self, id: &str, now: SystemTime) -> Result<bool, Infallible> {
        let kept = self.get(id);
        let pending = kept.filter(|kept| kept.task.status == TaskStatus::Pending);
        let cancelled = pending.map(|kept| kept.move_to(TaskStatus::Cancelled, now));
        Ok(cancelled.is_some())
    }

    fn cancel_all(&mut self, queue: &str, now: SystemTime) -> Result<usize, Infallible> {
        Ok(self.move_all(queue, TaskStatus::Pending, TaskStatus::Cancelled, now))
    }

    fn reset(&mut self, queue: &str, now: SystemTime) -> Result<(), Infallible> {
        self.move_all(queue, TaskStatus::Running, TaskStatus::Pending, now);
        Ok(())
    }

    fn purge(&mut self, queue: &str, ended_before: SystemTime) -> Result<(), Infallible> {
        let is_over = |kept: &Kept| {
            let of_queue = kept.task.queue == queue && kept.task.status.is_final();
            of_queue && kept.updated < ended_before
        };
        self.0.retain(|kept| !is_over(kept));
        Ok(())
    }
}
