//! The times that HTTP headers hold. Reads the one form that is still sent.

use std::time::{Duration, SystemTime};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`; RFC 9110 has senders write nothing else. `None` for any other text, and for times before 1970.
pub(super) fn parse(text: &str) -> Option<SystemTime> {
    let mut parts = text.split_once(", ")?.1.split(' ');
    let mut next = || parts.next();
    let [day, month, year, time, zone] = [next()?, next()?, next()?, next()?, next()?];
    if zone != "GMT" || next().is_some() {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)?;
    let days = days_since_1970(number(year, 9999)?, month, number(day, 31)?)?;

    let mut clock = time.split(':');
    let mut unit = |most| number(clock.next()?, most);
    // A minute may have a leap second.
    let [hours, minutes, seconds] = [unit(23)?, unit(59)?, unit(60)?];
    if clock.next().is_some() {
        return None;
    }
    let seconds = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn number(text: &str, most: u64) -> Option<u64> {
    text.parse().ok().filter(|number| *number <= most)
}

/// Days from the beginning of 1970 to a day of a month; January is 0.
fn days_since_1970(year: u64, month: usize, day: u64) -> Option<u64> {
    const BEFORE_MONTH: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    // Leap days since the year 0 that come before the month; a year's own comes after February.
    let ended = if month < 2 {
        year.checked_sub(1)?
    } else {
        year
    };
    let leap_days = ended / 4 - ended / 100 + ended / 400;
    let days = year * 365 + leap_days + BEFORE_MONTH[month] + day.checked_sub(1)?;
    days.checked_sub(1970 * 365 + 1969 / 4 - 1969 / 100 + 1969 / 400)
}
