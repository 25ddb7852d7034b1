//! The clock of a test: stands still until the test moves it.
//!
//! Must not run what falls due meanwhile; that is the business of whoever moves it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

/// 2026-01-01 00:00:00 UTC: the same start for every test, so that times in expectations can be written down.
pub(crate) const START: Duration = Duration::from_secs(1_767_225_600);

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

    pub(crate) fn advance(&self, by: Duration) {
        self.0.set(self.now() + by);
    }

    pub(crate) fn set(&self, time: SystemTime) {
        self.0.set(time);
    }

    /// Seconds since 1970.
    pub(crate) fn unix(&self) -> i64 {
        match self.now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => since.as_secs() as i64,
            Err(before) => -(before.duration().as_secs() as i64),
        }
    }
}
