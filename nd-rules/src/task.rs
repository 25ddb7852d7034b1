//! Settings and retries of task queues. Must not hold tasks.

use std::fmt;
use std::time::Duration;

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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOTHING_SET: Settings = Settings {
        concurrency: 0,
        max_retries: 0,
        backoff_ms: 0,
        delay_ms: 0,
        retention_ms: 0,
    };

    #[test]
    fn what_is_not_set_has_a_default() {
        assert_eq!(
            NOTHING_SET.granted(1, 0),
            Ok(Settings {
                concurrency: 1,
                max_retries: 0,
                backoff_ms: 1_000,
                delay_ms: 0,
                retention_ms: 3_600_000,
            })
        );
    }

    #[test]
    fn retention_stays_between_a_minute_and_a_week() {
        let retention = |retention_ms| {
            let asked = Settings {
                retention_ms,
                ..NOTHING_SET
            };
            asked.granted(1, 0).unwrap().retention_ms
        };
        assert_eq!(retention(-1), 3_600_000);
        assert_eq!(retention(1), 60_000);
        assert_eq!(retention(60_000), 60_000);
        assert_eq!(retention(604_800_000), 604_800_000);
        assert_eq!(retention(604_800_001), 604_800_000);
    }

    #[test]
    fn retries_and_delay_are_taken_as_given() {
        let asked = Settings {
            max_retries: -3,
            delay_ms: -5,
            ..NOTHING_SET
        };
        let granted = asked.granted(1, 0).unwrap();
        assert_eq!((granted.max_retries, granted.delay_ms), (-3, -5));
        assert_eq!(granted.delay(), Duration::ZERO);
        assert_eq!(granted.retry_after(1), None);
    }

    #[test]
    fn more_concurrency_than_is_left_is_cut_down() {
        let asked = Settings {
            concurrency: 5,
            ..NOTHING_SET
        };
        assert_eq!(asked.granted(8, 2).unwrap().concurrency, 5);
        assert_eq!(asked.granted(8, 6).unwrap().concurrency, 2);
        let error = asked.granted(8, 8).unwrap_err();
        assert_eq!(
            error.to_string(),
            "concurrency budget exhausted (8/8 allocated)"
        );
    }

    #[test]
    fn names_have_1_to_128_bytes() {
        let text = |name: &str| check_name(name).map_err(|error| error.to_string());
        assert_eq!(text(""), Err("queue name cannot be empty".to_owned()));
        assert_eq!(text("a"), Ok(()));
        assert_eq!(text(&"a".repeat(128)), Ok(()));
        // 129 bytes, though only 65 characters.
        assert_eq!(
            text(&format!("{}a", "é".repeat(64))),
            Err("queue name exceeds maximum length of 128 bytes".to_owned())
        );
    }

    #[test]
    fn payloads_have_at_most_a_mebibyte() {
        assert_eq!(check_payload(&[]), Ok(()));
        assert_eq!(check_payload(&vec![0; 1_048_576]), Ok(()));
        assert_eq!(
            check_payload(&vec![0; 1_048_577]).unwrap_err().to_string(),
            "payload size 1048577 exceeds maximum of 1048576 bytes"
        );
    }

    #[test]
    fn the_pause_doubles_from_attempt_to_attempt() {
        let queue = Settings {
            max_retries: 100,
            backoff_ms: 1_000,
            ..NOTHING_SET
        };
        let seconds = |attempt| queue.retry_after(attempt).unwrap().as_secs();
        assert_eq!([1, 2, 3, 4].map(seconds), [1, 2, 4, 8]);
        assert_eq!(
            [12, 13, 64, 65, 100].map(seconds),
            [2048, 3600, 3600, 3600, 3600]
        );
        assert_eq!(queue.retry_after(101), None);
    }

    proptest! {
        #[test]
        fn the_pause_never_shrinks_and_never_exceeds_an_hour(
            backoff_ms in 1..=i64::MAX,
            attempt in 1..i32::MAX,
        ) {
            let queue = Settings { max_retries: i32::MAX, backoff_ms, ..NOTHING_SET };
            let pause = queue.retry_after(attempt).unwrap();
            let next = queue.retry_after(attempt + 1).unwrap();
            prop_assert!(pause >= Duration::from_millis(1));
            prop_assert!(pause <= next);
            prop_assert!(next <= Duration::from_secs(3600));
        }

        #[test]
        fn what_is_granted_never_exceeds_the_budget(
            concurrency in any::<i32>(),
            budget in 1..=i32::MAX,
            allocated in 0..=i32::MAX,
        ) {
            let asked = Settings { concurrency, ..NOTHING_SET };
            match asked.granted(budget, allocated) {
                Ok(granted) => {
                    prop_assert!(granted.concurrency >= 1);
                    prop_assert!(granted.concurrency <= budget - allocated);
                }
                Err(_) => prop_assert!(allocated >= budget),
            }
        }
    }
}
