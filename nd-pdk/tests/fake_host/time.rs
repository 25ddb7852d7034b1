//! Time that passes: schedules, tasks, and the 30 seconds of a call.

use std::time::{Duration, SystemTime};

use super::panics::panic_of;
use nd_pdk::clock::Deadline;
use nd_pdk::host::{cache, scheduler, task};
use nd_pdk::testing::{FakeHost, call_export};
use serde_json::json;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

fn callback(payload: &str) -> String {
    json!({"scheduleId": "s", "payload": payload, "isRecurring": false}).to_string()
}

fn diary(host: &FakeHost) -> Vec<String> {
    let diary = host.kvstore().get_text("diary").unwrap_or_default();
    diary.lines().map(str::to_owned).collect()
}

#[test]
fn time_stands_still_until_the_test_moves_it() {
    let host = FakeHost::install();
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
    assert_eq!((host.now(), nd_pdk::clock::now()), (start, start));
    host.elapse(SECOND);
    assert_eq!(nd_pdk::clock::now(), start + SECOND);
}

#[test]
fn without_a_host_the_time_is_that_of_the_machine() {
    // Someone may set the clock just now, but not by years: a fake host's time begins at a new year of the past.
    let machine = SystemTime::now();
    let now = nd_pdk::clock::now();
    let apart = now
        .duration_since(machine)
        .unwrap_or_else(|before| before.duration());
    assert!(apart < HOUR, "{apart:?}");
}

#[test]
fn what_falls_due_is_called_at_its_time_and_in_order() {
    let host = FakeHost::install();
    let start = host.now();
    scheduler::schedule_one_time(7200, "later", "b").unwrap();
    scheduler::schedule_one_time(60, "sooner", "a").unwrap();
    scheduler::schedule_recurring("@hourly", "tick", "hourly").unwrap();

    let delivered = host.advance(2 * HOUR);
    let seen: Vec<_> = delivered
        .iter()
        .map(|call| {
            (
                call.at.duration_since(start).unwrap().as_secs(),
                call.input["payload"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(&seen[..2], [(60, "sooner"), (3600, "tick")]);
    let mut at_the_same_time = [seen[2], seen[3]];
    at_the_same_time.sort_unstable();
    assert_eq!(at_the_same_time, [(7200, "later"), (7200, "tick")]);
    assert_eq!(seen.len(), 4);
    assert!(delivered.iter().all(|call| call.outcome.code == 0));
    assert_eq!(host.now(), start + 2 * HOUR);
}

#[test]
fn what_is_due_waits_while_time_only_elapses() {
    let host = FakeHost::install();
    scheduler::schedule_one_time(10, "x", "a").unwrap();
    host.elapse(60 * SECOND);
    assert_eq!(diary(&host), [""; 0]);
    let delivered = host.run_due();
    // Time never goes back: what is overdue is called now.
    assert_eq!(delivered[0].at, host.now());
    assert_eq!(diary(&host), ["a x"]);
    assert_eq!(host.run_due(), []);
}

#[test]
fn a_task_is_tried_again_after_its_back_off() {
    let host = FakeHost::install();
    let start = host.now();
    let config = task::QueueConfig {
        max_retries: 3,
        backoff_ms: 5_000,
        ..Default::default()
    };
    task::create_queue("q", config).unwrap();
    let id = task::enqueue("q", "fails twice").unwrap();
    let times: Vec<_> = host
        .advance(HOUR)
        .iter()
        .map(|call| call.at.duration_since(start).unwrap().as_secs())
        .collect();
    assert_eq!(times, [0, 5, 15]);
    let info = task::get(&id).unwrap().unwrap();
    assert_eq!(
        (info.status.as_str(), info.message.as_str(), info.attempt),
        ("completed", "done", 3)
    );
}

#[test]
fn a_call_ends_with_its_thirty_seconds() {
    let host = FakeHost::install();
    host.each_call_takes(11 * SECOND);
    let outcome = call_export("nd_scheduler_callback", callback("work without end"));
    let text = "plugin call failed: module closed with context deadline exceeded";
    assert_eq!(
        outcome.failure("nd_scheduler_callback").as_deref(),
        Some(text)
    );
    // Reading the diary, writing it, and the host function that took too long: it did its work, the plugin did not learn of it.
    assert_eq!(host.calls().len(), 3);
    assert_eq!(diary(&host), ["s work without end"]);

    // The next call has 30 seconds of its own, and real time ends no call.
    host.each_call_takes(Duration::ZERO);
    assert_eq!(call_export("nd_scheduler_callback", callback("x")).code, 0);
}

#[test]
fn work_in_slices_is_done_in_several_calls() {
    let host = FakeHost::install();
    host.each_call_takes(3 * SECOND);
    scheduler::schedule_one_time(0, "work in slices", "").unwrap();
    let delivered = host.advance(HOUR);
    assert!(delivered.len() > 2, "{delivered:?}");
    assert!(delivered.iter().all(|call| call.outcome.code == 0));
    host.each_call_takes(Duration::ZERO);
    assert_eq!(cache::get_int("counted").unwrap(), Some(20));
}

#[test]
fn a_task_that_takes_too_long_has_failed() {
    let host = FakeHost::install();
    task::create_queue("q", task::QueueConfig::default()).unwrap();
    let id = task::enqueue("q", "x").unwrap();
    host.each_call_takes(40 * SECOND);
    let calls = host.run_due();
    host.each_call_takes(Duration::ZERO);
    let info = task::get(&id).unwrap().unwrap();
    let text = "plugin call failed: module closed with context deadline exceeded";
    assert_eq!(calls[0].failure().as_deref(), Some(text));
    assert_eq!(
        (info.status.as_str(), info.message.as_str()),
        ("failed", text)
    );
}

#[test]
fn a_deadline_tells_what_is_left() {
    let host = FakeHost::install();
    let deadline = Deadline::of_call();
    assert_eq!(deadline.remaining(), 30 * SECOND);
    host.elapse(29 * SECOND);
    assert_eq!(deadline.remaining(), SECOND);
    host.elapse(HOUR);
    assert_eq!(deadline.remaining(), Duration::ZERO);
}

#[test]
fn a_plugin_that_causes_its_own_next_call_is_found_out() {
    let host = FakeHost::install();
    scheduler::schedule_one_time(0, "again", "").unwrap();
    let text = panic_of(|| host.run_due());
    assert!(text.contains("without a delay"), "{text}");
}

#[test]
fn a_schedule_of_every_second_may_run_for_long() {
    let host = FakeHost::install();
    scheduler::schedule_recurring("@every 1s", "x", "s").unwrap();
    // Nothing is kept of the calls: the diary would grow beyond the quota.
    let _kvstore = nd_pdk::host::kvstore::mock(|m| {
        m.expect_get().returning(|_| Ok(None));
        m.expect_set().returning(|_, _| Ok(()));
    });
    assert_eq!(host.advance(1200 * SECOND).len(), 1200);
}
