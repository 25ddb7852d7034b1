//! What is wrong with a schedule, in the words of the server. Must not decide what is wrong.

use std::fmt;

use super::duration::DurationError;
use crate::quoted::quoted;

/// Why an expression is no schedule; its text is the one that the server gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleError {
    /// Nothing at all.
    Empty,
    /// A zone with no space after it, the whole expression: the server's parser panics, so the call of the plugin ends in a trap.
    ZoneAlone(String),
    /// No zone has this name.
    UnknownZone(String),
    /// No zone may have this name.
    InvalidZone(String),
    /// A word with `@` that is none of the known ones.
    UnknownDescriptor(String),
    /// `@every` without a duration.
    Interval {
        /// The expression, `@every` included.
        descriptor: String,
        /// What is wrong with the duration.
        source: DurationError,
    },
    /// Neither five nor six fields.
    FieldCount(Vec<String>),
    /// Something is wrong with one field.
    Field(FieldError),
}

/// Why a field is refused. Each `part` is what stands between two commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    /// Neither a number nor a name that belongs here.
    NotANumber(String),
    /// More than 64 bits hold.
    HugeNumber(String),
    /// Less than 0.
    Negative(i64),
    /// `1-2-3`.
    TooManyHyphens(String),
    /// `1/2/3`.
    TooManySlashes(String),
    /// `1~2~3`.
    TooManyTildes(String),
    /// A random range in a list or with a step.
    RandomCombined(String),
    /// Starts below what the field allows.
    BelowMinimum {
        /// The start.
        start: i64,
        /// The least that the field allows.
        minimum: i64,
        /// Where it stands.
        part: String,
    },
    /// Ends above what the field allows.
    AboveMaximum {
        /// The end.
        end: i64,
        /// The most that the field allows.
        maximum: i64,
        /// Where it stands.
        part: String,
    },
    /// Ends before it starts.
    Backwards {
        /// The start.
        start: i64,
        /// The end.
        end: i64,
        /// Where it stands.
        part: String,
    },
    /// A step of 0.
    ZeroStep(String),
}

impl ScheduleError {
    /// Whether the server does not answer with an error but ends the call of the plugin.
    #[must_use]
    pub fn is_trap(&self) -> bool {
        matches!(self, Self::ZoneAlone(_))
    }
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty spec string"),
            Self::ZoneAlone(expression) => write!(
                f,
                "no space after the time zone in {expression:?}: the server's parser panics, which ends the plugin's call"
            ),
            Self::UnknownZone(name) => {
                write!(f, "provided bad location {name}: unknown time zone {name}")
            }
            Self::InvalidZone(name) => {
                write!(
                    f,
                    "provided bad location {name}: time: invalid location name"
                )
            }
            Self::UnknownDescriptor(text) => write!(f, "unrecognized descriptor: {text}"),
            Self::Interval { descriptor, source } => {
                write!(f, "failed to parse duration {descriptor}: {source}")
            }
            Self::FieldCount(fields) => write!(
                f,
                "expected 5 to 6 fields, found {}: [{}]",
                fields.len(),
                fields.join(" ")
            ),
            Self::Field(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(text) => write!(
                f,
                "failed to parse int from {text}: strconv.Atoi: parsing {}: invalid syntax",
                quoted(text)
            ),
            Self::HugeNumber(text) => write!(
                f,
                "failed to parse int from {text}: strconv.Atoi: parsing {}: value out of range",
                quoted(text)
            ),
            Self::Negative(number) => write!(f, "negative number ({number}) not allowed: {number}"),
            Self::TooManyHyphens(part) => write!(f, "too many hyphens: {part}"),
            Self::TooManySlashes(part) => write!(f, "too many slashes: {part}"),
            Self::TooManyTildes(part) => write!(f, "too many tildes: {part}"),
            Self::RandomCombined(field) => {
                write!(
                    f,
                    "random range not allowed in a list or with a step: {field}"
                )
            }
            Self::BelowMinimum {
                start,
                minimum,
                part,
            } => write!(
                f,
                "beginning of range ({start}) below minimum ({minimum}): {part}"
            ),
            Self::AboveMaximum { end, maximum, part } => {
                write!(f, "end of range ({end}) above maximum ({maximum}): {part}")
            }
            Self::Backwards { start, end, part } => write!(
                f,
                "beginning of range ({start}) beyond end of range ({end}): {part}"
            ),
            Self::ZeroStep(part) => {
                write!(f, "step of range should be a positive number: {part}")
            }
        }
    }
}

impl std::error::Error for ScheduleError {}

impl std::error::Error for FieldError {}

impl From<FieldError> for ScheduleError {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}
