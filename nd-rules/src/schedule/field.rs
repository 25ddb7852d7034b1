//! One field of an expression: which numbers it allows. Must not know how the fields work together.

use std::num::IntErrorKind;

use super::Choose;
use super::error::FieldError;

/// What numbers and names a field may hold.
pub(super) struct Bounds {
    minimum: i64,
    maximum: i64,
    /// The name of the minimum and those that follow.
    names: &'static [&'static str],
}

const fn plain(minimum: i64, maximum: i64) -> Bounds {
    Bounds {
        minimum,
        maximum,
        names: &[],
    }
}

pub(super) const SECOND: Bounds = plain(0, 59);
pub(super) const MINUTE: Bounds = plain(0, 59);
pub(super) const HOUR: Bounds = plain(0, 23);
pub(super) const DAY_OF_MONTH: Bounds = plain(1, 31);
pub(super) const MONTH: Bounds = Bounds {
    minimum: 1,
    maximum: 12,
    names: &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ],
};
pub(super) const DAY_OF_WEEK: Bounds = Bounds {
    minimum: 0,
    maximum: 6,
    names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

/// The numbers that a field allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    /// Bit n stands for the number n. None is set if the field holds nothing but commas.
    bits: u64,
    /// Whether a `*` or `?` stands for all numbers.
    any: bool,
}

impl Field {
    /// Seconds where an expression has none.
    pub(super) const ZERO: Self = Self {
        bits: 1,
        any: false,
    };

    pub(super) fn parse(
        text: &str,
        bounds: &Bounds,
        choose: &mut Choose<'_>,
    ) -> Result<Self, FieldError> {
        if text.contains('~') {
            return random(text, bounds, choose);
        }
        let mut field = Self {
            bits: 0,
            any: false,
        };
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let one = range(part, bounds)?;
            field.bits |= one.bits;
            field.any |= one.any;
        }
        Ok(field)
    }

    pub(super) fn allows(self, number: i8) -> bool {
        self.bits & (1 << number) != 0
    }

    pub(super) fn is_any(self) -> bool {
        self.any
    }

    pub(super) fn is_empty(self) -> bool {
        self.bits == 0
    }
}

/// `*`, `5`, `1-5`, each also with a step. `5/2` means from 5 on.
fn range(part: &str, bounds: &Bounds) -> Result<Field, FieldError> {
    let mut around_slash = part.split('/');
    let mut ends = around_slash.next().unwrap_or_default().split('-');
    let step = around_slash.next();
    let first = ends.next().unwrap_or_default();
    let any = matches!(first, "*" | "?");
    let (start, end) = if any {
        (bounds.minimum, bounds.maximum)
    } else {
        let start = number_or_name(first, bounds)?;
        match (ends.next(), ends.next()) {
            (None, _) => (start, step.map_or(start, |_| bounds.maximum)),
            (Some(end), None) => (start, number_or_name(end, bounds)?),
            (Some(_), Some(_)) => return Err(FieldError::TooManyHyphens(part.to_owned())),
        }
    };
    if around_slash.next().is_some() {
        return Err(FieldError::TooManySlashes(part.to_owned()));
    }
    let step = step.map_or(Ok(1), number)?;
    check(start, end, part, bounds)?;
    if step == 0 {
        return Err(FieldError::ZeroStep(part.to_owned()));
    }
    Ok(Field {
        bits: bits(start, end, step),
        // With a step it no longer stands for all, which decides whether the two day fields must both match.
        any: any && step == 1,
    })
}

/// `0~30`, `~30`, `0~` or `~`: one number of the range, picked now.
fn random(text: &str, bounds: &Bounds, choose: &mut Choose<'_>) -> Result<Field, FieldError> {
    if text.contains([',', '/']) {
        return Err(FieldError::RandomCombined(text.to_owned()));
    }
    let (start, end) = text.split_once('~').unwrap_or((text, ""));
    if end.contains('~') {
        return Err(FieldError::TooManyTildes(text.to_owned()));
    }
    let start = if start.is_empty() {
        bounds.minimum
    } else {
        number_or_name(start, bounds)?
    };
    let end = if end.is_empty() {
        bounds.maximum
    } else {
        number_or_name(end, bounds)?
    };
    check(start, end, text, bounds)?;
    // Both are within the bounds now, so they fit.
    let chosen = i64::from(choose(start as u32..=end as u32)).clamp(start, end);
    Ok(Field {
        bits: bits(chosen, chosen, 1),
        any: false,
    })
}

fn check(start: i64, end: i64, part: &str, bounds: &Bounds) -> Result<(), FieldError> {
    let part = || part.to_owned();
    if start < bounds.minimum {
        return Err(FieldError::BelowMinimum {
            start,
            minimum: bounds.minimum,
            part: part(),
        });
    }
    if end > bounds.maximum {
        return Err(FieldError::AboveMaximum {
            end,
            maximum: bounds.maximum,
            part: part(),
        });
    }
    if start > end {
        return Err(FieldError::Backwards {
            start,
            end,
            part: part(),
        });
    }
    Ok(())
}

fn bits(start: i64, end: i64, step: i64) -> u64 {
    (start..=end)
        .filter(|number| (number - start) % step == 0)
        .fold(0, |bits, number| bits | 1 << number)
}

fn number_or_name(text: &str, bounds: &Bounds) -> Result<i64, FieldError> {
    let named = (bounds.minimum..)
        .zip(bounds.names)
        .find(|(_, name)| name.eq_ignore_ascii_case(text));
    match named {
        Some((number, _)) => Ok(number),
        None => number(text),
    }
}

fn number(text: &str) -> Result<i64, FieldError> {
    let number: i64 = text.parse().map_err(|error: std::num::ParseIntError| {
        match error.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => {
                FieldError::HugeNumber(text.to_owned())
            }
            // Foreign and open for more kinds; all others are about what the text consists of.
            _ => FieldError::NotANumber(text.to_owned()),
        }
    })?;
    if number < 0 {
        return Err(FieldError::Negative(number));
    }
    Ok(number)
}
