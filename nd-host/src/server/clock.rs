//! The time that services go by. Must not wait for anything.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::runtime::lock;

/// The time of a server: that of the machine, with what was skipped added, or one that stands still until it is moved.
///
/// What a plugin reads from the clock of its own runtime is always the time of the machine.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Arc<Mutex<Time>>);

#[derive(Debug)]
enum Time {
    Flowing { ahead: Duration },
    Frozen { now: SystemTime },
}

impl Clock {
    pub(crate) fn flowing() -> Self {
        let ahead = Duration::ZERO;
        Self(Arc::new(Mutex::new(Time::Flowing { ahead })))
    }

    pub(crate) fn frozen(now: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(Time::Frozen { now })))
    }

    pub(crate) fn now(&self) -> SystemTime {
        match *lock(&self.0) {
            Time::Flowing { ahead } => SystemTime::now() + ahead,
            Time::Frozen { now } => now,
        }
    }

    /// Skips what is left until then. Never backwards.
    pub(crate) fn move_to(&self, time: SystemTime) {
        let left = time.duration_since(self.now()).unwrap_or_default();
        match &mut *lock(&self.0) {
            Time::Flowing { ahead } => *ahead += left,
            Time::Frozen { now } => *now += left,
        }
    }

    /// Whole seconds since 1970; 0 before.
    pub(crate) fn unix_seconds(&self) -> i64 {
        unix_millis(self.now()) / 1_000
    }
}

/// Milliseconds since 1970; 0 before.
pub(crate) fn unix_millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The time so many milliseconds after 1970.
pub(crate) fn from_unix_millis(millis: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_it_is_moved_and_never_back() {
        let start = from_unix_millis(1_500);
        let clock = Clock::frozen(start);
        assert_eq!((unix_millis(clock.now()), clock.unix_seconds()), (1_500, 1));
        clock.move_to(start + Duration::from_secs(2));
        clock.move_to(start);
        assert_eq!(clock.now(), start + Duration::from_secs(2));
    }

    #[test]
    fn a_flowing_clock_is_that_of_the_machine_with_what_was_skipped() {
        let clock = Clock::flowing();
        let hour = Duration::from_secs(3_600);
        clock.move_to(SystemTime::now() + hour);
        let ahead = clock.now().duration_since(SystemTime::now()).unwrap();
        assert!(
            ahead > hour - Duration::from_secs(60) && ahead <= hour,
            "{ahead:?}"
        );
    }
}
