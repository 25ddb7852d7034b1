//! What stands in for the Extism kernel where there is none: natively, in tests.
//!
//! Everything belongs to a thread, as tests run side by side. Logging, configuration and variables work without preparation; host functions
//! need something that answers them.

mod calls;
mod missing;

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::{Rc, Weak};
use std::time::SystemTime;

use crate::log::{self, Level};
use crate::testing::Clock;
use crate::wire::Import;

pub(crate) use calls::{Ending, begin_call, call_began, ends, fail, input, output, run, running};
pub(crate) use missing::{arguments, expectation, path};

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
    pub(crate) vars: RefCell<HashMap<String, Vec<u8>>>,
    /// Where log messages go besides the output of the test.
    pub(crate) logs: RefCell<Vec<(Level, String)>>,
}

thread_local! {
    /// The last one counts.
    static SURROUNDINGS: RefCell<Vec<Rc<Surroundings>>> = const { RefCell::new(Vec::new()) };
    /// What stands in for single services; asked before the host, the last one first. Their guards own them: nothing must be dropped,
    /// and so verified, where the thread ends.
    static STAND_INS: RefCell<Vec<Weak<dyn Responder>>> = const { RefCell::new(Vec::new()) };
    /// For code that prepares nothing.
    static NOTHING: Rc<Surroundings> = Rc::default();
}

/// Makes `surroundings` count until [`leave`].
pub(crate) fn enter(surroundings: Rc<Surroundings>) {
    log::install();
    SURROUNDINGS.with_borrow_mut(|all| all.push(surroundings));
}

/// Undoes [`enter`], in whatever order.
pub(crate) fn leave(surroundings: &Rc<Surroundings>) {
    SURROUNDINGS.with_borrow_mut(|all| all.retain(|other| !Rc::ptr_eq(other, surroundings)));
}

/// Makes `stand_in` answer host functions for as long as it lives.
pub(crate) fn stand_in(stand_in: Weak<dyn Responder>) {
    log::install();
    STAND_INS.with_borrow_mut(|all| {
        all.retain(|other| other.strong_count() > 0);
        all.push(stand_in);
    });
}

/// The surroundings that count.
pub(crate) fn surroundings() -> Rc<Surroundings> {
    let installed = SURROUNDINGS.with_borrow(|all| all.last().cloned());
    installed.unwrap_or_else(|| NOTHING.with(Rc::clone))
}

/// Calls a host function: asks what stands in for single services, then the host.
///
/// # Panics
/// Nothing answers it.
pub(crate) fn call(import: &Import, request: Option<&[u8]>) -> Vec<u8> {
    let request = request.unwrap_or_default();
    // Nothing stays borrowed meanwhile: the code that answers may call host functions itself.
    let stand_ins = STAND_INS.with_borrow(Clone::clone);
    let host = surroundings().host.clone();
    if let Some(host) = &host {
        host.admit(import);
    }
    let mut responders = stand_ins.iter().rev().filter_map(Weak::upgrade).chain(host);
    let reply =
        calls::wait_for(|| responders.find_map(|responder| responder.answer(import, request)));
    reply.unwrap_or_else(|| panic!("{}", missing::explain(import, request)))
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
