//! Settings and retries of task queues, and what the server refuses. Must not hold tasks.

use std::fmt;
use std::time::Duration;

use crate::queues::TaskStatus;
use crate::quoted::quoted;

/// Most bytes of a queue's name.
pub const NAME_LIMIT: usize = 128;
/// Most bytes of a payload: 1 MiB.
pub const PAYLOAD_LIMIT: usize = 1_048_576;
/// How often finished tasks are looked through for those whose retention is over.
pub const SWEEP_INTERVAL: Duration = Duration::from_secs(300);

const DEFAULT_BACKOFF_MS: i64 = 1_000;
const DEFAULT_RETENTION_MS: i64 = 3_600_000;
const LEAST_RETENTION_MS: i64 = 60_000;
const LONGEST_RETENTION_MS: i64 = 604_800_000;
const LONGEST_BACKOFF_MS: i64 = 3_600_000;

/// What the server refuses; the text is the one that it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskError {
    /// A queue without a name.
    EmptyName,
    /// A name of more than 128 bytes.
    LongName,
    /// The queues there are use up what the manifest allows.
    NoBudget {
        /// How many tasks they may run at once, all together.
        allocated: i32,
        /// What the manifest allows.
        budget: i32,
    },
    /// A payload of more than 1 MiB.
    LargePayload {
        /// Its bytes.
        bytes: usize,
    },
    /// There is a queue with this name.
    QueueExists(String),
    /// There is no queue with this name; it may have been there before the plugin was loaded.
    NoQueue(String),
    /// There is no task with this ID.
    NoTask(String),
    /// A task that is not pending any more.
    NotPending {
        /// The ID of the task.
        id: String,
        /// How it is doing.
        status: TaskStatus,
    },
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyName => f.write_str("queue name cannot be empty"),
            Self::LongName => write!(f, "queue name exceeds maximum length of {NAME_LIMIT} bytes"),
            Self::NoBudget { allocated, budget } => write!(
                f,
                "concurrency budget exhausted ({allocated}/{budget} allocated)"
            ),
            Self::LargePayload { bytes } => write!(
                f,
                "payload size {bytes} exceeds maximum of {PAYLOAD_LIMIT} bytes"
            ),
            Self::QueueExists(name) => write!(f, "queue {} already exists", quoted(name)),
            Self::NoQueue(name) => write!(f, "queue {} does not exist", quoted(name)),
            Self::NoTask(id) => write!(f, "task {} not found", quoted(id)),
            Self::NotPending { id, status } => {
                let id = quoted(id);
                write!(f, "task {id} cannot be cancelled (status: {status})")
            }
        }
    }
}

impl std::error::Error for TaskError {}

/// Whether a queue may have this name.
///
/// # Errors
///
/// If it is empty or has more than [`NAME_LIMIT`] bytes.
pub fn check_name(name: &str) -> Result<(), TaskError> {
    match name.len() {
        0 => Err(TaskError::EmptyName),
        1..=NAME_LIMIT => Ok(()),
        _ => Err(TaskError::LongName),
    }
}

/// Whether a task may carry this payload; an empty one is fine.
///
/// # Errors
///
/// If it has more than [`PAYLOAD_LIMIT`] bytes.
pub fn check_payload(payload: &[u8]) -> Result<(), TaskError> {
    let bytes = payload.len();
    if bytes > PAYLOAD_LIMIT {
        return Err(TaskError::LargePayload { bytes });
    }
    Ok(())
}

/// The message of a task whose plugin returned this output, which should be a JSON string; nothing at all stands for an empty one.
///
/// # Errors
///
/// What is there is neither a string nor `null`: the try has failed.
pub fn message(output: &[u8]) -> Result<String, String> {
    if output.is_empty() {
        return Ok(String::new());
    }
    serde_json::from_slice::<Option<String>>(output)
        .map(Option::unwrap_or_default)
        .map_err(|error| format!("json: cannot unmarshal the output into a string: {error}"))
}

/// How a queue works. Milliseconds, as they come over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many tasks may run at once.
    pub concurrency: i32,
    /// How often a failed task is tried again.
    pub max_retries: i32,
    /// Pause before the first retry.
    pub backoff_ms: i64,
    /// Least time between the starts of two tasks.
    pub delay_ms: i64,
    /// How long a finished task is kept.
    pub retention_ms: i64,
}

impl Settings {
    /// The settings that count, for those asked for: with defaults, within their limits and what `budget` leaves beside `allocated`.
    ///
    /// # Errors
    ///
    /// If nothing is left of the budget.
    pub fn granted(self, budget: i32, allocated: i32) -> Result<Self, TaskError> {
        let left = budget.saturating_sub(allocated);
        if left < 1 {
            return Err(TaskError::NoBudget { allocated, budget });
        }
        Ok(Self {
            concurrency: self.concurrency.clamp(1, left),
            backoff_ms: or_default(self.backoff_ms, DEFAULT_BACKOFF_MS),
            retention_ms: or_default(self.retention_ms, DEFAULT_RETENTION_MS)
                .clamp(LEAST_RETENTION_MS, LONGEST_RETENTION_MS),
            max_retries: self.max_retries,
            delay_ms: self.delay_ms,
        })
    }

    /// How long a task waits after this failed attempt, the first being 1; `None` if it is not tried again.
    ///
    /// Doubles with every attempt, up to an hour.
    #[must_use]
    pub fn retry_after(&self, attempt: i32) -> Option<Duration> {
        if attempt > self.max_retries {
            return None;
        }
        let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0);
        let pause = self
            .backoff_ms
            .saturating_mul(2_i64.saturating_pow(doublings));
        Some(milliseconds(pause.min(LONGEST_BACKOFF_MS)))
    }

    /// Least time between the starts of two tasks.
    #[must_use]
    pub fn delay(&self) -> Duration {
        milliseconds(self.delay_ms)
    }

    /// How long a finished task is kept.
    #[must_use]
    pub fn retention(&self) -> Duration {
        milliseconds(self.retention_ms)
    }
}

fn or_default(value: i64, default: i64) -> i64 {
    if value <= 0 { default } else { value }
}

/// None at all for less than 0.
fn milliseconds(value: i64) -> Duration {
    Duration::from_millis(u64::try_from(value).unwrap_or(0))
}

#[cfg(test)]
mod tests;
