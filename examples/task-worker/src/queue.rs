//! The queue and its tasks. Must not execute any.

use nd_pdk::Error;
use nd_pdk::host::task::{self, QueueConfig};
use serde::{Deserialize, Serialize};

use crate::settings::Settings;

/// The only queue: it uses up the one task at a time that the manifest asks for, so that the disk reads one file at a time.
const QUEUE: &str = "checksums";
const MAX_RETRIES: i32 = 3;
/// A network drive may take some time to come back: 1, 2 and 4 minutes.
const BACKOFF_MS: i64 = 60_000;

/// What there is to do; the payload of a task. A task may run again, so none of this must count on being the first.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Task {
    /// Enqueue a check of every folder.
    Plan { run: i64 },
    /// Check a folder.
    Check { run: i64, place: Place },
}

/// A folder at the top of a library, with all below it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) library: i32,
    /// Its name; empty for the files beside the folders.
    pub(crate) folder: String,
}

pub(crate) fn create(settings: &Settings) -> Result<(), Error> {
    let config = QueueConfig {
        concurrency: 1,
        max_retries: MAX_RETRIES,
        backoff_ms: BACKOFF_MS,
        delay_ms: settings.pause_ms,
        ..Default::default()
    };
    task::create_queue(QUEUE, config)
}

pub(crate) fn enqueue(task: &Task) -> Result<(), Error> {
    task::enqueue(QUEUE, serde_json::to_vec(task)?).map(drop)
}

/// Cancels what has not started.
pub(crate) fn clear() -> Result<i64, Error> {
    task::clear_queue(QUEUE)
}

/// Whether an attempt that fails is not followed by another one.
pub(crate) fn is_last(attempt: i32) -> bool {
    attempt > MAX_RETRIES
}
