//! Mocks that use up the time of a call of the plugin.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use nd_pdk::host::{cache, kvstore};
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::testing::{FakeHost, call_export};
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

register!(Plugin: lifecycle::InitProvider);

fn messages(host: &FakeHost) -> Vec<String> {
    host.logs().into_iter().map(|line| line.message).collect()
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
    let outcome = call_export("nd_on_init", "{}");
    assert_eq!(outcome.code, -1);
    assert_eq!(
        outcome.error.as_deref(),
        Some("module closed with context deadline exceeded")
    );
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
