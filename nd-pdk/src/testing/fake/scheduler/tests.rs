//! The scheduler, as the plugin and the test see it.

use serde_json::{Value, json};

use super::*;
use crate::testing::Outcome;

const SUCCESS: Outcome = Outcome {
    code: 0,
    output: None,
    error: None,
};

fn scheduler() -> FakeScheduler {
    FakeScheduler::new(&World::default())
}

fn text<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().message
}

fn ids(scheduler: &FakeScheduler) -> Vec<String> {
    scheduler.jobs().into_iter().map(|job| job.id).collect()
}

/// Makes the next call, with the clock at its time; `during` is what the plugin does. Gives the seconds since the start and the input.
fn run(scheduler: &FakeScheduler, during: impl FnOnce()) -> (u64, Value) {
    let start = World::default().clock.now();
    let callback = scheduler.take().expect("something is due");
    assert_eq!(callback.export, "nd_scheduler_callback");
    scheduler.world.clock.move_to(callback.at);
    during();
    (callback.done)(&SUCCESS);
    let since = callback.at.duration_since(start).unwrap().as_secs();
    (since, serde_json::from_slice(&callback.input).unwrap())
}

#[test]
fn a_one_time_schedule_fires_once_after_its_delay() {
    let scheduler = scheduler();
    let id = scheduler.schedule_one_time(90, "tea \"time\"", "kettle");
    assert_eq!(id.unwrap(), "kettle");
    let job = scheduler.jobs().remove(0);
    assert_eq!(job.kind, JobKind::OneTime);
    assert_eq!(job.next_run, scheduler.due());
    let input = json!({"scheduleId": "kettle", "payload": "tea \"time\"", "isRecurring": false});
    assert_eq!(run(&scheduler, || ()), (90, input));
    assert_eq!(scheduler.jobs(), []);
    assert_eq!(scheduler.due(), None);
    assert!(scheduler.take().is_none());
}

#[test]
fn without_a_delay_it_fires_at_once() {
    for delay in [0, -5, i32::MIN] {
        let scheduler = scheduler();
        scheduler.schedule_one_time(delay, "", "now").unwrap();
        assert_eq!(run(&scheduler, || ()).0, 0);
    }
}

#[test]
fn a_recurring_schedule_fires_again_and_again() {
    let scheduler = scheduler();
    scheduler
        .schedule_recurring("*/20 * * * *", "p", "r")
        .unwrap();
    let input = json!({"scheduleId": "r", "payload": "p", "isRecurring": true});
    assert_eq!(run(&scheduler, || ()), (1200, input.clone()));
    assert_eq!(run(&scheduler, || ()), (2400, input));
    assert_eq!(ids(&scheduler), ["r"]);
}

#[test]
fn no_run_is_missed_where_time_has_leapt() {
    let scheduler = scheduler();
    scheduler.schedule_recurring("@hourly", "", "r").unwrap();
    scheduler.world.clock.advance(Duration::from_secs(7_300));
    assert_eq!(run(&scheduler, || ()).0, 3_600);
    assert_eq!(run(&scheduler, || ()).0, 7_200);
    assert!(scheduler.due() > Some(scheduler.world.clock.now()));
}

#[test]
fn calls_come_in_the_order_of_their_times_then_of_scheduling() {
    let scheduler = scheduler();
    scheduler.schedule_one_time(60, "", "c").unwrap();
    scheduler.schedule_recurring("1m", "", "d").unwrap();
    scheduler.schedule_one_time(60, "", "a").unwrap();
    scheduler.schedule_one_time(59, "", "b").unwrap();
    let order: Vec<_> = (0..5)
        .map(|_| run(&scheduler, || ()).1["scheduleId"].clone())
        .collect();
    assert_eq!(order, ["b", "c", "d", "a", "d"]);
}

#[test]
fn an_empty_id_is_made_up() {
    let scheduler = scheduler();
    let first = scheduler.schedule_one_time(1, "", "").unwrap();
    let second = scheduler.schedule_recurring("@daily", "", "").unwrap();
    assert_eq!((first.len(), second.len()), (22, 22));
    assert_ne!(first, second);
    assert_eq!(ids(&scheduler), [first, second]);
}

