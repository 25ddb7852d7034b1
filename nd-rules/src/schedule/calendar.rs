//! Five or six fields against the calendar of a time zone. Must not know how a field is written.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::Choose;
use super::error::ScheduleError;
use super::field::{self, Field};

/// A day such as 29 February on a Monday may be years away, and some days never come.
const YEARS_AHEAD: i16 = 5;
const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_HOUR: i64 = 3600;

/// The moments at which the clock of a zone shows what all fields allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Calendar {
    second: Field,
    minute: Field,
    hour: Field,
    day_of_month: Field,
    month: Field,
    day_of_week: Field,
    zone: TimeZone,
}

/// The largest part of a moment that a field does not allow.
enum Mismatch {
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

impl Calendar {
    /// Five fields, or six with seconds in front.
    pub(super) fn parse(
        fields: &[&str],
        zone: TimeZone,
        choose: &mut Choose<'_>,
    ) -> Result<Self, ScheduleError> {
        let (second, [minute, hour, day_of_month, month, day_of_week]) = match fields {
            [second, a, b, c, d, e] => (Some(second), [a, b, c, d, e]),
            [a, b, c, d, e] => (None, [a, b, c, d, e]),
            other => {
                let fields = other.iter().map(|&field| field.to_owned()).collect();
                return Err(ScheduleError::FieldCount(fields));
            }
        };
        let mut parse = |text: &str, bounds| Field::parse(text, bounds, choose);
        Ok(Self {
            second: second.map_or(Ok(Field::ZERO), |text| parse(text, &field::SECOND))?,
            minute: parse(minute, &field::MINUTE)?,
            hour: parse(hour, &field::HOUR)?,
            day_of_month: parse(day_of_month, &field::DAY_OF_MONTH)?,
            month: parse(month, &field::MONTH)?,
            day_of_week: parse(day_of_week, &field::DAY_OF_WEEK)?,
            zone,
        })
    }

    /// The first second after this one, in seconds since 1970.
    pub(super) fn next(&self, second: i64) -> Option<i64> {
        let never = [self.second, self.minute, self.hour, self.month];
        if never.into_iter().any(Field::is_empty) {
            return None;
        }
        let mut at = second + 1;
        let last_year = self.local(at)?.year() + YEARS_AHEAD;
        loop {
            let local = self.local(at)?;
            if local.year() > last_year {
                return None;
            }
            at = match self.mismatch(local) {
                None => return Some(at),
                Some(Mismatch::Month) => self.start_of(next_month(local.date())?, at)?,
                Some(Mismatch::Day) => self.start_of(local.date().tomorrow().ok()?, at)?,
                // Not to a reading of the clock but by passing time: an hour may be there twice, or not at all.
                Some(Mismatch::Hour) => at + SECONDS_PER_HOUR - into_hour(local),
                Some(Mismatch::Minute) => at + SECONDS_PER_MINUTE - i64::from(local.second()),
                Some(Mismatch::Second) => at + 1,
            };
        }
    }

    fn mismatch(&self, local: DateTime) -> Option<Mismatch> {
        if !self.month.allows(local.month()) {
            Some(Mismatch::Month)
        } else if !self.allows_day(local) {
            Some(Mismatch::Day)
        } else if !self.hour.allows(local.hour()) {
            Some(Mismatch::Hour)
        } else if !self.minute.allows(local.minute()) {
            Some(Mismatch::Minute)
        } else if !self.second.allows(local.second()) {
            Some(Mismatch::Second)
        } else {
            None
        }
    }

    /// One of the two is enough if both say something.
    fn allows_day(&self, local: DateTime) -> bool {
        let of_month = self.day_of_month.allows(local.day());
        let of_week = self
            .day_of_week
            .allows(local.weekday().to_sunday_zero_offset());
        if self.day_of_month.is_any() || self.day_of_week.is_any() {
            of_month && of_week
        } else {
            of_month || of_week
        }
    }

    fn local(&self, second: i64) -> Option<DateTime> {
        let at = Timestamp::from_second(second).ok()?;
        Some(self.zone.to_datetime(at))
    }

    /// When a later day starts. A clock that is set back over midnight starts it twice, so the first start may be over; then only a second passes.
    fn start_of(&self, day: Date, at: i64) -> Option<i64> {
        let midnight = self.zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0));
        let start = midnight.compatible().ok()?.as_second();
        Some(start.max(at + 1))
    }
}

fn next_month(day: Date) -> Option<Date> {
    day.last_of_month().tomorrow().ok()
}

fn into_hour(local: DateTime) -> i64 {
    i64::from(local.minute()) * SECONDS_PER_MINUTE + i64::from(local.second())
}
