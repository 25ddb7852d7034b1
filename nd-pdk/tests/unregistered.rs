//! A test binary in which nothing is registered: what it says to calls of exports.

#[path = "failures/expected.rs"]
mod expected;

use expected::assert_panics;
use nd_pdk::testing::{FakeHost, call_export};

#[test]
fn a_call_of_an_export_says_how_to_get_one() {
    assert_panics("export_unregistered", || call_export("nd_on_init", "{}"));
}

#[test]
fn a_reload_goes_without_an_init() {
    let host = FakeHost::install();
    assert_eq!(host.reload(), None);
}
