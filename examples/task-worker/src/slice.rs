//! How long one call works before it leaves the rest to the next one. Must not know what the work is.

use std::time::Duration;

use nd_pdk::clock::{CALL_LIMIT, Deadline};

/// The part of a call's 30 seconds that is for work. What is left is for storing where it stopped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slice {
    deadline: Deadline,
    reserve: Duration,
}

impl Slice {
    /// A slice of the running call.
    pub(crate) fn of_call(length: Duration) -> Self {
        Self {
            deadline: Deadline::of_call(),
            reserve: CALL_LIMIT.saturating_sub(length),
        }
    }

    /// Asked after each piece of work, so that even the shortest slice gets on.
    pub(crate) fn is_over(&self) -> bool {
        self.deadline.remaining() <= self.reserve
    }
}