#[test]
fn an_id_is_taken_by_either_kind() {
    let scheduler = scheduler();
    scheduler.schedule_one_time(1, "", "a").unwrap();
    scheduler.schedule_recurring("@daily", "", "b").unwrap();
    for (id, error) in [
        ("a", r#"schedule ID "a" already exists"#),
        ("b", r#"schedule ID "b" already exists"#),
    ] {
        assert_eq!(text(scheduler.schedule_one_time(1, "", id)), error);
        assert_eq!(text(scheduler.schedule_recurring("@daily", "", id)), error);
        // Also when the expression is wrong.
        assert_eq!(
            text(scheduler.schedule_recurring("nonsense", "", id)),
            error
        );
    }
    assert_eq!(ids(&scheduler), ["a", "b"]);
}

#[test]
fn what_is_cancelled_does_not_fire() {
    let scheduler = scheduler();
    scheduler.schedule_one_time(1, "", "a").unwrap();
    scheduler.schedule_recurring("@daily", "", "b").unwrap();
    scheduler.cancel_schedule("a").unwrap();
    scheduler.cancel_schedule("b").unwrap();
    assert_eq!(scheduler.due(), None);
    assert_eq!(
        text(scheduler.cancel_schedule("a")),
        r#"schedule ID "a" not found"#
    );
    // And the ID is free again.
    scheduler.schedule_one_time(1, "", "a").unwrap();
}

#[test]
fn an_expression_that_is_not_understood_is_refused() {
    let scheduler = scheduler();
    assert_eq!(
        text(scheduler.schedule_recurring("* * *", "", "a")),
        "failed to schedule task: expected 5 to 6 fields, found 3: [* * *]"
    );
    assert_eq!(scheduler.jobs(), []);
}

#[test]
#[should_panic(expected = "the server's parser panics")]
fn a_zone_alone_ends_the_call() {
    let _ = scheduler().schedule_recurring("TZ=Europe/Berlin", "", "a");
}

#[test]
fn the_first_number_of_a_random_range_is_taken() {
    let scheduler = scheduler();
    scheduler
        .schedule_recurring("7~30 2 * * *", "", "")
        .unwrap();
    assert_eq!(run(&scheduler, || ()).0, 2 * 3600 + 7 * 60);
}

#[test]
fn a_day_that_never_comes_is_scheduled_all_the_same() {
    let scheduler = scheduler();
    scheduler
        .schedule_recurring("0 0 30 2 *", "", "never")
        .unwrap();
    assert_eq!(scheduler.jobs()[0].next_run, None);
    assert_eq!(scheduler.due(), None);
}

#[test]
fn the_id_is_taken_until_the_callback_has_returned() {
    let scheduler = scheduler();
    scheduler.schedule_one_time(1, "", "a").unwrap();
    run(&scheduler, || {
        assert_eq!(scheduler.jobs()[0].next_run, None);
        assert_eq!(
            text(scheduler.schedule_one_time(1, "", "a")),
            r#"schedule ID "a" already exists"#
        );
    });
    scheduler.schedule_one_time(1, "", "a").unwrap();
}

#[test]
fn cancelled_and_scheduled_anew_in_its_own_callback_it_never_fires() {
    let scheduler = scheduler();
    scheduler.schedule_one_time(1, "", "a").unwrap();
    scheduler.schedule_one_time(5, "", "b").unwrap();
    run(&scheduler, || {
        scheduler.cancel_schedule("a").unwrap();
        scheduler.schedule_one_time(1, "", "a").unwrap();
    });
    assert_eq!(ids(&scheduler), ["b"]);
    assert_eq!(run(&scheduler, || ()).0, 5);
    assert_eq!(scheduler.due(), None);
}

#[test]
fn a_recurring_schedule_may_replace_itself_in_its_callback() {
    let scheduler = scheduler();
    scheduler.schedule_recurring("1m", "", "a").unwrap();
    run(&scheduler, || {
        scheduler.cancel_schedule("a").unwrap();
        scheduler.schedule_recurring("1h", "", "a").unwrap();
    });
    assert_eq!(run(&scheduler, || ()).0, 60 + 3600);
}

#[test]
fn unloading_drops_all_schedules() {
    let scheduler = scheduler();
    scheduler.schedule_recurring("1m", "", "a").unwrap();
    scheduler.unload();
    assert_eq!(scheduler.jobs(), []);
    assert_eq!(scheduler.due(), None);
}

#[test]
fn a_callback_that_outlives_its_plugin_leaves_the_new_schedules_alone() {
    let scheduler = scheduler();
    scheduler.schedule_one_time(1, "", "a").unwrap();
    run(&scheduler, || {
        scheduler.unload();
        scheduler.schedule_one_time(1, "", "a").unwrap();
    });
    assert_eq!(ids(&scheduler), ["a"]);
}
