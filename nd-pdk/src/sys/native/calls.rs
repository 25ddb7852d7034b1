//! Calls of exports: what goes in, what comes out, and when they end.
//!
//! Must not know what an export does.

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::time::SystemTime;

use super::{kept, surroundings};
use crate::clock::CALL_LIMIT;

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
    /// Whether the host has ended it. What still runs of it are destructors, and on the server not even these: nothing they do has an effect.
    over: bool,
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
    static CALLS: Rc<RefCell<Vec<Call>>> = Rc::default();
}

/// Runs `export` as a call with this input. A panic of the export is the caller's.
pub(crate) fn run(export: impl FnOnce() -> i32, input: &[u8]) -> (Ending, Call) {
    let call = Call {
        input: input.to_vec(),
        began: Some(super::now()),
        ends: surroundings()
            .clock
            .as_ref()
            .map(|clock| clock.now() + CALL_LIMIT),
        ..Call::default()
    };
    // Held on to, so that a call ends where it began even if the thread does.
    let calls = kept(&CALLS);
    calls.borrow_mut().push(call);
    let ending = catch_unwind(AssertUnwindSafe(export));
    let call = calls.borrow_mut().pop();
    let call = call.expect("each call takes away what it has put there");
    if call.over {
        // Whatever came after its end: a plugin may catch what unwinds it.
        return (Ending::TimedOut, call);
    }
    match ending {
        Ok(code) => (Ending::Returned(code), call),
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
        let already = of_running(|call| std::mem::replace(&mut call.waiting, true));
        Self {
            already: already.unwrap_or_default(),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        of_running(|call| call.waiting = self.already);
    }
}

/// Ends the running call if its time is up. Not if it is panicking: that has ended it already.
fn check_deadline() {
    let Some(clock) = surroundings().clock.clone() else {
        return;
    };
    if ends().is_some_and(|ends| clock.now() >= ends) && !std::thread::panicking() {
        of_running(|call| call.over = true);
        unwind();
    }
}

/// Unwinds the running call, which is over, unless something unwinds already: Rust would end the process.
pub(super) fn unwind() {
    if !std::thread::panicking() {
        // Without the message of a panic: it is none.
        resume_unwind(Box::new(TimeUp));
    }
}

/// Whether an export still runs although the host has ended its call.
pub(crate) fn is_over() -> bool {
    of_running(|call| call.over).unwrap_or_default()
}

/// When the time of the running call is up; `None` if no export runs, or by no clock but the real one.
pub(crate) fn ends() -> Option<SystemTime> {
    of_running(|call| call.ends).flatten()
}

/// When the running call began; now if no export runs.
pub(crate) fn call_began() -> SystemTime {
    let began = of_running(|call| call.began).flatten();
    began.unwrap_or_else(super::now)
}

/// A call begins where the host makes it.
pub(crate) fn begin_call() {}

/// Whether an export runs.
pub(crate) fn running() -> bool {
    of_running(|_| ()).is_some()
}

/// Looks at the call that runs, if one does.
fn of_running<T>(look: impl FnOnce(&mut Call) -> T) -> Option<T> {
    kept(&CALLS).borrow_mut().last_mut().map(look)
}

/// # Panics
/// No export runs.
fn with_call<T>(use_call: impl FnOnce(&mut Call) -> T) -> T {
    match of_running(use_call) {
        Some(result) => result,
        None => panic!("natively an export runs inside `nd_pdk::testing::call_export` only"),
    }
}

/// The variables of the running call; outside of calls those of the surroundings.
pub(super) fn with_vars<T>(use_vars: impl FnOnce(&mut HashMap<String, Vec<u8>>) -> T) -> T {
    match kept(&CALLS).borrow_mut().last_mut() {
        Some(call) => use_vars(&mut call.vars),
        None => use_vars(&mut surroundings().vars.borrow_mut()),
    }
}

/// What was passed to the export that runs.
pub(crate) fn input() -> Vec<u8> {
    with_call(|call| std::mem::take(&mut call.input))
}

/// Sets the answer of the export that runs.
pub(crate) fn output(bytes: &[u8]) {
    with_call(|call| {
        if !call.over {
            call.output = Some(bytes.to_vec());
        }
    });
}

/// Sets the error text of the export that runs.
pub(crate) fn fail(message: &str) {
    with_call(|call| {
        if !call.over {
            call.error = Some(message.to_owned());
        }
    });
}
