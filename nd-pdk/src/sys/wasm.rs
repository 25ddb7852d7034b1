//! The Extism kernel, which owns the memory that host and plugin exchange blocks in.
//!
//! Every function of the kernel is one call across the boundary, so bytes move eight at a time and once. Blocks are freed as soon as they
//! are read: the kernel walks its list of blocks to find one, so blocks left behind cost time as well as space.
#![allow(unsafe_code, reason = "the kernel's functions are foreign functions")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use extism_pdk::extism;

use crate::log::Level;
use crate::wire::Import;

/// What the host passed to the export that runs.
pub(crate) fn input() -> Vec<u8> {
    // SAFETY: no arguments; the offsets asked for are inside the length the kernel gave.
    unsafe {
        let length = extism::input_length();
        copy_out(
            length,
            |at| extism::input_load_u64(at),
            |at| extism::input_load_u8(at),
        )
    }
}

/// Sets the answer of the export that runs.
pub(crate) fn output(bytes: &[u8]) {
    let block = store(bytes);
    // SAFETY: the block was allocated with this length; from here on it is the host's.
    unsafe { extism::output_set(block, bytes.len() as u64) }
}

/// Sets the error text of the export that runs. An empty text would clear it.
pub(crate) fn fail(message: &str) {
    let block = store(message.as_bytes());
    // SAFETY: the block is live and from here on the host's.
    unsafe { extism::error_set(block) }
}

/// Calls a host function. Nothing is sent without a request; the answer is empty when the host gave none.
pub(crate) fn call(import: &Import, request: Option<&[u8]>) -> Vec<u8> {
    let request = request.map_or(0, store);
    let reply = (import.function)(request);
    take_reply(request, reply)
}

/// A value of the plugin's configuration, `None` if it is missing or empty.
pub(crate) fn config(key: &str) -> Option<Vec<u8>> {
    let key = store(key.as_bytes());
    // SAFETY: the block is live.
    let value = unsafe { extism::config_get(key) };
    // Some hosts free the key, some leave it to us; it is gone either way after this.
    let bytes = take_reply(key, value);
    (value != 0).then_some(bytes)
}

/// A variable, `None` if it is not set.
pub(crate) fn var(key: &str) -> Option<Vec<u8>> {
    let key = store(key.as_bytes());
    // SAFETY: the block is live; the host frees it.
    let value = unsafe { extism::var_get(key) };
    (value != 0).then(|| take(value))
}

/// Sets a variable, or removes it. An empty value removes it too, as an empty block does not exist.
pub(crate) fn set_var(key: &str, value: Option<&[u8]>) {
    let key = store(key.as_bytes());
    let value = value.map_or(0, store);
    // SAFETY: both blocks are live; the host frees them.
    unsafe { extism::var_set(key, value) }
}

/// Whether the host keeps messages of this level.
pub(crate) fn log_enabled(level: Level) -> bool {
    // SAFETY: without arguments there is nothing to get wrong.
    let least = unsafe { extism::get_log_level() };
    // "Off" is the largest integer, which no level reaches.
    level as i32 >= least
}

/// Hands a message to the host's log.
pub(crate) fn log(level: Level, message: &str) {
    let block = store(message.as_bytes());
    // SAFETY: the block is live; the host frees it.
    unsafe {
        match level {
            Level::Trace => extism::log_trace(block),
            Level::Debug => extism::log_debug(block),
            Level::Info => extism::log_info(block),
            Level::Warn => extism::log_warn(block),
            Level::Error => extism::log_error(block),
        }
    }
}

/// Makes a panic reach the host's log before it traps: standard error goes nowhere in a plugin.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|info| log(Level::Error, &info.to_string())));
}

/// Reads and frees the block that answers a call, and frees the block that asked.
fn take_reply(request: u64, reply: u64) -> Vec<u8> {
    let bytes = take(reply);
    // A host that freed the request itself may have answered in the same place.
    if request != reply {
        free(request);
    }
    bytes
}

/// Reads a block and frees it. No block reads as no bytes.
fn take(block: u64) -> Vec<u8> {
    if block == 0 {
        return Vec::new();
    }
    // SAFETY: the kernel gives length 0 to what is no block of its own; the offsets asked for are inside that length.
    let bytes = unsafe {
        let length = extism::length(block);
        copy_out(
            length,
            |at| extism::load_u64(block + at),
            |at| extism::load_u8(block + at),
        )
    };
    free(block);
    bytes
}

/// Frees a block; a block that is free already is left alone by the kernel.
fn free(block: u64) {
    if block != 0 {
        // SAFETY: nothing on our side refers to the block any more.
        unsafe { extism::free(block) }
    }
}

/// Copies bytes into a new block. No bytes need no block.
fn store(bytes: &[u8]) -> u64 {
    if bytes.is_empty() {
        return 0;
    }
    // SAFETY: every offset written is below the length allocated.
    unsafe {
        let block = extism::alloc(bytes.len() as u64);
        assert!(
            block != 0,
            "the host has no memory left for {} bytes",
            bytes.len()
        );
        let mut at = block;
        let words = bytes.chunks_exact(8);
        let tail = words.remainder();
        for word in words {
            let mut buffer = [0; 8];
            buffer.copy_from_slice(word);
            extism::store_u64(at, u64::from_le_bytes(buffer));
            at += 8;
        }
        for &byte in tail {
            extism::store_u8(at, byte);
            at += 1;
        }
        block
    }
}

/// Collects `length` bytes: `word` is asked for the eight at an offset as long as there are eight, then `byte` for the rest.
fn copy_out(length: u64, word: impl Fn(u64) -> u64, byte: impl Fn(u64) -> u8) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length as usize);
    let words_end = length & !7;
    for at in (0..words_end).step_by(8) {
        bytes.extend_from_slice(&word(at).to_le_bytes());
    }
    for at in words_end..length {
        bytes.push(byte(at));
    }
    bytes
}

/// The wall clock, the only real one: nanoseconds since 1970.
///
/// The standard library's clock does the same, with 4 kB of code for errors that this one does not have.
#[cfg(all(target_os = "wasi", target_env = "p1"))]
fn nanoseconds() -> u64 {
    #[link(wasm_import_module = "wasi_snapshot_preview1")]
    unsafe extern "C" {
        /// Stores the time of a clock in nanoseconds.
        fn clock_time_get(clock: u32, precision: u64, time: *mut u64) -> u32;
    }
    const WALL_CLOCK: u32 = 0;
    let mut time = 0;
    // SAFETY: `time` is there for the duration of the call; one that fails leaves it at 1970.
    unsafe { clock_time_get(WALL_CLOCK, 1, &raw mut time) };
    time
}

/// Other targets have no clock that a plugin could count on, and an import that the host lacks would keep the plugin from being loaded.
#[cfg(not(all(target_os = "wasi", target_env = "p1")))]
fn nanoseconds() -> u64 {
    0
}

fn at(nanoseconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_nanos(nanoseconds)
}

/// The time of day.
pub(crate) fn now() -> SystemTime {
    at(nanoseconds())
}

/// When the export was called: the only call that this instance has.
static BEGAN: AtomicU64 = AtomicU64::new(0);

/// Notes the time at which a call begins.
pub(crate) fn begin_call() {
    BEGAN.store(nanoseconds(), Ordering::Relaxed);
}

/// When the running call began.
pub(crate) fn call_began() -> SystemTime {
    at(BEGAN.load(Ordering::Relaxed))
}
