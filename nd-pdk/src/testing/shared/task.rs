//! Queues and tasks in the terms of the rules, and back. Must not decide anything.

use nd_rules::queues::QueuedTask;
use nd_rules::task::Settings;

use crate::host::task::{QueueConfig, TaskInfo};
use crate::taskworker::TaskExecuteRequest;

/// What a plugin asks for.
#[must_use]
pub fn settings(config: &QueueConfig) -> Settings {
    Settings {
        concurrency: config.concurrency,
        max_retries: config.max_retries,
        backoff_ms: config.backoff_ms,
        delay_ms: config.delay_ms,
        retention_ms: config.retention_ms,
    }
}

/// What counts, as a plugin would have asked for it.
#[must_use]
pub fn config(settings: Settings) -> QueueConfig {
    QueueConfig {
        concurrency: settings.concurrency,
        max_retries: settings.max_retries,
        backoff_ms: settings.backoff_ms,
        delay_ms: settings.delay_ms,
        retention_ms: settings.retention_ms,
    }
}

/// What a plugin learns of a task.
#[must_use]
pub fn info(task: QueuedTask) -> TaskInfo {
    TaskInfo {
        status: task.status.to_string(),
        message: task.message,
        attempt: task.attempt,
    }
}

/// What a plugin is given to run a task.
#[must_use]
pub fn request(task: QueuedTask) -> TaskExecuteRequest {
    TaskExecuteRequest {
        queue_name: task.queue,
        task_id: task.id,
        payload: task.payload,
        attempt: task.attempt,
    }
}
