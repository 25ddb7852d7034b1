//! When something that is looked through again and again was looked through last. Must not do the looking, nor read the clock.

use std::time::{Duration, SystemTime};

/// Something that the server does at fixed intervals from when the plugin is loaded.
///
/// Nobody has to do it at its time: it is enough to make up for it before somebody could tell the difference.
///
/// ```
/// use nd_rules::sweep::Sweep;
/// use std::time::{Duration, SystemTime};
///
/// let start = SystemTime::UNIX_EPOCH;
/// let mut sweep = Sweep::new(Duration::from_secs(60), start);
/// assert_eq!(sweep.last(start + Duration::from_secs(59)), None);
/// assert_eq!(sweep.last(start + Duration::from_secs(150)), Some(start + Duration::from_secs(120)));
/// assert_eq!(sweep.last(start + Duration::from_secs(150)), None);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sweep {
    interval: Duration,
    /// When it was done last, or counting began.
    swept: SystemTime,
}

impl Sweep {
    /// Intervals are counted from here. The interval must not be zero.
    #[must_use]
    pub fn new(interval: Duration, now: SystemTime) -> Self {
        let swept = now;
        Self { interval, swept }
    }

    /// When the server did it last, if that has not been made up for: by now it is.
    pub fn last(&mut self, now: SystemTime) -> Option<SystemTime> {
        let passed = now.duration_since(self.swept).unwrap_or_default();
        let count = passed.as_nanos() / self.interval.as_nanos();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if count == 0 {
            return None;
        }
        self.swept += self.interval.saturating_mul(count);
        Some(self.swept)
    }
}
