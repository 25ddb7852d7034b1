//! Times in a file of music. Must not know what happens at them.

use std::fmt;

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// A time in Unix seconds, written so or like `2026-01-05T20:15:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time(pub(super) i64);

struct ReadTime;

impl Visitor<'_> for ReadTime {
    type Value = Time;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time like 2026-01-05T20:15:00Z, or Unix seconds")
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Time, E> {
        Ok(Time(seconds))
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<Time, E> {
        let error = |_| E::invalid_value(Unexpected::Unsigned(seconds), &self);
        i64::try_from(seconds).map(Time).map_err(error)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Time, E> {
        let error = |_| E::invalid_value(Unexpected::Str(text), &self);
        let time: Timestamp = text.parse().map_err(error)?;
        Ok(Time(time.as_second()))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReadTime)
    }
}
