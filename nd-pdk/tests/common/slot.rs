//! A mock that gets hold of its own guard. Must not say what comes of it.

use std::cell::RefCell;
use std::rc::Rc;

use nd_pdk::host::cache::{self, MockCache};
use nd_pdk::testing::MockGuard;

/// Where a closure finds the guard of its own mock.
pub(crate) type Slot = Rc<RefCell<Option<MockGuard<MockCache>>>>;

/// A mock that drops its own guard while it answers `cache::has`.
pub(crate) fn mock_that_drops_its_guard() -> Slot {
    let slot = Slot::default();
    let inside = Rc::clone(&slot);
    let guard = cache::mock(|m| {
        m.expect_has().returning_st(move |_| {
            drop(inside.take());
            Ok(true)
        });
        m.expect_remove().times(1).returning(|_| Ok(()));
    });
    *slot.borrow_mut() = Some(guard);
    slot
}
