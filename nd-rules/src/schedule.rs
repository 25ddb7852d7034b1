//! When a schedule is due: the expressions that the server takes. Must not read the clock.
//!
//! The server reads them with robfig/cron v3, whose texts and peculiarities are kept: no `L`, `W`, `#` or years, Sunday is 0 and never 7, and an
//! hour that the clock skips in spring is skipped, one that it repeats in autumn counts twice. No general cron library does exactly that.
//! One thing is not kept: in zones that change their clocks at midnight or by half an hour the server now and then loses a run.

mod calendar;
pub mod duration;
mod error;
mod field;

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use calendar::Calendar;
pub use error::{FieldError, ScheduleError};

const NANOSECONDS_PER_SECOND: i64 = 1_000_000_000;
const EVERY: &str = "@every ";

/// Picks a number of a range; for a number outside of it the nearest bound is taken.
pub type Choose<'a> = dyn FnMut(RangeInclusive<u32>) -> u32 + 'a;

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated Universal Time.
    #[must_use]
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone of this machine; UTC where that is not known.
    #[must_use]
    pub fn system() -> Self {
        Self(TimeZone::system())
    }

    /// The zone of that name in the IANA database, such as `Europe/Berlin`, written exactly like there.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok()?;
        (zone.iana_name() == Some(name)).then_some(Self(zone))
    }
}

/// When something is due, again and again.
///
/// ```
/// use nd_rules::schedule::{Schedule, Zone};
/// use std::time::{Duration, SystemTime};
///
/// let nightly = Schedule::parse("30 3 * * *", &Zone::utc(), &mut |range| *range.start())?;
/// let next = SystemTime::UNIX_EPOCH + Duration::from_secs(3 * 3600 + 30 * 60);
/// assert_eq!(nightly.next(SystemTime::UNIX_EPOCH), Some(next));
/// # Ok::<(), nd_rules::schedule::ScheduleError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule(Recurrence);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Recurrence {
    /// Whole seconds, at least one.
    Interval(i64),
    Calendar(Calendar),
}

impl Schedule {
    /// Reads an expression.
    ///
    /// - `zone`: counts for an expression that names none.
    /// - `choose`: picks the number for each random range such as `0~30`.
    ///
    /// # Errors
    ///
    /// What the server refuses, with its text. Check [`ScheduleError::is_trap`]: one mistake ends the whole call of the plugin there.
    pub fn parse(
        expression: &str,
        zone: &Zone,
        choose: &mut Choose<'_>,
    ) -> Result<Self, ScheduleError> {
        if expression.is_empty() {
            return Err(ScheduleError::Empty);
        }
        if let Ok(nanoseconds) = duration::parse(expression) {
            return Ok(Self::every(nanoseconds));
        }
        let (zone, rest) = split_zone(expression, zone)?;
        if rest.starts_with('@') {
            return Self::descriptor(rest, zone);
        }
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let calendar = Calendar::parse(&fields, zone.0, choose)?;
        Ok(Self(Recurrence::Calendar(calendar)))
    }

    /// The first time strictly after `after`; `None` if there is none until the end of the fifth year from then.
    #[must_use]
    pub fn next(&self, after: SystemTime) -> Option<SystemTime> {
        let second = whole_second(after)?;
        let next = match &self.0 {
            Recurrence::Interval(seconds) => second.checked_add(*seconds)?,
            Recurrence::Calendar(calendar) => calendar.next(second)?,
        };
        Timestamp::from_second(next).ok().map(SystemTime::from)
    }

    fn every(nanoseconds: i64) -> Self {
        Self(Recurrence::Interval(
            (nanoseconds / NANOSECONDS_PER_SECOND).max(1),
        ))
    }

    fn descriptor(text: &str, zone: Zone) -> Result<Self, ScheduleError> {
        let fields = match text {
            "@yearly" | "@annually" => ["0", "0", "1", "1", "*"],
            "@monthly" => ["0", "0", "1", "*", "*"],
            "@weekly" => ["0", "0", "*", "*", "0"],
            "@daily" | "@midnight" => ["0", "0", "*", "*", "*"],
            "@hourly" => ["0", "*", "*", "*", "*"],
            other => return Self::interval(other),
        };
        let calendar = Calendar::parse(&fields, zone.0, &mut |range| *range.start())?;
        Ok(Self(Recurrence::Calendar(calendar)))
    }

    fn interval(text: &str) -> Result<Self, ScheduleError> {
        let Some(length) = text.strip_prefix(EVERY) else {
            return Err(ScheduleError::UnknownDescriptor(text.to_owned()));
        };
        duration::parse(length)
            .map(Self::every)
            .map_err(|source| ScheduleError::Interval {
                descriptor: text.to_owned(),
                source,
            })
    }
}

/// Takes `TZ=Area/City ` or `CRON_TZ=Area/City ` off the front.
fn split_zone<'a>(expression: &'a str, default: &Zone) -> Result<(Zone, &'a str), ScheduleError> {
    let prefixed = expression
        .strip_prefix("TZ=")
        .or_else(|| expression.strip_prefix("CRON_TZ="));
    let Some(prefixed) = prefixed else {
        return Ok((default.clone(), expression));
    };
    let (name, rest) = prefixed
        .split_once(' ')
        .ok_or_else(|| ScheduleError::ZoneAlone(expression.to_owned()))?;
    let zone = match name {
        "" => Zone::utc(),
        "Local" => default.clone(),
        name if name.contains("..") || name.starts_with(['/', '\\']) => {
            return Err(ScheduleError::InvalidZone(name.to_owned()));
        }
        name => Zone::named(name).ok_or_else(|| ScheduleError::UnknownZone(name.to_owned()))?,
    };
    Ok((zone, rest.trim()))
}

/// Seconds since 1970 without the fraction, also before 1970 rounded towards the past.
fn whole_second(time: SystemTime) -> Option<i64> {
    let time = Timestamp::try_from(time).ok()?;
    i64::try_from(
        time.as_nanosecond()
            .div_euclid(i128::from(NANOSECONDS_PER_SECOND)),
    )
    .ok()
}
