//! The clock of a test: stands still until the test moves it.
//!
//! Must not run what falls due meanwhile; that is the business of whoever moves it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

/// 2026-01-01 00:00:00 UTC: the same start for every test, so that times in expectations can be written down.
const START: Duration = Duration::from_secs(1_767_225_600);
/// 9999-12-31 23:59:59 UTC, the last second that dates with four digits for the year can say. Everything the server adds to a time still fits
/// into a [`SystemTime`] then.
const LAST: Duration = Duration::from_secs(253_402_300_799);

/// A time that all parts of a fake host share.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Rc<Cell<SystemTime>>);

impl Default for Clock {
    fn default() -> Self {
        Self(Rc::new(Cell::new(SystemTime::UNIX_EPOCH + START)))
    }
}

impl Clock {
    pub(crate) fn now(&self) -> SystemTime {
        self.0.get()
    }

    /// Never backwards: what lies in the past is left alone.
    pub(crate) fn move_to(&self, time: SystemTime) {
        self.0.set(self.now().max(time));
    }

    #[track_caller]
    pub(crate) fn advance(&self, by: Duration) {
        self.0.set(self.after(by));
    }

    /// The time when this much has passed.
    ///
    /// # Panics
    /// There is no such time.
    #[track_caller]
    pub(crate) fn after(&self, by: Duration) -> SystemTime {
        match self.now().checked_add(by) {
            Some(time) if is_known(time) => time,
            Some(_) | None => {
                panic!("{by:?} from now is later than times go: the year 9999 is the last")
            }
        }
    }

    /// # Panics
    /// There is no such time.
    #[track_caller]
    pub(crate) fn set(&self, time: SystemTime) {
        assert!(
            is_known(time),
            "{} seconds after 1970 is later than times go: the year 9999 is the last",
            seconds(time),
        );
        self.0.set(time);
    }

    /// Seconds since 1970.
    pub(crate) fn unix(&self) -> i64 {
        seconds(self.now())
    }
}

fn seconds(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => since.as_secs() as i64,
        Err(before) => -(before.duration().as_secs() as i64),
    }
}

fn is_known(time: SystemTime) -> bool {
    time <= SystemTime::UNIX_EPOCH + LAST
}
