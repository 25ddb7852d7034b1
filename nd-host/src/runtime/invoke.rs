//! Running one export to its end. The only unsafe code of this crate; must not interpret what came out.
//!
//! It takes the runtime's C interface, because the safe one drops the exit code of a call that sets no error text,
//! and an exit code of -2 without a text is how a plugin says "not implemented".

use std::ffi::CStr;

use extism::{Plugin, sdk};

/// What an export left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    /// What the export returned; another non-zero value when it did not return.
    pub(crate) exit_code: i32,
    /// The error text it set, or why it did not return.
    pub(crate) error: Option<String>,
    pub(crate) output: Vec<u8>,
}

/// Calls an export.
pub(crate) fn run(instance: &mut Plugin, export: &CStr, input: &[u8]) -> Finished {
    Finished {
        exit_code: call(instance, export, input),
        error: error(instance),
        output: output(instance),
    }
}

#[expect(unsafe_code, reason = "the C interface takes pointers")]
fn call(instance: &mut Plugin, export: &CStr, input: &[u8]) -> i32 {
    let length = input.len() as u64;
    // SAFETY: all pointers come from references that outlive the call, and the length is that of the input.
    unsafe { sdk::extism_plugin_call(instance, export.as_ptr(), input.as_ptr(), length) }
}

#[expect(unsafe_code, reason = "the C interface returns a pointer")]
fn error(instance: &mut Plugin) -> Option<String> {
    // SAFETY: the instance is borrowed exclusively.
    let text = unsafe { sdk::extism_plugin_error(instance) };
    if text.is_null() {
        return None;
    }
    // SAFETY: the runtime ends the text with NUL and keeps it until the instance is used again; it is copied before.
    let text = unsafe { CStr::from_ptr(text) }
        .to_string_lossy()
        .into_owned();
    // An empty text means that none is set.
    Some(text).filter(|text| !text.is_empty())
}

#[expect(unsafe_code, reason = "the C interface returns a pointer")]
fn output(instance: &mut Plugin) -> Vec<u8> {
    // SAFETY: the instance is borrowed exclusively.
    let length = unsafe { sdk::extism_plugin_output_length(instance) };
    let Some(length) = usize::try_from(length).ok().filter(|length| *length > 0) else {
        // Without output there may not even be a memory to point into.
        return Vec::new();
    };
    // SAFETY: the export set this output in the instance's memory, which stays as it is until the instance is used again.
    unsafe { std::slice::from_raw_parts(sdk::extism_plugin_output_data(instance), length) }.to_vec()
}
