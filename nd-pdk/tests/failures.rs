//! The messages of native tests that fail, whole: they are what authors read most. One file a message, in `failures/`.
//!
//! `ND_PDK_BLESS=1 cargo test -p nd-pdk --test failures --test unregistered` writes them; read what changed before committing it.

#[path = "failures/calls.rs"]
#[allow(unused_qualifications, reason = "code to paste fits everywhere")]
mod calls;
#[path = "failures/expected.rs"]
mod expected;
#[path = "failures/exports.rs"]
mod exports;
#[path = "../../ndpgen/tests/golden/found-and-tuple/expected/mod.rs"]
mod found_and_tuple;
#[path = "../../ndpgen/tests/golden/keywords/expected/mod.rs"]
mod keywords;
#[path = "failures/mocks.rs"]
mod mocks;
#[path = "failures/places.rs"]
mod places;
#[path = "failures/services.rs"]
mod services;
#[path = "common/slot.rs"]
mod slot;

use expected::{assert_panics, assert_says};
