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
    use nd_pdk::host::cache;

    case!(drops_the_guard {
        let _slot = crate::slot::mock_that_drops_its_guard();
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

mod destructor {
    use nd_pdk::host::cache;
    use nd_pdk::testing::FakeHost;

    /// Calls the host where it goes, as a lock in the cache does.
    struct Lock;

    impl Drop for Lock {
        fn drop(&mut self) {
            cache::remove("lock").unwrap();
        }
    }

    fn fail_with_a_lock() {
        let _lock = Lock;
        panic!("the test's own panic");
    }

    case!(without_an_answer { fail_with_a_lock() });
    case!(without_an_expectation {
        let _cache = cache::mock(|_| {});
        fail_with_a_lock();
    });
    case!(without_the_permission {
        let _host = FakeHost::builder().manifest(r#"{"name": "x", "author": "y", "version": "1.0.0"}"#).install();
        fail_with_a_lock();
    });
    case!(with_an_answer {
        let host = FakeHost::install();
        cache::set_int("lock", 1, 0).unwrap();
        let panic = std::panic::catch_unwind(fail_with_a_lock);
        assert!(panic.is_err());
        assert_eq!(host.calls().len(), 2);
        assert_eq!(cache::has("lock"), Ok(false));
    });
}

mod thread_end {
    use std::sync::atomic::{AtomicBool, Ordering};

    use nd_pdk::host::cache;
    use nd_pdk::pdk::{config, var};
    use nd_pdk::testing::FakeHost;

    static ALL_SAID: AtomicBool = AtomicBool::new(false);

    /// Looks around where its thread ends.
    struct Last;

    impl Drop for Last {
        fn drop(&mut self) {
            nd_pdk::info!("the last words");
            var::set("a", "1");
            assert_eq!(config::get("a"), None);
            assert!(nd_pdk::clock::now() > std::time::UNIX_EPOCH);
            cache::remove("a").unwrap();
            ALL_SAID.store(true, Ordering::Relaxed);
        }
    }

    thread_local! {
        static LAST: Last = const { Last };
    }

    case!(words {
        let thread = std::thread::spawn(|| {
            // First here, and so the last to go.
            LAST.with(|_| ());
            let host = FakeHost::install();
            assert_eq!(cache::has("a"), Ok(false));
            nd_pdk::info!("{} call", host.calls().len());
        });
        thread.join().unwrap();
        assert!(ALL_SAID.load(Ordering::Relaxed));
    });
}

mod on_close {
    use nd_pdk::host::websocket;
    use nd_pdk::testing::FakeHost;
    use nd_pdk::websocket::{CloseProvider, OnCloseRequest};
    use nd_pdk::{Error, register};

    #[derive(Default)]
    struct Plugin;

    impl CloseProvider for Plugin {
        fn on_close(&self, req: OnCloseRequest) -> Result<(), Error> {
            Err(Error::new(format!("{} was dear to me", req.connection_id)))
        }
    }

    register!(Plugin: websocket::CloseProvider);

    fn close(host: &FakeHost) {
        host.websocket().on_connect("wss://example.org/");
        let id = websocket::connect("wss://example.org/", <_>::default(), "c").unwrap();
        assert_eq!(websocket::close_connection(&id, 1000, ""), Ok(()));
        panic!("what was said until here is shown");
    }

    case!(that_fails { close(&FakeHost::install()) });
    case!(that_is_missing { close(&FakeHost::builder().plugin::<()>().install()) });
}
