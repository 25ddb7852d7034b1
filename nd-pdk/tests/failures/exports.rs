//! Calls of the plugin that cannot be made, or whose outcome is not what the test takes it for.

use std::rc::Rc;
use std::time::{Duration, SystemTime};

use nd_pdk::host::{cache, scheduler};
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::testing::{FakeHost, Outcome, call_export, elapse};
use nd_pdk::{Error, register};

use crate::assert_panics;

/// The plugin of most tests here.
#[derive(Default)]
struct Plugin;

impl InitProvider for Plugin {
    fn on_init(&self) -> Result<(), Error> {
        cache::has("a").map(drop)
    }
}

impl CallbackProvider for Plugin {
    fn on_callback(&self, _: SchedulerCallbackRequest) -> Result<(), Error> {
        scheduler::schedule_one_time(0, "again", "").map(drop)
    }
}

impl ArtistBiographyProvider for Plugin {
    fn get_artist_biography(&self, req: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
        match req.name.as_str() {
            "" => Err(Error::not_implemented()),
            name => Err(Error::new(format!("nothing about {name}"))),
        }
    }
}

register!(Plugin: lifecycle::InitProvider, SchedulerCallback, metadata::ArtistBiographyProvider);

mod other {
    //! A second plugin in the same test binary.

    #[derive(Default)]
    pub(super) struct Other;

    impl nd_pdk::lifecycle::InitProvider for Other {
        fn on_init(&self) -> Result<(), nd_pdk::Error> {
            Ok(())
        }
    }

    nd_pdk::register!(Other: lifecycle::InitProvider);
}

/// Registered nowhere.
struct Unregistered;

#[test]
fn misspelt() {
    assert_panics("export_misspelt", || {
        call_export("nd_get_artist_biografy", "{}")
    });
}

#[test]
fn of_a_plugin_without_it() {
    let _host = FakeHost::builder().plugin::<other::Other>().install();
    assert_panics("export_of_other_plugin", || {
        call_export("nd_get_artist_biography", "{}")
    });
}

#[test]
fn of_a_type_that_registers_nothing() {
    let _host = FakeHost::builder().plugin::<Unregistered>().install();
    assert_panics("export_of_unregistered_type", || {
        call_export("nd_on_init", "{}")
    });
}

#[test]
fn registered_twice() {
    assert_panics("export_registered_twice", || {
        call_export("nd_on_init", "{}")
    });

    let host = FakeHost::builder().plugin::<other::Other>().install();
    assert_eq!(call_export("nd_on_init", "{}").code, 0);
    assert_eq!(host.calls(), []);
}

#[test]
fn without_the_callback() {
    let host = FakeHost::builder().plugin::<other::Other>().install();
    scheduler::schedule_one_time(1, "", "").unwrap();
    assert_panics("export_callback_missing", || {
        host.advance(Duration::from_secs(1))
    });
}

#[test]
fn advance_within_a_call() {
    let host = Rc::new(FakeHost::builder().plugin::<Plugin>().install());
    let clock = Rc::clone(&host);
    let _cache = cache::mock(|m| {
        m.expect_has().returning_st(move |_| {
            clock.run_due();
            Ok(true)
        });
    });
    assert_panics("advance_within_a_call", || call_export("nd_on_init", "{}"));
}

#[test]
fn load_within_a_call() {
    for load in [FakeHost::load, FakeHost::reload] {
        let host = Rc::new(FakeHost::builder().plugin::<Plugin>().install());
        let inside = Rc::clone(&host);
        let _cache = cache::mock(|m| {
            m.expect_has().returning_st(move |_| {
                load(&inside);
                Ok(true)
            });
        });
        assert_panics("load_within_a_call", || call_export("nd_on_init", "{}"));
    }
}

#[test]
fn outside_of_a_call() {
    assert_panics("export_without_call", || {
        nd_pdk::lifecycle::exports::nd_on_init::<Plugin>()
    });
    assert_panics("export_without_call", || {
        nd_pdk::metadata::exports::nd_get_artist_biography::<Plugin>()
    });
}

#[test]
fn times_there_are_not() {
    assert_panics("elapse_without_host", || elapse(Duration::ZERO));

    let host = FakeHost::install();
    let ways: [fn(&FakeHost, Duration); 4] = [
        |host, by| drop(host.advance(by)),
        |host, by| host.elapse(by),
        |_, by| elapse(by),
        |host, by| host.each_call_takes(by),
    ];
    let start = host.now();
    for way in ways {
        for (message, by) in [
            ("time_without_end", Duration::MAX),
            ("time_after_9999", Duration::from_secs(300_000_000_000)),
        ] {
            assert_panics(message, || way(&host, by));
            assert_eq!(host.now(), start);
        }
    }
    assert_panics("start_after_9999", || {
        let end = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800);
        FakeHost::builder().start(end).install()
    });
    // The last second counts.
    let last = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    let host = FakeHost::builder()
        .start(last)
        .plugin::<other::Other>()
        .install();
    assert_eq!(call_export("nd_on_init", "{}").code, 0);
    assert_eq!(host.now(), last);
}

#[test]
fn without_end() {
    let host = FakeHost::builder().plugin::<Plugin>().install();
    scheduler::schedule_one_time(1, "", "").unwrap();
    assert_panics("advance_without_end", || {
        host.advance(Duration::from_secs(1))
    });
}

#[test]
fn json_of_a_failure() {
    assert_panics("json_of_a_failure", || {
        call_export("nd_get_artist_biography", r#"{"name":"Ada"}"#).json()
    });
    assert_panics("json_of_not_implemented", || {
        call_export("nd_get_artist_biography", "{}").json()
    });
    assert_panics("json_of_unreadable_input", || {
        call_export("nd_get_artist_biography", "[").json()
    });
    let garbage = Outcome {
        code: 0,
        output: Some(b"no\xff".to_vec()),
        error: None,
    };
    assert_panics("json_of_other_bytes", || garbage.json());
}
