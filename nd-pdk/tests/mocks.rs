//! Mocks and other stand-ins for single services, as the unit tests of a plugin use them.
//!
//! What a mock says when it fails is in `failures.rs`; that a failure never takes other tests along, in `mock_verdicts.rs`.

#[path = "mocks/closures.rs"]
mod closures;
#[path = "mocks/deadline.rs"]
mod deadline;
#[path = "mocks/expectations.rs"]
mod expectations;
#[path = "mocks/layers.rs"]
mod layers;
#[path = "common/panics.rs"]
mod panics;
#[path = "common/slot.rs"]
mod slot;
#[path = "mocks/threads.rs"]
mod threads;
#[path = "mocks/values.rs"]
mod values;

use panics::panic_of;
