//! A test binary with a logger of its own keeps it. Alone in its file: a process has one logger.

use std::sync::Mutex;

use log::{LevelFilter, Log, Metadata, Record};
use nd_pdk::testing::FakeHost;

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Own;

impl Log for Own {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        SEEN.lock().unwrap().push(record.args().to_string());
    }

    fn flush(&self) {}
}

#[test]
fn the_logger_of_the_tests_stays() {
    log::set_logger(&Own).unwrap();
    log::set_max_level(LevelFilter::Info);
    let host = FakeHost::install();
    log::info!("through log");
    log::debug!("below its level");
    nd_pdk::info!("through nd_pdk");
    assert_eq!(*SEEN.lock().unwrap(), ["through log"]);
    let messages: Vec<_> = host.logs().into_iter().map(|line| line.message).collect();
    assert_eq!(messages, ["through nd_pdk"]);
}
