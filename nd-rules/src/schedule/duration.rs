//! Durations as the server writes and reads them: `1h30m`, `1.5s`, `-100ms`. Must not know what a duration is for.

use std::fmt;

use crate::quoted::bytewise;

/// Units with their length in nanoseconds. `µ` has two code points, and both are in use.
const UNITS: [(&str, i128); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// More digits of a fraction cannot change a whole number of nanoseconds by one.
const FRACTION_DIGITS: usize = 18;

/// Why a text is no duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DurationError {
    /// Something else than numbers with units, or longer than 292 years.
    Invalid(String),
    /// A number without a unit; only a plain `0` needs none.
    MissingUnit(String),
    /// A number with a unit that is none.
    UnknownUnit {
        /// What stands in the place of the unit.
        unit: String,
        /// The whole text.
        text: String,
    },
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(text) => write!(f, "time: invalid duration {}", bytewise(text)),
            Self::MissingUnit(text) => {
                write!(f, "time: missing unit in duration {}", bytewise(text))
            }
            Self::UnknownUnit { unit, text } => {
                let (unit, text) = (bytewise(unit), bytewise(text));
                write!(f, "time: unknown unit {unit} in duration {text}")
            }
        }
    }
}

impl std::error::Error for DurationError {}

/// The length in nanoseconds of a duration such as `1h30m`, `1.5s`, `100ms`, `-2µs` or `0`.
///
/// ```
/// use nd_rules::schedule::duration;
///
/// assert_eq!(duration::parse("1m1.5s"), Ok(61_500_000_000));
/// assert_eq!(duration::parse("5").unwrap_err().to_string(), r#"time: missing unit in duration "5""#);
/// ```
///
/// # Errors
///
/// Says what is wrong with a text that is no duration.
pub fn parse(text: &str) -> Result<i64, DurationError> {
    let invalid = || DurationError::Invalid(text.to_owned());
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if unsigned == "0" {
        return Ok(0);
    }
    if unsigned.is_empty() {
        return Err(invalid());
    }
    let mut rest = unsigned;
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let (part, after) = part(rest, text)?;
        total = total.checked_add(part).ok_or_else(invalid)?;
        rest = after;
    }
    i64::try_from(sign * total).map_err(|_| invalid())
}

/// The first number with its unit, in nanoseconds, and what follows it.
fn part<'a>(rest: &'a str, text: &str) -> Result<(i128, &'a str), DurationError> {
    let invalid = || DurationError::Invalid(text.to_owned());
    let (whole, rest) = digits(rest);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), digits);
    if whole.is_empty() && fraction.is_empty() {
        return Err(invalid());
    }
    let end = rest
        .find(|c: char| c == '.' || c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(end);
    let nanoseconds = unit_length(unit, text)?;
    let whole = number(whole)
        .and_then(|whole| whole.checked_mul(nanoseconds))
        .ok_or_else(invalid)?;
    let fraction = &fraction[..fraction.len().min(FRACTION_DIGITS)];
    let fraction =
        number(fraction).ok_or_else(invalid)? * nanoseconds / 10_i128.pow(fraction.len() as u32);
    Ok((whole + fraction, rest))
}

fn unit_length(unit: &str, text: &str) -> Result<i128, DurationError> {
    if unit.is_empty() {
        return Err(DurationError::MissingUnit(text.to_owned()));
    }
    UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .map(|(_, length)| *length)
        .ok_or_else(|| DurationError::UnknownUnit {
            unit: unit.to_owned(),
            text: text.to_owned(),
        })
}

fn digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// The value of digits, 0 for none; `None` for more than 64 bits hold, so that multiplying with a unit cannot overflow afterwards.
fn number(digits: &str) -> Option<i128> {
    if digits.is_empty() {
        return Some(0);
    }
    digits.parse::<i64>().ok().map(i128::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_add_up() {
        for (text, nanoseconds) in [
            ("0", 0),
            ("+0", 0),
            ("5s", 5_000_000_000),
            ("+5s", 5_000_000_000),
            ("-5s", -5_000_000_000),
            ("1h30m", 5_400_000_000_000),
            ("30m1h", 5_400_000_000_000),
            ("1.5s", 1_500_000_000),
            (".5s", 500_000_000),
            ("1.s", 1_000_000_000),
            ("100ms", 100_000_000),
            ("7us", 7_000),
            ("7\u{b5}s", 7_000),
            ("7\u{3bc}s", 7_000),
            ("9ns", 9),
            ("0.3333333333333333333333h", 1_200_000_000_000 - 1),
            ("9223372036854775807ns", i64::MAX),
            ("-9223372036854775807ns", -i64::MAX),
        ] {
            assert_eq!(parse(text), Ok(nanoseconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused_with_the_servers_text() {
        for (text, error) in [
            ("", r#"time: invalid duration """#),
            ("-", r#"time: invalid duration "-""#),
            (".s", r#"time: invalid duration ".s""#),
            ("s", r#"time: invalid duration "s""#),
            (" 5s", r#"time: invalid duration " 5s""#),
            ("3", r#"time: missing unit in duration "3""#),
            ("1h5", r#"time: missing unit in duration "1h5""#),
            ("5d", r#"time: unknown unit "d" in duration "5d""#),
            ("5s ", r#"time: unknown unit "s " in duration "5s ""#),
            (
                "9223372036854775808ns",
                r#"time: invalid duration "9223372036854775808ns""#,
            ),
            ("2562048h", r#"time: invalid duration "2562048h""#),
            (
                "5\u{b5}\t",
                r#"time: unknown unit "\xc2\xb5\x09" in duration "5\xc2\xb5\x09""#,
            ),
            ("\"\\", r#"time: invalid duration "\"\\""#),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), error);
        }
    }
}
