//! Lets time pass for a fake host: finds what falls due, and calls the plugin.
//!
//! Must not know why something is due.

use std::any::TypeId;
use std::time::SystemTime;

use super::callback::{Callback, Caller};
use super::export::{self, Outcome};
use crate::sys::native::Clock;

/// More calls than a test means to make at one time, be they tasks that wait or schedules that are overdue: the plugin causes them itself.
const TOO_MANY: usize = 20_000;

/// A call that the host made on its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// When, by the clock of the host.
    pub at: SystemTime,
    /// The export that was called.
    pub export: &'static str,
    /// Its input, as JSON.
    pub input: serde_json::Value,
    /// What came of it.
    pub outcome: Outcome,
}

impl Delivery {
    /// The text that the server logs when the call failed; `None` for a success.
    ///
    /// [`advance`](super::FakeHost::advance) goes on after a failure, as the server does; a test that wants none of them says
    /// `assert!(calls.iter().all(|call| call.failure().is_none()));`.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.outcome.failure(self.export)
    }
}

/// Makes all calls that are due until `until`, in the order of their times, the clock set to each.
///
/// # Panics
/// The plugin has no such export; or it keeps causing calls without time passing.
#[track_caller]
pub(super) fn deliver(
    callers: &[&dyn Caller],
    clock: &Clock,
    until: SystemTime,
    plugin: Option<TypeId>,
) -> Vec<Delivery> {
    let mut delivered = Vec::new();
    let (mut time, mut calls) = (clock.now(), 0);
    while let Some(callback) = next(callers, until) {
        clock.move_to(callback.at);
        calls = if clock.now() == time { calls + 1 } else { 1 };
        time = clock.now();
        assert!(
            calls <= TOO_MANY,
            "`{}` is due after {TOO_MANY} other calls without any time passing: does the plugin cause its own next call, without a delay?",
            callback.export,
        );
        delivered.push(call(callback, clock, plugin));
    }
    delivered
}

/// The earliest call; of several at a time the one of the first caller.
fn next(callers: &[&dyn Caller], until: SystemTime) -> Option<Callback> {
    let due = callers
        .iter()
        .filter_map(|caller| Some((caller.due()?, caller)))
        .min_by_key(|(due, _)| *due);
    let (due, caller) = due?;
    if due > until {
        return None;
    }
    caller.take()
}

#[track_caller]
fn call(callback: Callback, clock: &Clock, plugin: Option<TypeId>) -> Delivery {
    let Callback {
        export,
        input,
        done,
        optional,
        ..
    } = callback;
    let at = clock.now();
    let outcome = match export::find(export, plugin) {
        Ok(found) => export::run_alone(export, found, &input),
        Err(export::Problem::Missing { .. }) if optional => export::not_found(export),
        Err(problem) => panic!("a call of the plugin is due, but {problem}"),
    };
    done(&outcome);
    Delivery {
        at,
        export,
        input: serde_json::from_slice(&input).unwrap_or_default(),
        outcome,
    }
}
