//! Exports: from the bytes of the host to a method of a trait, and back.
//!
//! The only place that knows how an error becomes an exit code.

use super::payload::{Incoming, Outgoing};
use crate::error::{Error, ErrorKind};
use crate::{log, sys};

/// The call did what it should.
const SUCCESS: i32 = 0;
/// The call failed; the text says why.
const FAILURE: i32 = -1;
/// The export might as well not exist. Means that only without a text: a text makes every code a failure.
const NOT_IMPLEMENTED: i32 = -2;

/// Runs an export: reads the input, calls `run`, writes the output or the error, gives the exit code.
pub fn export<I: Incoming, O: Outgoing<Value: Sized>>(
    run: impl FnOnce(I::Value) -> Result<O::Value, Error>,
) -> i32 {
    sys::report_panics();
    log::install();
    sys::begin_call();
    let input = I::decode(sys::input()).map_err(|error| Error::new(format!("input: {error}")));
    let output = input.and_then(run).and_then(|value| {
        O::encode(&value).map_err(|error| Error::new(format!("output: {error}")))
    });
    finish(output, O::NULLABLE.then_some(O::NULL))
}

/// What all exports have in common at their end. `absent` is what to answer for something that was not found.
fn finish(output: Result<Option<Vec<u8>>, Error>, absent: Option<&[u8]>) -> i32 {
    let error = match output {
        Ok(output) => {
            if let Some(bytes) = output {
                sys::output(&bytes);
            }
            return SUCCESS;
        }
        Err(error) => error,
    };
    match (error.kind(), absent) {
        (ErrorKind::NotImplemented, _) => NOT_IMPLEMENTED,
        (ErrorKind::NotFound, Some(absent)) => {
            sys::output(absent);
            SUCCESS
        }
        (ErrorKind::NotFound, None) | (ErrorKind::Failed, _) => {
            // The host takes an empty text for none.
            let text = if error.message.is_empty() {
                "failed without saying why"
            } else {
                &error.message
            };
            sys::fail(text);
            FAILURE
        }
    }
}

/// An export of a plugin: its name, and what runs when the host calls it. The `register` macros make them.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Export {
    run: fn() -> i32,
    #[cfg(not(target_family = "wasm"))]
    pub(crate) registered: crate::testing::Registered,
}

impl Export {
    /// The export `name` of the plugin `P`.
    #[must_use]
    pub const fn new<P: 'static>(name: &'static str, run: fn() -> i32) -> Self {
        #[cfg(target_family = "wasm")]
        let _ = name;
        Self {
            run,
            #[cfg(not(target_family = "wasm"))]
            registered: crate::testing::Registered::new::<P>(name),
        }
    }

    /// Runs it for the host that has called it.
    #[must_use]
    pub fn run(&self) -> i32 {
        (self.run)()
    }
}
