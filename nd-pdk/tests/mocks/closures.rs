//! Host functions called from within the closures of a mock.

use std::cell::Cell;
use std::rc::Rc;

use nd_pdk::Error;
use nd_pdk::host::cache::MockCache;
use nd_pdk::host::users::{User, UsersService};
use nd_pdk::host::{cache, kvstore, users};
use nd_pdk::testing::FakeHost;

use super::panic_of;
use super::slot::{Slot, mock_that_drops_its_guard};

#[test]
fn a_mock_cannot_answer_itself() {
    let cache = cache::mock(|m| {
        m.expect_has().returning(cache::has);
        m.expect_remove().returning(|_| Ok(()));
    });
    let message = panic_of(|| cache::has("a"));
    assert!(message.contains("cannot answer itself"), "{message}");
    // And is as good as before.
    assert_eq!(cache::remove("a"), Ok(()));
    drop(cache);
}

#[test]
fn nor_by_way_of_another_function() {
    let _cache = cache::mock(|m| {
        m.expect_has()
            .returning(|key| cache::remove(key).map(|()| true));
        m.expect_remove().returning(|key| cache::has(key).map(drop));
    });
    let message = panic_of(|| cache::has("a"));
    assert!(message.contains("cannot answer itself"), "{message}");
}

#[test]
fn nor_from_the_closure_that_matches() {
    let message = panic_of(|| {
        let _cache = cache::mock(|m| {
            m.expect_has()
                .withf(|key| cache::has(key).is_ok())
                .returning(|_| Ok(true));
        });
        cache::has("a")
    });
    assert!(message.contains("cannot answer itself"), "{message}");
}

#[test]
fn other_functions_of_the_mock_answer_within_a_closure() {
    let _cache = cache::mock(|m| {
        m.expect_has()
            .returning(|key| Ok(cache::get_int(key)?.is_some()));
        m.expect_get_int().times(1).returning(|_| Ok(Some(1)));
    });
    assert_eq!(cache::has("a"), Ok(true));
}

#[test]
fn other_services_answer_within_a_closure() {
    let host = FakeHost::builder().user("ada").install();
    let _kvstore = kvstore::mock(|m| {
        m.expect_has()
            .returning(|_| Ok(users::get_users()?.len() == 1));
    });
    let _cache = cache::mock(|m| {
        m.expect_has().returning(kvstore::has);
    });
    assert_eq!(cache::has("a"), Ok(true));
    assert_eq!(host.calls().len(), 1);
}

#[test]
fn a_mock_can_be_made_while_another_is_set_up() {
    let mut inner = None;
    let _cache = cache::mock(|m| {
        inner = Some(kvstore::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
        }));
        let known = kvstore::has("a").unwrap();
        m.expect_has().returning(move |_| Ok(known));
    });
    assert_eq!(cache::has("a"), Ok(true));
    drop(inner);
}

#[test]
fn a_mock_can_be_made_for_the_rest_of_an_answer() {
    let _cache = cache::mock(|m| {
        m.expect_has().returning(|_| {
            let _inner = cache::mock(|m| {
                m.expect_has().times(1).returning(|_| Ok(true));
            });
            cache::has("a")
        });
    });
    assert_eq!(cache::has("a"), Ok(true));
}

#[test]
fn expectations_cannot_be_added_from_within_a_closure() {
    let slot = Slot::default();
    let inside = Rc::clone(&slot);
    let guard = cache::mock(|m| {
        m.expect_has().returning_st(move |_| {
            let guard = inside.borrow();
            guard.as_ref().unwrap().expect(|m| {
                m.expect_remove().returning(|_| Ok(()));
            });
            Ok(true)
        });
    });
    *slot.borrow_mut() = Some(guard);
    let message = panic_of(|| cache::has("a"));
    assert!(message.starts_with("MockCache"), "{message}");

    let guard = slot.take().unwrap();
    guard.expect(|m| {
        m.expect_remove().returning(|_| Ok(()));
    });
    assert_eq!(cache::remove("a"), Ok(()));
}

#[test]
fn a_call_while_expectations_are_added_fails() {
    let cache = cache::mock(|_| {});
    let message = panic_of(|| cache.expect(|_| drop(cache::has("a"))));
    assert!(message.contains("`MockGuard::expect`"), "{message}");
}

#[test]
fn a_guard_cannot_go_within_its_own_answer() {
    let _slot = mock_that_drops_its_guard();
    let message = panic_of(|| cache::has("a"));
    assert!(
        message.starts_with("MockCache: the guard was dropped"),
        "{message}"
    );
    let _host = FakeHost::install();
    assert_eq!(cache::has("a"), Ok(false));
}

#[test]
fn a_guard_may_go_within_the_answer_of_another() {
    let slot = Slot::default();
    let inside = Rc::clone(&slot);
    *slot.borrow_mut() = Some(cache::mock(|m| {
        m.expect_has().times(1).returning(|_| Ok(true));
    }));
    let _kvstore = kvstore::mock(|m| {
        m.expect_has().returning_st(move |key| {
            let known = cache::has(key);
            drop(inside.take());
            known
        });
    });
    assert_eq!(kvstore::has("a"), Ok(true));
    assert!(panic_of(|| cache::has("a")).contains("cache::has"));
}

#[test]
fn nor_can_a_mock_that_is_installed_as_a_service() {
    let mut mock = MockCache::new();
    mock.expect_has().returning(cache::has);
    let _cache = cache::install(mock);
    let message = panic_of(|| cache::has("a"));
    assert!(message.contains("cannot answer itself"), "{message}");
}

#[test]
fn a_service_that_is_no_mock_may_call_itself() {
    /// Knows users by way of a request of its own.
    struct Users(Cell<u32>);

    impl UsersService for Users {
        fn get_users(&self) -> Result<Vec<User>, Error> {
            self.0.set(self.0.get() + 1);
            match self.0.get() {
                3 => Ok(vec![User::default(); 3]),
                _ => users::get_users(),
            }
        }

        fn get_admins(&self) -> Result<Vec<User>, Error> {
            users::get_users()
        }
    }

    let _users = users::install(Users(Cell::new(0)));
    assert_eq!(users::get_admins().unwrap().len(), 3);
}
