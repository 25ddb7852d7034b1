//! Stand-ins count for the thread that installs them.

use std::sync::Barrier;
use std::thread;

use nd_pdk::host::{cache, kvstore};
use nd_pdk::testing::FakeHost;

use super::panic_of;

#[test]
fn threads_do_not_see_each_others_mocks() {
    let (threads, rounds) = (8, 50);
    let barrier = Barrier::new(threads);
    thread::scope(|scope| {
        for number in 0..threads as i64 {
            let barrier = &barrier;
            scope.spawn(move || {
                for round in 0..rounds {
                    let answer = number * 1000 + round;
                    barrier.wait();
                    let guard = cache::mock(|m| {
                        m.expect_get_int()
                            .times(2)
                            .returning(move |_| Ok(Some(answer)));
                    });
                    barrier.wait();
                    assert_eq!(cache::get_int("n"), Ok(Some(answer)));
                    barrier.wait();
                    assert_eq!(cache::get_int("n"), Ok(Some(answer)));
                    drop(guard);
                }
            });
        }
    });
}

#[test]
fn threads_do_not_see_each_others_fakes() {
    let _host = FakeHost::install();
    cache::set_int("n", 1, 0).unwrap();
    thread::spawn(|| {
        let _host = FakeHost::install();
        assert_eq!(cache::get_int("n"), Ok(None));
    })
    .join()
    .unwrap();
    assert_eq!(cache::get_int("n"), Ok(Some(1)));
}

#[test]
fn a_thread_of_the_plugin_has_no_mock() {
    let _cache = cache::mock(|m| {
        m.expect_has().never();
    });
    let message = thread::spawn(|| panic_of(|| cache::has("a")))
        .join()
        .unwrap();
    assert!(message.contains("thread"), "{message}");
}

#[test]
fn a_panic_in_a_closure_leaves_nothing_behind() {
    for _ in 0..3 {
        let cache = cache::mock(|m| {
            m.expect_has().returning(|_| panic!("in the closure"));
        });
        assert_eq!(panic_of(|| cache::has("a")), "in the closure");
        // It is not taken for a call that is still being answered, and the guard can change it again.
        cache.expect(|m| {
            m.expect_remove().returning(|_| Ok(()));
        });
        assert_eq!(cache::remove("a"), Ok(()));
        drop(cache);

        let _cache = cache::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
        });
        assert_eq!(cache::has("a"), Ok(true));
        assert!(panic_of(|| kvstore::has("a")).contains("kvstore::has"));
    }
}

#[test]
fn a_mock_whose_setup_panics_was_never_there() {
    let message = panic_of(|| cache::mock(|_| panic!("in the setup")));
    assert_eq!(message, "in the setup");
    let _host = FakeHost::install();
    assert_eq!(cache::has("a"), Ok(false));
}

#[test]
fn a_forgotten_guard_keeps_its_mock_and_is_never_verified() {
    thread::spawn(|| {
        std::mem::forget(cache::mock(|m| {
            m.expect_has().returning(|_| Ok(true));
            m.expect_remove().times(1).returning(|_| Ok(()));
        }));
        assert_eq!(cache::has("a"), Ok(true));
    })
    .join()
    .unwrap();
}
