//! The time that services go by. Must not wait for anything.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::runtime::lock;

/// 9999-12-31 23:59:59 UTC, since 1970. Nothing is due later, and everything can still be added to it.
const LAST_SECOND: u64 = 253_402_300_799;

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
        lock(&self.0).now()
    }

    /// The time so long from now, at most [`LAST_SECOND`].
    pub(crate) fn after(&self, by: Duration) -> SystemTime {
        let now = self.now();
        let last = UNIX_EPOCH + Duration::from_secs(LAST_SECOND);
        now.checked_add(by)
            .map_or(last, |time| time.min(last))
            .max(now)
    }

    /// Skips what is left until then. Never backwards.
    pub(crate) fn move_to(&self, time: SystemTime) {
        let mut moved = lock(&self.0);
        let left = time.duration_since(moved.now()).unwrap_or_default();
        match &mut *moved {
            Time::Flowing { ahead } => *ahead += left,
            Time::Frozen { now } => *now += left,
        }
    }

    /// Whole seconds since 1970; 0 before.
    pub(crate) fn unix_seconds(&self) -> i64 {
        unix_millis(self.now()) / 1_000
    }
}

impl Time {
    fn now(&self) -> SystemTime {
        match *self {
            Self::Flowing { ahead } => SystemTime::now() + ahead,
            Self::Frozen { now } => now,
        }
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
    fn time_ends_with_the_year_9999() {
        let clock = Clock::frozen(UNIX_EPOCH);
        let last = UNIX_EPOCH + Duration::from_secs(LAST_SECOND);
        for far in [Duration::MAX, Duration::from_secs(LAST_SECOND + 1)] {
            assert_eq!(clock.after(far), last);
        }
        clock.move_to(last);
        assert_eq!(clock.after(Duration::from_secs(1)), last);
        let later = last + Duration::from_secs(9);
        assert_eq!(Clock::frozen(later).after(Duration::from_secs(1)), later);
    }

    #[test]
    fn threads_that_move_a_clock_to_the_same_time_move_it_once() {
        let clock = Clock::frozen(UNIX_EPOCH);
        let times = (1..=500).map(|second| UNIX_EPOCH + Duration::from_secs(second));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| times.clone().for_each(|time| clock.move_to(time)));
            }
        });
        assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_secs(500));
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
