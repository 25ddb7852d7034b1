//! What keeps a panic of the host within the call of the plugin that it belongs to. Must not know what panicked.

use std::panic::{self, AssertUnwindSafe};

use anyhow::{Error, Result};

use super::PANICKED;

/// A panic is an error, in the words of the server's runtime. It must not leave a host function any other way: on its way out is code that is not Rust,
/// which would end the whole process.
///
/// # Errors
/// Those of `run`, and its panic.
pub(super) fn caught<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let finished = panic::catch_unwind(AssertUnwindSafe(run));
    finished.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref().copied());
        let text = text.unwrap_or("the host panicked");
        Err(Error::msg(format!("{text} {PANICKED}")))
    })
}
