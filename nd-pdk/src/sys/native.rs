//! What stands in for the Extism kernel where there is none: natively, in tests.
//!
//! Everything belongs to a thread, as tests run side by side. Logging, configuration and variables work without preparation; host functions
//! need something that answers them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::log::Level;
use crate::wire::Import;

/// Answers host functions: name of the function and request in, reply out.
pub(crate) type Transport = dyn Fn(&str, &[u8]) -> Vec<u8>;

/// The surroundings of the code under test.
pub(crate) struct Surroundings {
    pub(crate) transport: Option<Box<Transport>>,
    pub(crate) config: HashMap<String, String>,
    pub(crate) least_level: Level,
    pub(crate) vars: RefCell<HashMap<String, Vec<u8>>>,
    pub(crate) logs: RefCell<Vec<(Level, String)>>,
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            transport: None,
            config: HashMap::new(),
            least_level: Level::Trace,
            vars: RefCell::default(),
            logs: RefCell::default(),
        }
    }
}

/// One call of an export: what went in and what came out.
#[derive(Default)]
pub(crate) struct Call {
    pub(crate) input: Vec<u8>,
    pub(crate) output: Option<Vec<u8>>,
    pub(crate) error: Option<String>,
}

thread_local! {
    /// The last one counts; the first one is there for code that prepares nothing.
    static SURROUNDINGS: RefCell<Vec<Rc<Surroundings>>> = RefCell::new(vec![Rc::default()]);
    /// Calls inside calls, the innermost last.
    static CALLS: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
}

/// Makes `surroundings` count until [`leave`].
pub(crate) fn enter(surroundings: Rc<Surroundings>) {
    SURROUNDINGS.with_borrow_mut(|all| all.push(surroundings));
}

/// Undoes [`enter`], in whatever order.
pub(crate) fn leave(surroundings: &Rc<Surroundings>) {
    SURROUNDINGS.with_borrow_mut(|all| all.retain(|other| !Rc::ptr_eq(other, surroundings)));
}

/// Runs `export` as a call with this input.
pub(crate) fn run(export: impl FnOnce() -> i32, input: &[u8]) -> (i32, Call) {
    /// Takes the call off the stack even if the export panics.
    struct Running;
    impl Drop for Running {
        fn drop(&mut self) {
            CALLS.with_borrow_mut(Vec::pop);
        }
    }

    let call = Call {
        input: input.to_vec(),
        ..Call::default()
    };
    CALLS.with_borrow_mut(|calls| calls.push(call));
    let _running = Running;
    let code = export();
    (code, with_call(std::mem::take))
}

fn surroundings() -> Rc<Surroundings> {
    SURROUNDINGS.with_borrow(|all| all.last().cloned().unwrap_or_default())
}

fn with_call<T>(use_call: impl FnOnce(&mut Call) -> T) -> T {
    CALLS.with_borrow_mut(|calls| match calls.last_mut() {
        Some(call) => use_call(call),
        None => panic!("natively an export runs inside `nd_pdk::testing::run_export` only"),
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

/// Calls a host function: asks the transport of this thread.
///
/// # Panics
/// There is none.
pub(crate) fn call(import: &Import, request: Option<&[u8]>) -> Vec<u8> {
    let request = request.unwrap_or_default();
    match &surroundings().transport {
        Some(transport) => transport(import.name, request),
        None => panic!(
            "host function `{}` was called with `{}`, but nothing answers host functions in this test; add\n    \
             let _host = nd_pdk::testing::TestHost::new().answer(|import, request| b\"{{}}\".to_vec()).install();",
            import.name,
            String::from_utf8_lossy(request),
        ),
    }
}

/// A value of the plugin's configuration.
pub(crate) fn config(key: &str) -> Option<Vec<u8>> {
    surroundings()
        .config
        .get(key)
        .map(|value| value.clone().into_bytes())
}

/// A variable, `None` if it is not set.
pub(crate) fn var(key: &str) -> Option<Vec<u8>> {
    surroundings().vars.borrow().get(key).cloned()
}

/// Sets a variable, or removes it; an empty value removes it too, as under WebAssembly.
pub(crate) fn set_var(key: &str, value: Option<&[u8]>) {
    let surroundings = surroundings();
    let mut vars = surroundings.vars.borrow_mut();
    match value {
        Some(value) if !value.is_empty() => vars.insert(key.to_owned(), value.to_vec()),
        Some(_) | None => vars.remove(key),
    };
}

/// Whether messages of this level are kept.
pub(crate) fn log_enabled(level: Level) -> bool {
    level >= surroundings().least_level
}

/// Keeps a message, and shows it when the test fails.
pub(crate) fn log(level: Level, message: &str) {
    eprintln!("[{level:?}] {message}");
    surroundings()
        .logs
        .borrow_mut()
        .push((level, message.to_owned()));
}

/// Natively a panic is the test's business.
pub(crate) fn report_panics() {}
