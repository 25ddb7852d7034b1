//! Mocks and other stand-ins for single services, as the unit tests of a plugin use them.
//!
//! What a mock says when it fails is in `failures.rs`; that a failure never takes other tests along, in `mock_verdicts.rs`.

#[path = "mocks/closures.rs"]
mod closures;
#[path = "mocks/deadline.rs"]
mod deadline;
#[path = "mocks/expectations.rs"]
mod expectations;
#[path = "mocks/layers.rs"]
mod layers;
#[path = "mocks/threads.rs"]
mod threads;
#[path = "mocks/values.rs"]
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The message with which `code` panics.
fn panic_of<T>(code: impl FnOnce() -> T) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(code)) else {
        panic!("did not panic");
    };
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast::<&str>().expect("panicked with a text")).to_owned(),
    }
}
