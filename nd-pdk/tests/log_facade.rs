//! The macros of this crate and those of the crate `log` end in the same log.

use std::fmt;
use std::sync::Barrier;
use std::thread;

use nd_pdk::host::cache;
use nd_pdk::log::Level;
use nd_pdk::testing::{FakeHost, call_export};
use nd_pdk::{Error, lifecycle, register};

/// Says something in both ways.
#[derive(Default)]
struct Plugin;

impl lifecycle::InitProvider for Plugin {
    fn on_init(&self) -> Result<(), Error> {
        log::warn!("from {}", "log");
        nd_pdk::warn!("from {}", "nd_pdk");
        Ok(())
    }
}

register!(Plugin: lifecycle::InitProvider);

/// Must not be formatted.
struct Costly;

impl fmt::Display for Costly {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("formatted in vain")
    }
}

fn lines(host: &FakeHost) -> Vec<(Level, String)> {
    host.logs()
        .into_iter()
        .map(|line| (line.level, line.message))
        .collect()
}

#[test]
fn both_keep_order_level_and_text() {
    let host = FakeHost::install();
    log::trace!("1 {}", "ä\n\"");
    nd_pdk::trace!("2");
    log::debug!(target: "elsewhere", "3");
    nd_pdk::debug!("4");
    log::info!("5");
    nd_pdk::info!("6");
    log::warn!("7");
    nd_pdk::warn!("8");
    log::error!("{{9}}");
    nd_pdk::error!("{{10}}");
    log::log!(log::Level::Warn, "11");
    nd_pdk::log!(Level::Info, "12");
    assert_eq!(
        lines(&host),
        [
            (Level::Trace, "1 ä\n\"".to_owned()),
            (Level::Trace, "2".to_owned()),
            (Level::Debug, "3".to_owned()),
            (Level::Debug, "4".to_owned()),
            (Level::Info, "5".to_owned()),
            (Level::Info, "6".to_owned()),
            (Level::Warn, "7".to_owned()),
            (Level::Warn, "8".to_owned()),
            (Level::Error, "{9}".to_owned()),
            (Level::Error, "{10}".to_owned()),
            (Level::Warn, "11".to_owned()),
            (Level::Info, "12".to_owned()),
        ]
    );
}

#[test]
fn below_the_level_nothing_is_formatted() {
    let host = FakeHost::builder().log_level(Level::Warn).install();
    log::trace!("{Costly}");
    log::info!("{} {Costly}", 1);
    nd_pdk::info!("{Costly}");
    log::warn!("kept");
    assert_eq!(lines(&host), [(Level::Warn, "kept".to_owned())]);
    assert!(log::log_enabled!(log::Level::Warn) && !log::log_enabled!(log::Level::Info));
}

#[test]
fn the_level_is_that_of_the_host_in_use() {
    let outer = FakeHost::builder().log_level(Level::Error).install();
    {
        let inner = FakeHost::install();
        log::debug!("inner");
        assert_eq!(lines(&inner), [(Level::Debug, "inner".to_owned())]);
    }
    log::debug!("{Costly}");
    log::error!("outer");
    assert_eq!(lines(&outer), [(Level::Error, "outer".to_owned())]);
}

#[test]
fn calls_of_the_plugin_end_in_the_log_of_the_host() {
    let host = FakeHost::install();
    assert_eq!(call_export("nd_on_init", "{}").code, 0);
    let expected = ["from log", "from nd_pdk"].map(|text| (Level::Warn, text.to_owned()));
    assert_eq!(lines(&host), expected);
}

#[test]
fn without_a_host_a_message_is_no_failure() {
    log::error!("of {}", "log");
    nd_pdk::error!("of {}", "nd_pdk");
    // With a mock alone there is no log to look at either.
    let _cache = cache::mock(|m| {
        m.expect_has().returning(|_| {
            log::info!("from within a mock");
            nd_pdk::info!("from within a mock");
            Ok(true)
        });
    });
    log::error!("over a mock");
    assert_eq!(cache::has("a"), Ok(true));
    assert_eq!(call_export("nd_on_init", "{}").code, 0);
}

#[test]
fn what_answers_a_host_function_may_log() {
    let host = FakeHost::install();
    let _cache = cache::mock(|m| {
        m.expect_has().returning(|key| {
            log::info!("asked for {key}");
            Ok(true)
        });
    });
    nd_pdk::debug!("known: {}", cache::has("a").unwrap());
    assert_eq!(
        lines(&host),
        [
            (Level::Info, "asked for a".to_owned()),
            (Level::Debug, "known: true".to_owned())
        ]
    );
}

#[test]
fn a_message_may_look_at_the_log_itself() {
    let host = FakeHost::install();
    struct Length<'a>(&'a FakeHost);
    impl fmt::Display for Length<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            nd_pdk::debug!("counting");
            write!(f, "{}", self.0.logs().len())
        }
    }
    log::info!("{}", Length(&host));
    nd_pdk::info!("{}", Length(&host));
    let texts: Vec<_> = host.logs().into_iter().map(|line| line.message).collect();
    assert_eq!(texts, ["counting", "1", "counting", "3"]);
}

#[test]
fn threads_have_logs_of_their_own() {
    let threads = 8;
    let barrier = Barrier::new(threads);
    thread::scope(|scope| {
        for number in 0..threads {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                let host = FakeHost::install();
                for round in 0..20 {
                    log::info!("{number} {round}");
                }
                let expected: Vec<_> = (0..20)
                    .map(|round| (Level::Info, format!("{number} {round}")))
                    .collect();
                assert_eq!(lines(&host), expected);
            });
        }
    });
}
