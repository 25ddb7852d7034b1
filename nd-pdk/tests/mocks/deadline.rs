//! Mocks that use up the time of a call of the plugin.

use std::cell::Cell;
use std::panic::catch_unwind;
use std::rc::Rc;
use std::time::Duration;

use nd_pdk::host::{cache, kvstore};
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::testing::{FakeHost, Outcome, answer_raw, call_export};
use nd_pdk::{Error, register};

/// Asks for three values and says how far it came.
#[derive(Default)]
struct Plugin;

impl InitProvider for Plugin {
    fn on_init(&self) -> Result<(), Error> {
        for key in ["a", "b", "c"] {
            nd_pdk::info!("asks for {key}");
            cache::has(key)?;
        }
        Ok(())
    }
}

register!(Plugin: lifecycle::InitProvider, SchedulerCallback);

fn messages(host: &FakeHost) -> Vec<String> {
    host.logs().into_iter().map(|line| line.message).collect()
}

fn timed_out() -> Outcome {
    Outcome {
        code: -1,
        output: None,
        error: Some("module closed with context deadline exceeded".to_owned()),
    }
}

#[test]
fn time_that_passes_within_a_closure_ends_the_call() {
    let host = Rc::new(FakeHost::install());
    let clock = Rc::clone(&host);
    let _cache = cache::mock(|m| {
        m.expect_has().times(2).returning_st(move |_| {
            clock.elapse(Duration::from_secs(15));
            Ok(true)
        });
    });
    assert_eq!(call_export("nd_on_init", "{}"), timed_out());
    assert_eq!(messages(&host), ["asks for a", "asks for b"]);
}

#[test]
fn a_call_that_stays_within_its_time_succeeds() {
    let host = Rc::new(FakeHost::install());
    let clock = Rc::clone(&host);
    let _cache = cache::mock(|m| {
        m.expect_has().times(3).returning_st(move |_| {
            clock.elapse(Duration::from_millis(9_999));
            Ok(true)
        });
    });
    assert_eq!(call_export("nd_on_init", "{}").code, 0);
}

#[test]
fn a_closure_runs_to_its_end_when_the_time_is_up() {
    let host = Rc::new(FakeHost::install());
    let clock = Rc::clone(&host);
    let slow = Rc::new(Cell::new(true));
    let is_slow = Rc::clone(&slow);
    let _cache = cache::mock(|m| {
        m.expect_has().returning_st(move |key| {
            if is_slow.get() {
                clock.elapse(Duration::from_secs(31));
            }
            // The test's call, not the plugin's: nothing ends here.
            kvstore::set(key, "asked")?;
            Ok(true)
        });
    });

    assert_eq!(call_export("nd_on_init", "{}").code, -1);
    assert_eq!(host.kvstore().get("a"), Some(b"asked".to_vec()));
    // The mock is as good as before.
    slow.set(false);
    assert_eq!(call_export("nd_on_init", "{}").code, 0);
}

/// Holds a lock in the cache for as long as it lives.
struct Lock;

impl Drop for Lock {
    fn drop(&mut self) {
        nd_pdk::info!("unlocks");
        nd_pdk::pdk::var::set("locked", "no");
        cache::remove("lock").unwrap();
    }
}

impl CallbackProvider for Plugin {
    fn on_callback(&self, req: SchedulerCallbackRequest) -> Result<(), Error> {
        match req.payload.as_str() {
            "locks" => {
                let _lock = Lock;
                cache::has("a").map(drop)
            }
            "catches" => {
                let caught = catch_unwind(|| cache::has("a"));
                assert!(caught.is_err());
                nd_pdk::info!("goes on");
                kvstore::set("after", "the end")
            }
            "catches and fails" => {
                let caught = catch_unwind(|| cache::has("a"));
                panic!("{caught:?}");
            }
            "catches and succeeds" => {
                drop(catch_unwind(|| cache::has("a")));
                Ok(())
            }
            other => Err(Error::new(other)),
        }
    }
}

fn callback(payload: &str) -> Outcome {
    let request = serde_json::json!({"scheduleId": "s", "payload": payload, "isRecurring": false});
    call_export("nd_scheduler_callback", request.to_string())
}

#[test]
fn what_a_destructor_does_after_the_end_of_a_call_has_no_effect() {
    let host = FakeHost::install();
    cache::set_int("lock", 1, 0).unwrap();
    host.each_call_takes(Duration::from_secs(30));
    let before = host.now();
    assert_eq!(callback("locks"), timed_out());
    assert_eq!(messages(&host), [""; 0]);
    assert_eq!(host.now(), before + Duration::from_secs(30));
    assert_eq!(host.calls().last().unwrap().function, "cache_has");
    assert_eq!(cache::get_int("lock"), Ok(Some(1)));
}

#[test]
fn a_plugin_cannot_catch_the_end_of_its_call() {
    for payload in ["catches", "catches and fails", "catches and succeeds"] {
        let host = FakeHost::install();
        host.each_call_takes(Duration::from_secs(30));
        assert_eq!(callback(payload), timed_out(), "{payload}");
        assert_eq!(messages(&host), [""; 0], "{payload}");
        assert_eq!(host.kvstore().get("after"), None, "{payload}");
    }
}

#[test]
fn a_call_takes_its_time_whatever_answers_it() {
    let host = FakeHost::install();
    host.each_call_takes(Duration::from_secs(3));
    let takes = |call: &dyn Fn()| {
        let before = host.now();
        call();
        host.now().duration_since(before).unwrap().as_secs()
    };
    let ask = || drop(cache::has("a"));
    let stand_in = || {
        let mut mock = cache::MockCache::new();
        mock.expect_has().returning(|_| Ok(true));
        mock
    };

    assert_eq!(takes(&ask), 3);
    let mock = cache::mock(|m| *m = stand_in());
    assert_eq!(takes(&ask), 3);
    drop(mock);
    let installed = cache::install(stand_in());
    assert_eq!(takes(&ask), 3);
    drop(installed);
    let _raw = answer_raw(|_, _| b"{}".to_vec());
    assert_eq!(takes(&ask), 3);
}
