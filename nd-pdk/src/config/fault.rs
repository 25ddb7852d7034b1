//! What is wrong with a setting: where it is and the kinds of values. Must not hold a value, which may be a secret.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::Error;

/// A setting that does not fit, and why.
#[derive(Debug)]
pub(super) struct Fault {
    /// From the inside out: the setting itself is the last.
    path: Vec<Step>,
    problem: String,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Fault {
    fn new(problem: String) -> Self {
        Self {
            path: Vec::new(),
            problem,
        }
    }

    /// The fault lies in the setting, or the entry of an object, called `key`.
    pub(super) fn of_key(mut self, key: &str) -> Self {
        self.path.push(Step::Key(key.to_owned()));
        self
    }

    /// The fault lies in an element of a list.
    pub(super) fn of_element(mut self, index: usize) -> Self {
        self.path.push(Step::Index(index));
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.path.is_empty() {
            "the settings"
        } else {
            "the setting `"
        })?;
        for (depth, step) in self.path.iter().rev().enumerate() {
            match step {
                Step::Key(key) if depth == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        let end = if self.path.is_empty() { "" } else { "`" };
        write!(f, "{end}: {}", self.problem)
    }
}

impl std::error::Error for Fault {}

// The standard texts of all these but the last hold the value.
impl de::Error for Fault {
    fn custom<T: fmt::Display>(problem: T) -> Self {
        Self::new(problem.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {}", a(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = a(found).trim_start_matches("an ").trim_start_matches("a ");
        Self::new(format!("expected {expected}, found another {found}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        let expected = expected.join("`, `");
        Self::new(format!("expected one of `{expected}`, found another text"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("missing".to_owned()).of_key(field)
    }
}

/// What kind of value it is.
fn a(value: Unexpected<'_>) -> &'static str {
    match value {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Str("") => "an empty text",
        Unexpected::Char(_) | Unexpected::Str(_) => "a text",
        Unexpected::Bytes(_) => "bytes",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        Unexpected::NewtypeStruct
        | Unexpected::Enum
        | Unexpected::UnitVariant
        | Unexpected::NewtypeVariant
        | Unexpected::TupleVariant
        | Unexpected::StructVariant
        | Unexpected::Other(_) => "something else",
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::new(error.message)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::new(fault.to_string())
    }
}
