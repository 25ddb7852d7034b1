//! Mocks that were called otherwise than expected, or handled in a way that cannot work.

use std::cell::RefCell;
use std::rc::Rc;

use nd_pdk::Error;
use nd_pdk::host::{cache, kvstore};
use nd_pdk::testing::mockall::predicate::eq;

use crate::slot::mock_that_drops_its_guard;
use crate::{assert_panics, found_and_tuple};

#[test]
fn other_arguments() {
    let _cache = cache::mock(|m| {
        m.expect_set_string()
            .with(eq("colour"), eq("blue"), eq(0))
            .returning(|_, _, _| Ok(()));
    });
    assert_panics("mock_other_arguments", || {
        cache::set_string("colour", "red", 60)
    });
}

#[test]
fn no_expectation() {
    let _cache = cache::mock(|_| {});
    assert_panics("mock_no_expectation", || cache::set_bytes("a", [1, 2], 0));
}

#[test]
fn too_often() {
    assert_panics("mock_too_often", || {
        let _cache = cache::mock(|m| {
            m.expect_has()
                .with(eq("a"))
                .times(1)
                .returning(|_| Ok(true));
        });
        cache::has("a").unwrap();
        cache::has("a")
    });
}

#[test]
fn unmet() {
    assert_panics("mock_unmet", || {
        let _cache = cache::mock(|m| {
            m.expect_get_string()
                .with(eq("a"))
                .times(2)
                .returning(|_| Ok(None));
        });
        cache::get_string("a")
    });
}

#[test]
fn no_answer() {
    assert_panics("mock_no_answer", || {
        let _cache = cache::mock(|m| {
            let _ = m.expect_has();
        });
        cache::has("a")
    });
}

#[test]
fn of_a_tree() {
    use found_and_tuple::host::store;
    assert_panics("mock_of_a_tree", || {
        let _store = store::mock(|_| {});
        store::get_page(store::From::default())
    });
}

#[test]
fn reentered() {
    assert_panics("mock_reentered", || {
        let _cache = cache::mock(|m| {
            m.expect_has().returning(cache::has);
        });
        cache::has("a")
    });
}

#[test]
fn changed_while_answering() {
    assert_panics("mock_changed_while_answering", || {
        let slot = Rc::new(RefCell::new(None));
        let inside = Rc::clone(&slot);
        let guard = cache::mock(|m| {
            m.expect_has().returning_st(move |_| {
                let guard: &Option<nd_pdk::testing::MockGuard<cache::MockCache>> = &inside.borrow();
                guard.as_ref().unwrap().expect(|_| {});
                Ok(true)
            });
        });
        *slot.borrow_mut() = Some(guard);
        cache::has("a")
    });
}

#[test]
fn dropped_while_answering() {
    assert_panics("mock_dropped_while_answering", || {
        let _slot = mock_that_drops_its_guard();
        cache::has("a")
    });
}

#[test]
fn called_while_changed() {
    assert_panics("mock_called_while_changed", || {
        let guard = kvstore::mock(|_| {});
        guard.expect(|_| drop(kvstore::has("a")));
    });
}

#[test]
fn answer_that_cannot_be_sent() {
    assert_panics("mock_answer_nan", || {
        let _cache = cache::mock(|m| {
            m.expect_get_float().returning(|_| Ok(Some(f64::NAN)));
        });
        cache::get_float("a")
    });
    assert_panics("mock_answer_silent_error", || {
        let _cache = cache::mock(|m| {
            m.expect_has().returning(|_| Err(Error::new("")));
        });
        cache::has("a")
    });
}
