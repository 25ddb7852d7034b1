//! A plugin natively: against the tables that the same plugin is held to as wasm, against scenarios of what the server answers, and with mocks.
//! Must not need the runtime or wasm.

#[path = "../../../end_to_end/exports.rs"]
mod exports;
#[path = "../../../end_to_end/host_functions.rs"]
mod host_functions;
mod mocks;
mod scenarios;

use nd_native_tests::export::run_natively as run;
use nd_native_tests::host_function::ask_natively as ask;
