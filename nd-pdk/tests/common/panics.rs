//! What code panics with. Must not judge it.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The message with which `code` panics.
///
/// # Panics
/// It does not.
#[track_caller]
pub(crate) fn panic_of<T>(code: impl FnOnce() -> T) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(code)) else {
        panic!("did not panic");
    };
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast::<&str>().expect("panicked with a text")).to_owned(),
    }
}
