//! Native tests of plugins: mocks, a fake host, and the plugin's exports by name. Not there under WebAssembly.
//!
//! [`guide`] shows how they are used, from the first test on.
//!
//! - [`FakeHost`] is a whole server side with state: what the plugin stores is there when it reads, schedules fire when the test lets time pass.
//! - `nd_pdk::host::<service>::mock` expects single calls of one service; it goes before the fake host, if there is one.
//! - `nd_pdk::host::<service>::install` takes anything that implements the service's trait.
//! - [`call_export`] calls the plugin the way the server does: JSON in, JSON out.
//!
//! All of them count for the thread that installs them, so tests can run side by side, and go with their guard.

mod callback;
mod export;
mod fake;
#[doc = include_str!("testing/guide.md")]
#[allow(
    clippy::test_attr_in_doctest,
    reason = "it shows a test, and `tests/readme.rs` runs it"
)]
pub mod guide {}
mod host;
mod log;
mod missing;
mod mock;
mod raw;
mod schedule;
mod services;
mod setup;
#[doc(hidden)]
pub mod shared;
mod world;

pub use export::{Outcome, call_export};
#[doc(hidden)]
pub use export::{Registered, run_export};
pub use fake::*;
pub use host::{FakeHost, elapse};
pub use log::LogLine;
pub(crate) use missing::{Calling, unanswered};
pub use mock::{MockGuard, StandIn};
#[doc(hidden)]
pub use mock::{install, is, mock};
pub use raw::answer_raw;
pub use schedule::Delivery;
pub use services::HostCall;
pub use setup::Builder;

#[doc(hidden)]
pub use crate::__collect_export as collect_export;
#[doc(hidden)]
pub use inventory;
/// The crate of the mocks, for its predicates: `use nd_pdk::testing::mockall::predicate::eq;`.
pub use mockall;
/// JSON written down in a test: `json!({"id": "1"})`, of the crate `serde_json`.
pub use serde_json::json;
