//! Tasks and queues as a test sees them.
//!
//! Must not know what happens to them.

use std::fmt;
use std::time::SystemTime;

use nd_rules::task::Settings;

use crate::host::task::QueueConfig;

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
}

impl fmt::Display for TaskStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A queue.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskQueue {
    /// Its name.
    pub name: String,
    /// The settings that count: with defaults and within their limits.
    pub config: QueueConfig,
}

pub(super) fn settings(config: &QueueConfig) -> Settings {
    Settings {
        concurrency: config.concurrency,
        max_retries: config.max_retries,
        backoff_ms: config.backoff_ms,
        delay_ms: config.delay_ms,
        retention_ms: config.retention_ms,
    }
}

pub(super) fn config(settings: Settings) -> QueueConfig {
    QueueConfig {
        concurrency: settings.concurrency,
        max_retries: settings.max_retries,
        backoff_ms: settings.backoff_ms,
        delay_ms: settings.delay_ms,
        retention_ms: settings.retention_ms,
    }
}
