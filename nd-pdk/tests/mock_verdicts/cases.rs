//! Tests that are run one by one, in processes of their own: most of them fail, and are meant to.

use nd_pdk::host::cache;
use nd_pdk::host::cache::MockCache;
use nd_pdk::testing::MockGuard;

/// Whether this is such a process; else the tests here have nothing to do.
fn wanted() -> bool {
    std::env::var_os(super::MARK).is_some()
}

fn unmet_cache() -> MockGuard<MockCache> {
    cache::mock(|m| {
        m.expect_has().times(1).returning(|_| Ok(true));
    })
}

/// A test that runs in a process of its own.
macro_rules! case {
    ($name:ident $body:block) => {
        #[test]
        #[ignore = "run in a process of its own"]
        fn $name() {
            if super::wanted() $body
        }
    };
}

mod unmet {
    case!(alone {
        let _cache = super::unmet_cache();
    });
}

mod mixed {
    use nd_pdk::host::cache;

    fn met() {
        let _cache = cache::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
        });
        assert_eq!(cache::has("a"), Ok(true));
    }

    case!(a_met { met() });
    case!(b_unmet {
        let _cache = super::unmet_cache();
    });
    case!(c_met { met() });
    case!(d_met { met() });
    case!(e_unmet {
        let _cache = super::unmet_cache();
    });
    case!(f_met { met() });
    case!(g_met { met() });
    case!(h_unexpected {
        let _cache = cache::mock(|_| {});
        let _ = cache::has("a");
    });
    case!(i_met { met() });
}

mod two_unmet {
    use nd_pdk::host::kvstore;

    case!(at_once {
        let _kvstore = kvstore::mock(|m| {
            m.expect_has().times(1).returning(|_| Ok(true));
        });
        let _cache = super::unmet_cache();
    });
}

mod panicking {
    case!(before_the_guard_goes {
        let _cache = super::unmet_cache();
        panic!("the test's own panic");
    });
}

mod in_closure {
    use nd_pdk::host::cache;

    case!(of_the_mock {
        let _cache = cache::mock(|m| {
            m.expect_has().returning(|_| panic!("the closure's own panic"));
            m.expect_remove().times(1).returning(|_| Ok(()));
        });
        let _ = cache::has("a");
    });
}

mod unexpected {
    use nd_pdk::host::cache;

    case!(call {
        let _cache = super::unmet_cache();
        let _ = cache::get_int("a");
    });
}

mod forgotten {
    case!(guard { std::mem::forget(super::unmet_cache()) });

    case!(thread_that_goes_on {
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        std::thread::spawn(move || {
            let _cache = super::unmet_cache();
            // Until the process ends.
            let _ = receiver.recv();
        });
        std::mem::forget(sender);
    });
}

mod nested {
    use nd_pdk::host::kvstore;

    case!(guard_of_another_mock {
        let mut cache = Some(super::unmet_cache());
        let _kvstore = kvstore::mock(|m| {
            m.expect_has().times(1).returning_st(move |_| {
                drop(cache.take());
                Ok(true)
            });
        });
        let _ = kvstore::has("a");
    });
}

mod own_answer {
    use std::cell::RefCell;
    use std::rc::Rc;

    use nd_pdk::host::cache;

    case!(drops_the_guard {
        let slot = Rc::new(RefCell::new(None));
        let inside = Rc::clone(&slot);
        let guard = cache::mock(|m| {
            m.expect_has().returning_st(move |_| {
                drop(inside.take());
                Ok(true)
            });
            m.expect_remove().times(1).returning(|_| Ok(()));
        });
        *slot.borrow_mut() = Some(guard);
        let _ = cache::has("a");
    });
}

mod of_thread {
    case!(joined {
        let thread = std::thread::spawn(|| {
            let _cache = super::unmet_cache();
        });
        assert!(thread.join().is_err());
    });
}
