//! What stands in for the Extism kernel where there is none: natively, in tests.
//!
//! Everything belongs to a thread, as tests run side by side. Logging, configuration and variables work without preparation; host functions
//! need something that answers them. Must not know what that is, nor what to tell an author who lacks it.

mod calls;
mod clock;

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::{Rc, Weak};
use std::thread::LocalKey;
use std::time::{Duration, SystemTime};

use crate::log::{self, Level};
use crate::wire::Import;

pub(crate) use calls::{
    Ending, begin_call, call_began, ends, fail, input, is_over, output, run, running,
};
pub(crate) use clock::Clock;

/// Answers host functions, or leaves them to others.
pub(crate) trait Responder {
    /// Asked of the host before anything answers, a mock included.
    ///
    /// # Panics
    /// A plugin that calls the function would not be loaded.
    fn admit(&self, import: &Import) {
        let _ = import;
    }

    /// The reply to a request; `None` if the function is none of its.
    fn answer(&self, import: &Import, request: &[u8]) -> Option<Vec<u8>>;
}

/// The surroundings of the code under test.
#[derive(Default)]
pub(crate) struct Surroundings {
    /// What answers the host functions that nothing stands in for.
    pub(crate) host: Option<Rc<dyn Responder>>,
    pub(crate) config: BTreeMap<String, String>,
    /// Messages below it are dropped; `None` keeps all.
    pub(crate) least_level: Option<Level>,
    /// The one plugin whose exports are called; `None` for all of the test binary.
    pub(crate) plugin: Option<TypeId>,
    /// The time; without one it is that of the machine.
    pub(crate) clock: Option<Clock>,
    /// How long a host function takes by that clock, whatever answers it.
    pub(crate) call_duration: Cell<Duration>,
    pub(crate) vars: RefCell<HashMap<String, Vec<u8>>>,
    /// Where log messages go besides the output of the test.
    pub(crate) logs: RefCell<Vec<(Level, String)>>,
}

thread_local! {
    /// The last one counts.
    static SURROUNDINGS: Rc<RefCell<Vec<Rc<Surroundings>>>> = Rc::default();
    /// What stands in for single services; asked before the host, the last one first. Their guards own them: nothing must be dropped,
    /// and so verified, where the thread ends.
    static STAND_INS: Rc<RefCell<Vec<Weak<dyn Responder>>>> = Rc::default();
    /// For code that prepares nothing.
    static NOTHING: Rc<Surroundings> = Rc::default();
}

/// The reply that says nothing: neither a result nor an error. For calls that nobody can answer any more and that must not fail, as destructors
/// make them while something else fails already.
const NO_REPLY: &[u8] = b"{}";

/// What the thread keeps there. Destructors that run where the thread ends may come after it is gone; to them it is as if nothing was ever kept.
fn kept<T: Default>(key: &'static LocalKey<Rc<T>>) -> Rc<T> {
    key.try_with(Rc::clone).unwrap_or_default()
}

/// Whether the thread is so far at its end that nobody can have prepared anything for it.
fn thread_is_ending() -> bool {
    SURROUNDINGS.try_with(|_| ()).is_err()
}

/// Makes `surroundings` count until [`leave`].
pub(crate) fn enter(surroundings: Rc<Surroundings>) {
    log::install();
    kept(&SURROUNDINGS).borrow_mut().push(surroundings);
}

/// Undoes [`enter`], in whatever order.
pub(crate) fn leave(surroundings: &Rc<Surroundings>) {
    let all = kept(&SURROUNDINGS);
    all.borrow_mut()
        .retain(|other| !Rc::ptr_eq(other, surroundings));
}

/// Makes `stand_in` answer host functions for as long as it lives.
pub(crate) fn stand_in(stand_in: Weak<dyn Responder>) {
    log::install();
    let all = kept(&STAND_INS);
    let mut all = all.borrow_mut();
    all.retain(|other| other.strong_count() > 0);
    all.push(stand_in);
}

/// The surroundings that count.
pub(crate) fn surroundings() -> Rc<Surroundings> {
    let installed = kept(&SURROUNDINGS).borrow().last().cloned();
    installed.unwrap_or_else(|| kept(&NOTHING))
}

/// Calls a host function: asks what stands in for single services, then the host. `None` if nothing answers it.
///
/// It panics where whatever answers does, but never in a destructor that runs because of a panic: Rust would end the process, and with it all
/// other tests.
pub(crate) fn call(import: &Import, request: Option<&[u8]>) -> Option<Vec<u8>> {
    if is_over() {
        calls::unwind();
        return Some(NO_REPLY.to_vec());
    }
    let request = request.unwrap_or_default();
    let panicking = std::thread::panicking();
    let reply = if panicking {
        // What went wrong has been printed where it panicked.
        catch_unwind(AssertUnwindSafe(|| ask(import, request))).unwrap_or_default()
    } else {
        ask(import, request)
    };
    let may_fail = !panicking && !thread_is_ending();
    reply.or_else(|| (!may_fail).then(|| NO_REPLY.to_vec()))
}

/// Nothing stays borrowed meanwhile: the code that answers may call host functions itself.
fn ask(import: &Import, request: &[u8]) -> Option<Vec<u8>> {
    let stand_ins = kept(&STAND_INS).borrow().clone();
    let surroundings = surroundings();
    let host = surroundings.host.clone();
    if let Some(host) = &host {
        host.admit(import);
    }
    calls::wait_for(|| {
        let mut responders = stand_ins.iter().rev().filter_map(Weak::upgrade).chain(host);
        let reply = responders.find_map(|responder| responder.answer(import, request))?;
        if let Some(clock) = &surroundings.clock {
            clock.advance(surroundings.call_duration.get());
        }
        Some(reply)
    })
}

/// A value of the plugin's configuration.
pub(crate) fn config(key: &str) -> Option<Vec<u8>> {
    let value = surroundings().config.get(key).cloned();
    value.map(String::into_bytes)
}

/// A variable, `None` if it is not set.
pub(crate) fn var(key: &str) -> Option<Vec<u8>> {
    calls::with_vars(|vars| vars.get(key).cloned())
}

/// Sets a variable, or removes it; an empty value removes it too, as under WebAssembly.
pub(crate) fn set_var(key: &str, value: Option<&[u8]>) {
    if is_over() {
        return;
    }
    calls::with_vars(|vars| match value {
        Some(value) if !value.is_empty() => vars.insert(key.to_owned(), value.to_vec()),
        Some(_) | None => vars.remove(key),
    });
}

/// Whether messages of this level are kept.
pub(crate) fn log_enabled(level: Level) -> bool {
    Some(level) >= surroundings().least_level
}

/// Keeps a message if there is a host to ask for it, and shows it when the test fails.
pub(crate) fn log(level: Level, message: &str) {
    if is_over() {
        return;
    }
    eprintln!("[{level:?}] {message}");
    let surroundings = surroundings();
    if surroundings.host.is_some() {
        let mut logs = surroundings.logs.borrow_mut();
        logs.push((level, message.to_owned()));
    }
}

/// The time.
pub(crate) fn now() -> SystemTime {
    match &surroundings().clock {
        Some(clock) => clock.now(),
        None => SystemTime::now(),
    }
}

/// Natively a panic is the test's business.
pub(crate) fn report_panics() {}
