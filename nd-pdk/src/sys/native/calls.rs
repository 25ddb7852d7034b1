//! Calls of exports: what goes in, what comes out, and when they end.
//!
//! Must not know what an export does.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::SystemTime;

use super::surroundings;
use crate::clock::CALL_LIMIT;
use crate::testing::Clock;

/// One call of an export: what went in and what came out.
#[derive(Default)]
pub(crate) struct Call {
    pub(crate) input: Vec<u8>,
    pub(crate) output: Option<Vec<u8>>,
    pub(crate) error: Option<String>,
    /// Every call has an instance of its own, and so variables of its own.
    vars: HashMap<String, Vec<u8>>,
    began: Option<SystemTime>,
    /// By the clock of the host, if it has one: real time ends no call.
    ends: Option<SystemTime>,
    /// Whether it waits for the answer of a host function.
    waiting: bool,
}

/// How a call ended.
pub(crate) enum Ending {
    /// The export returned this code.
    Returned(i32),
    /// The host ended it: its time was up.
    TimedOut,
}

/// What unwinds a call whose time is up.
struct TimeUp;

thread_local! {
    /// Calls inside calls, the innermost last.
    static CALLS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

/// Runs `export` as a call with this input. A panic of the export is the caller's.
pub(crate) fn run(export: impl FnOnce() -> i32, input: &[u8]) -> (Ending, Call) {
    let now = surroundings().clock.as_ref().map(Clock::now);
    let call = Call {
        input: input.to_vec(),
        began: Some(super::now()),
        ends: now.map(|now| now + CALL_LIMIT),
        ..Call::default()
    };
    CALLS.with_borrow_mut(|calls| calls.push(call));
    let ending = catch_unwind(AssertUnwindSafe(export));
    let call = CALLS.with_borrow_mut(Vec::pop).unwrap_or_default();
    match ending {
        Ok(code) => (Ending::Returned(code), call),
        Err(panic) => (timed_out(panic), call),
    }
}

/// Any other panic goes on.
fn timed_out(panic: Box<dyn Any + Send>) -> Ending {
    match panic.downcast::<TimeUp>() {
        Ok(_) => Ending::TimedOut,
        Err(panic) => resume_unwind(panic),
    }
}

/// Answers a host function that the running call called. Then its time may be up: the plugin does not see the reply that took too long.
pub(super) fn wait_for<T>(answer: impl FnOnce() -> T) -> T {
    let waiting = Waiting::begin();
    let reply = answer();
    // What answers may call host functions itself. That is not the plugin, and unwinding would break a mock.
    let by_plugin = !waiting.already;
    drop(waiting);
    if by_plugin {
        check_deadline();
    }
    reply
}

/// Marks the running call as waiting.
struct Waiting {
    already: bool,
}

impl Waiting {
    fn begin() -> Self {
        let already = CALLS.with_borrow_mut(|calls| {
            let call = calls.last_mut();
            call.is_some_and(|call| std::mem::replace(&mut call.waiting, true))
        });
        Self { already }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        CALLS.with_borrow_mut(|calls| {
            if let Some(call) = calls.last_mut() {
                call.waiting = self.already;
            }
        });
    }
}

/// Ends the running call if its time is up.
fn check_deadline() {
    let Some(clock) = surroundings().clock.clone() else {
        return;
    };
    if ends().is_some_and(|ends| clock.now() >= ends) {
        // Without the message of a panic: it is none.
        resume_unwind(Box::new(TimeUp));
    }
}

/// When the time of the running call is up; `None` if no export runs, or by no clock but the real one.
pub(crate) fn ends() -> Option<SystemTime> {
    CALLS.with_borrow(|calls| calls.last().and_then(|call| call.ends))
}

/// When the running call began; now if no export runs.
pub(crate) fn call_began() -> SystemTime {
    let began = CALLS.with_borrow(|calls| calls.last().and_then(|call| call.began));
    began.unwrap_or_else(super::now)
}

/// A call begins where the host makes it.
pub(crate) fn begin_call() {}

/// Whether an export runs.
pub(crate) fn running() -> bool {
    CALLS.with_borrow(|calls| !calls.is_empty())
}

fn with_call<T>(use_call: impl FnOnce(&mut Call) -> T) -> T {
    CALLS.with_borrow_mut(|calls| match calls.last_mut() {
        Some(call) => use_call(call),
        None => panic!("natively an export runs inside `nd_pdk::testing::call_export` only"),
    })
}

/// The variables of the running call; outside of calls those of the surroundings.
pub(super) fn with_vars<T>(use_vars: impl FnOnce(&mut HashMap<String, Vec<u8>>) -> T) -> T {
    CALLS.with_borrow_mut(|calls| match calls.last_mut() {
        Some(call) => use_vars(&mut call.vars),
        None => use_vars(&mut surroundings().vars.borrow_mut()),
    })
}

/// What was passed to the export that runs.
pub(crate) fn input() -> Vec<u8> {
    with_call(|call| std::mem::take(&mut call.input))
}

/// Sets the answer of the export that runs.
pub(crate) fn output(bytes: &[u8]) {
    with_call(|call| call.output = Some(bytes.to_vec()));
}

/// Sets the error text of the export that runs.
pub(crate) fn fail(message: &str) {
    with_call(|call| call.error = Some(message.to_owned()));
}
