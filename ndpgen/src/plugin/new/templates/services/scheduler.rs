//~ imports
use nd_pdk::host::scheduler;
//~ code
/// Schedules are forgotten when the plugin is unloaded: each load makes them anew. The payload is what the callback is given.
fn schedule() -> Result<(), Error> {
    scheduler::schedule_recurring("@hourly", SONG, "hourly").map(drop)
}
//~ test imports
use std::time::Duration;
//~ tests
#[test]
fn the_schedule_calls_every_hour() {
    let host = host();
    host.load();
    let calls = host.advance(Duration::from_secs(2 * 60 * 60));
    let runs: Vec<_> = calls.iter().filter(|call| call.export == "nd_scheduler_callback").collect();
    assert_eq!(runs.len(), 2);
    assert!(runs.iter().all(|run| run.outcome.error.is_none()));
}
