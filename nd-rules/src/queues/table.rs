//! The tasks of a plugin, wherever they are kept. Must not know when they run.

use std::fmt;
use std::time::SystemTime;

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedTask {
    /// The ID that was made up for it.
    pub id: String,
    /// The name of its queue.
    pub queue: String,
    /// What it is about.
    pub payload: Vec<u8>,
    /// How it is doing.
    pub status: TaskStatus,
    /// Which try is running or was the last; 0 before the first.
    pub attempt: i32,
    /// What the plugin returned, or why the last try failed; empty before the end.
    pub message: String,
    /// When the next try starts at the earliest; `None` if there is none to come. A running task has one while it waits for the queue's delay.
    pub next_run: Option<SystemTime>,
}

/// How a task is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskStatus {
    /// It has not started, or waits for another try.
    Pending,
    /// It was taken from the queue.
    Running,
    /// The plugin returned `Ok`.
    Completed,
    /// The last try has failed.
    Failed,
    /// It was cancelled before it started.
    Cancelled,
}

impl TaskStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Pending,
        Self::Running,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
    ];

    /// As the plugin reads it: `pending`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status that a plugin reads as this.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether nothing will happen to the task any more.
    #[must_use]
    pub fn is_final(self) -> bool {
        match self {
            Self::Completed | Self::Failed | Self::Cancelled => true,
            Self::Pending | Self::Running => false,
        }
    }
}

impl fmt::Display for TaskStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A task that waits for a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its ID.
    pub id: String,
    /// When a worker may take it.
    pub due: SystemTime,
}

/// A task as it is handed in.
#[derive(Debug, Clone, Copy)]
pub struct NewTask<'a> {
    /// The ID that was made up for it.
    pub id: &'a str,
    /// The name of its queue.
    pub queue: &'a str,
    /// What it is about; `None` is something that a table refuses.
    pub payload: Option<&'a [u8]>,
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The plugin returned this text.
    Completed(String),
    /// It failed for this reason, for the last time.
    Failed(String),
    /// It failed, and there will be another one from this time on.
    Retry(SystemTime),
    /// It was cut off and does not count: the task is due again when it was.
    CutOff,
}

/// Where tasks are kept. Each change is kept whole or not at all, and is there for good when the function returns.
///
/// `now` is the time of the change.
pub trait Tasks {
    /// Why something could not be kept or read.
    type Error;

    /// Adds a pending task, due now.
    ///
    /// # Errors
    /// It is not kept.
    fn add(&mut self, task: NewTask<'_>, now: SystemTime) -> Result<(), Self::Error>;

    /// Finds a task. A running one has no time of a next run here.
    ///
    /// # Errors
    /// It cannot be read.
    fn find(&self, id: &str) -> Result<Option<QueuedTask>, Self::Error>;

    /// All tasks, in the order they were added.
    ///
    /// # Errors
    /// They cannot be read.
    fn all(&self) -> Result<Vec<QueuedTask>, Self::Error>;

    /// Of the pending tasks of a queue the one that is due first; of several at a time the one that was added first.
    ///
    /// # Errors
    /// It cannot be read.
    fn next_pending(&self, queue: &str) -> Result<Option<Pending>, Self::Error>;

    /// A pending task is running from now on, and the try counts.
    ///
    /// # Errors
    /// It is not kept.
    fn begin(&mut self, id: &str, now: SystemTime) -> Result<(), Self::Error>;

    /// A running task has had its try.
    ///
    /// # Errors
    /// It is not kept.
    fn end(&mut self, id: &str, end: &End, now: SystemTime) -> Result<(), Self::Error>;

    /// Cancels a task if it is pending; says whether it was.
    ///
    /// # Errors
    /// It is not kept.
    fn cancel(&mut self, id: &str, now: SystemTime) -> Result<bool, Self::Error>;

    /// Cancels all pending tasks of a queue; says how many there were.
    ///
    /// # Errors
    /// It is not kept.
    fn cancel_all(&mut self, queue: &str, now: SystemTime) -> Result<usize, Self::Error>;

    /// All running tasks of a queue are pending again: whoever ran them is gone.
    ///
    /// # Errors
    /// It is not kept.
    fn reset(&mut self, queue: &str, now: SystemTime) -> Result<(), Self::Error>;

    /// Forgets the tasks of a queue that came to their end before then.
    ///
    /// # Errors
    /// It is not kept.
    fn purge(&mut self, queue: &str, ended_before: SystemTime) -> Result<(), Self::Error>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_found_by_its_text() {
        let found = TaskStatus::ALL.map(|status| TaskStatus::from_text(status.as_str()));
        assert_eq!(found, TaskStatus::ALL.map(Some));
        assert_eq!(TaskStatus::from_text("Pending"), None);
    }
}
