//! The export `call_host`: runs one command, mostly a call of a host function. Must not know single functions.
//!
//! `{"function": "cache_getstring", "args": {"key": "k"}}` answers `{"ok": …}` or `{"err": "…"}`. With `repeat` the command runs that
//! often in the same call, and the last answer counts.

use nd_pdk::Error;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::host;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Command {
    pub(crate) function: String,
    #[serde(default)]
    pub(crate) args: Args,
    #[serde(default)]
    pub(crate) repeat: Option<u32>,
}

/// The arguments of a command, by the names of the parameters.
///
/// # Panics
/// Its methods do when an argument is missing or of another type: then the test is wrong, not the code under test.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Args(Map<String, Value>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Bytes {
    Listed(Vec<u8>),
    Repeated { byte: u8, times: usize },
}

impl Args {
    pub(crate) fn get<T: DeserializeOwned>(&self, name: &str) -> T {
        let value = self
            .0
            .get(name)
            .unwrap_or_else(|| panic!("argument `{name}` is missing"));
        T::deserialize(value).unwrap_or_else(|error| panic!("argument `{name}`: {error}"))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name)
    }

    /// Bytes, which commands write as a list of numbers, so that nobody has to decode base64 to read a test; many as
    /// `{"byte": 7, "times": 1000000}`.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        match self.get(name) {
            Bytes::Listed(bytes) => bytes,
            Bytes::Repeated { byte, times } => vec![byte; times],
        }
    }

    /// A number, also one that JSON has no word for: "NaN", "inf", "-inf".
    pub(crate) fn float(&self, name: &str) -> f64 {
        match self.get(name) {
            Value::String(word) => word.parse().expect("a float or its name"),
            number => f64::deserialize(number).expect("a float or its name"),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Ok(Value),
    Err(String),
}

impl Answer {
    pub(crate) fn of(result: Result<impl Serialize, Error>) -> Self {
        match result {
            Ok(value) => {
                Self::Ok(serde_json::to_value(value).expect("results can be said in JSON"))
            }
            Err(error) => Self::Err(error.to_string()),
        }
    }
}

pub(crate) trait Commands {
    fn call_host(&self, command: Command) -> Result<Answer, Error>;
}

impl Commands for crate::Full {
    fn call_host(&self, command: Command) -> Result<Answer, Error> {
        for _ in 1..command.repeat.unwrap_or(1) {
            host::call(&command);
        }
        Ok(host::call(&command))
    }
}

/// Written as `ndpgen` writes it for capabilities from a schema.
pub(crate) mod exports {
    use nd_pdk::wire::{self, Json};

    use super::{Answer, Command, Commands};

    pub(crate) fn call_host<P: Commands + Default>() -> i32 {
        wire::export::<Json<Command>, Json<Answer>>(|command| P::default().call_host(command))
    }
}
