//! What to tell an author whose test calls a host function that nothing answers, or whose answer panics.
//!
//! Text only: what was called, from where, with what, and the line to add.

use std::panic::Location;

use crate::sys::native;
use crate::wire::{Import, Place};

/// For a call that nothing answers.
///
/// # Panics
/// Always.
#[track_caller]
pub(crate) fn unanswered(import: &Import, request: &[u8]) -> ! {
    panic!("{}", explain(import, request))
}

/// The whole message.
fn explain(import: &Import, request: &[u8]) -> String {
    let Import { name, place } = import;
    let module = module_path(place);
    let called = format!(
        "`{}` was called, and nothing in this test answers it\n  sent as `{name}`{}\n",
        path(place),
        arguments(request),
    );
    let answer = match (place.service.has_mock, place.service.has_fake) {
        (true, true) => format!("{}{}", expect_the_call(&module, place), FAKE_HOST),
        (true, false) => format!(
            "{}or install what implements the functions of the module, `MyService` by way of example:\n{}",
            expect_the_call(&module, place),
            install_line(&module)
        ),
        (false, _) => format!(
            "Install what implements the functions of the module, `MyService` by way of example:\n{}{NO_MOCK}",
            install_line(&module)
        ),
    };
    format!("{called}{answer}{GUARDS}")
}

const FAKE_HOST: &str = "or install a host with all services, which remembers what it is told:\n    \
                         let host = nd_pdk::testing::FakeHost::install();\n";
const NO_MOCK: &str =
    "It has no mock: `ndpgen` writes them if asked to, for the unit tests of the crate.\n";
const GUARDS: &str = "The guard must be bound to a name that lives as long as the call needs it, and it counts for its own thread: \
                      a thread that the code under test starts has no host.";

fn expect_the_call(module: &str, place: &Place) -> String {
    format!(
        "Expect the call, and say what it answers:\n    \
         let _mock = {module}::mock(|m| {{\n        {}\n    }});\n",
        expectation(place)
    )
}

/// A call that is being answered. Where the answer panics, the panic names a line of whatever answers; this adds the line that called.
pub(crate) struct Calling<'a> {
    import: &'a Import,
    at: &'static Location<'static>,
    /// Another panic is not about this call.
    panicking: bool,
}

impl<'a> Calling<'a> {
    #[track_caller]
    pub(crate) fn begin(import: &'a Import) -> Self {
        Self {
            import,
            at: Location::caller(),
            panicking: std::thread::panicking(),
        }
    }
}

impl Drop for Calling<'_> {
    fn drop(&mut self) {
        // The end of a call whose time is up unwinds, too, and is no panic.
        if std::thread::panicking() && !self.panicking && !native::is_over() {
            eprintln!(
                "note: `{}` was called at {}",
                path(&self.import.place),
                self.at
            );
        }
    }
}

/// The function as plugin code names it.
pub(super) fn path(place: &Place) -> String {
    format!("{}::{}", module_path(place), place.function)
}

/// The line for the closure of a mock.
pub(super) fn expectation(place: &Place) -> String {
    let arguments = vec!["_"; place.parameters.len()].join(", ");
    format!(
        "m.expect_{}().returning(|{arguments}| Ok(Default::default()));",
        place.function.trim_start_matches("r#")
    )
}

fn install_line(module: &str) -> String {
    format!("    let _service = {module}::install(MyService);\n")
}

/// What was sent, after the name of the import.
pub(super) fn arguments(request: &[u8]) -> String {
    match request {
        [] => ", without arguments".to_owned(),
        request => format!(": {}", String::from_utf8_lossy(request)),
    }
}

/// The module as plugin code names it: the modules of this crate are passed on from where they are generated, and the imports are one level below.
fn module_path(place: &Place) -> String {
    let module = place.module.trim_end_matches("::imports");
    match module.split_once("::") {
        Some(("nd_pdk", rest)) => format!("nd_pdk::{}", rest.trim_start_matches("generated::")),
        Some((_, rest)) => format!("crate::{rest}"),
        None => module.to_owned(),
    }
}
