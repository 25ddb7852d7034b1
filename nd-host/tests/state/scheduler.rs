//! Schedules, as a plugin makes them and a library user sees them. Must not look behind the service.

use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nd_host::{Delivery, JobKind, LoadedPlugin, Outcome, Server};
use serde_json::{Value, json};

use crate::common::text;
use crate::relay::{ask, load, relay};

const SECOND: Duration = Duration::from_secs(1);
/// Writes its input to the log.
const CALLBACK: &str = r#"(func (export "nd_scheduler_callback") (result i32)
    (call $log (call $input)) (i32.const 0))"#;

fn server() -> Server {
    let builder = Server::builder().frozen_clock(UNIX_EPOCH).time_zone("UTC");
    builder.start().expect("the server starts")
}

fn plugin(server: &Server) -> LoadedPlugin {
    with_callback(server, CALLBACK)
}

fn with_callback(server: &Server, callback: &str) -> LoadedPlugin {
    load(server, &relay(&json!({"scheduler": {}}), callback))
}

/// A callback that calls a host function with this request, and writes the reply to the log.
fn calling(function: &str, request: &Value) -> String {
    let request = text("request", &request.to_string());
    format!(
        r#"{request} (func (export "nd_scheduler_callback") (result i32)
            (call $log (call ${function} (call $request))) (i32.const 0))"#
    )
}

fn once(plugin: &LoadedPlugin, id: &str, delay_seconds: i32) -> Value {
    let request = json!({"delaySeconds": delay_seconds, "payload": "p", "scheduleId": id});
    ask(plugin, "scheduler_scheduleonetime", &request)
}

fn again(plugin: &LoadedPlugin, id: &str, cron: &str) -> Value {
    let request = json!({"cronExpression": cron, "payload": "p", "scheduleId": id});
    ask(plugin, "scheduler_schedulerecurring", &request)
}

fn cancel(plugin: &LoadedPlugin, id: &str) -> Value {
    ask(
        plugin,
        "scheduler_cancelschedule",
        &json!({"scheduleId": id}),
    )
}

fn error(text: &str) -> Value {
    json!({"error": text})
}

/// When calls were made, in seconds since the start, and for which schedule.
fn runs(delivered: &[Delivery]) -> Vec<(u64, String)> {
    let run = |delivery: &Delivery| {
        let input: Value = serde_json::from_slice(&delivery.input).unwrap();
        let at = delivery.at.duration_since(UNIX_EPOCH).unwrap().as_secs();
        (at, input["scheduleId"].as_str().unwrap().to_owned())
    };
    delivered.iter().map(run).collect()
}

fn ids(plugin: &LoadedPlugin) -> Vec<String> {
    plugin.schedules().into_iter().map(|job| job.id).collect()
}

fn logged(plugin: &LoadedPlugin) -> Vec<String> {
    plugin.log().into_iter().map(|entry| entry.text).collect()
}

#[test]
fn a_one_time_schedule_calls_back_once_and_its_id_is_free_again() {
    let plugin = plugin(&server());
    assert_eq!(once(&plugin, "s", 90), json!({"newScheduleId": "s"}));
    let taken = error("schedule ID \"s\" already exists");
    assert_eq!(once(&plugin, "s", 5), taken);
    assert_eq!(again(&plugin, "s", "@hourly"), taken);
    assert_eq!(plugin.advance(89 * SECOND), []);
    assert_eq!(
        plugin.advance(SECOND),
        [Delivery {
            at: UNIX_EPOCH + 90 * SECOND,
            export: "nd_scheduler_callback",
            input: br#"{"scheduleId":"s","payload":"p","isRecurring":false}"#.to_vec(),
            outcome: Outcome::Ok(Vec::new()),
        }]
    );
    let unknown = error("schedule ID \"s\" not found");
    assert_eq!(cancel(&plugin, "s"), unknown);
    assert_eq!(once(&plugin, "s", -3), json!({"newScheduleId": "s"}));
    assert_eq!(runs(&plugin.run_due()), [(90, "s".to_owned())]);
}

#[test]
fn an_id_that_is_empty_is_made_up() {
    let plugin = plugin(&server());
    let made_up = once(&plugin, "", 1)["newScheduleId"].take();
    assert_eq!(ids(&plugin), [made_up.as_str().unwrap()]);
    assert_eq!(made_up.as_str().unwrap().len(), 22);
    assert_eq!(cancel(&plugin, made_up.as_str().unwrap()), json!({}));
    assert_eq!(plugin.advance(SECOND), []);
}

#[test]
fn a_recurring_schedule_calls_back_until_it_is_cancelled() {
    let plugin = plugin(&server());
    again(&plugin, "every", "@every 20m");
    again(&plugin, "cron", "15 * * * *");
    let schedules = plugin.schedules();
    let cron_expression = "@every 20m".to_owned();
    assert_eq!(schedules[0].kind, JobKind::Recurring { cron_expression });
    assert_eq!(schedules[1].next_run, Some(UNIX_EPOCH + 900 * SECOND));
    let expected = [(900, "cron"), (1_200, "every"), (2_400, "every")];
    let expected = expected.map(|(at, id)| (at, id.to_owned()));
    assert_eq!(runs(&plugin.advance(2_400 * SECOND)), expected);
    cancel(&plugin, "every");
    assert_eq!(
        runs(&plugin.advance(3_000 * SECOND)),
        [(4_500, "cron".to_owned())]
    );
}

#[test]
fn schedules_without_a_zone_are_in_that_of_the_server() {
    let builder = Server::builder()
        .frozen_clock(UNIX_EPOCH)
        .time_zone("Asia/Tokyo");
    let plugin = plugin(&builder.start().unwrap());
    again(&plugin, "tokyo", "0 10 * * *");
    again(&plugin, "utc", "TZ=UTC 0 10 * * *");
    let next = |index: usize| plugin.schedules()[index].next_run;
    assert_eq!(next(0), Some(UNIX_EPOCH + 3_600 * SECOND));
    assert_eq!(next(1), Some(UNIX_EPOCH + 36_000 * SECOND));

    let nowhere = Server::builder().time_zone("Nowhere/Land").start();
    assert_eq!(
        nowhere.unwrap_err().to_string(),
        "there is no time zone \"Nowhere/Land\""
    );
}

#[test]
fn what_is_no_expression_is_refused_and_its_id_stays_free() {
    let plugin = plugin(&server());
    for (cron, problem) in [
        ("", "empty spec string"),
        ("* * *", "expected 5 to 6 fields, found 3: [* * *]"),
        ("61 * * * *", "end of range (61) above maximum (59): 61"),
    ] {
        let refused = error(&format!("failed to schedule task: {problem}"));
        assert_eq!(again(&plugin, "s", cron), refused);
    }
    assert_eq!(again(&plugin, "s", "5m"), json!({"newScheduleId": "s"}));
}

#[test]
fn a_zone_without_a_schedule_ends_the_call() {
    let plugin = plugin(&server());
    let request = json!({"cronExpression": "TZ=UTC", "payload": "", "scheduleId": "s"});
    let report = plugin.call("call_scheduler_schedulerecurring", request.to_string());
    let Outcome::Failed(text) = report.outcome else {
        panic!("{:?}", report.outcome);
    };
    assert!(text.contains("(recovered by wazero)"), "{text}");
    assert_eq!(plugin.schedules(), []);
    assert_eq!(again(&plugin, "s", "1m"), json!({"newScheduleId": "s"}));
}

#[test]
fn an_id_is_taken_until_its_callback_has_returned() {
    let request = json!({"delaySeconds": 9, "payload": "again", "scheduleId": "s"});
    let callback = calling("scheduler_scheduleonetime", &request);
    let plugin = with_callback(&server(), &callback);
    once(&plugin, "s", 0);
    assert_eq!(plugin.run_due().len(), 1);
    assert_eq!(
        logged(&plugin),
        [r#"{"error":"schedule ID \"s\" already exists"}"#]
    );
    assert_eq!(ids(&plugin), [""; 0]);
}

#[test]
fn what_takes_its_place_within_the_callback_never_calls_back() {
    let cancel = text("cancel", r#"{"scheduleId":"s"}"#);
    let again = json!({"delaySeconds": 9, "payload": "again", "scheduleId": "s"});
    let again = text("again", &again.to_string());
    let callback = format!(
        r#"{cancel} {again} (func (export "nd_scheduler_callback") (result i32)
            (call $log (call $scheduler_cancelschedule (call $cancel)))
            (call $log (call $scheduler_scheduleonetime (call $again)))
            (i32.const 0))"#
    );
    let plugin = with_callback(&server(), &callback);
    once(&plugin, "s", 1);
    assert_eq!(plugin.advance(SECOND).len(), 1);
    assert_eq!(logged(&plugin), ["{}", r#"{"newScheduleId":"s"}"#]);
    assert_eq!(plugin.advance(60 * SECOND), []);
    assert_eq!(ids(&plugin), [""; 0]);
}

#[test]
fn firing_calls_back_now_whether_it_is_due_or_not() {
    let plugin = plugin(&server());
    again(&plugin, "nightly", "@daily");
    once(&plugin, "later", 600);
    let due = plugin.schedules()[0].next_run;
    for id in ["nightly", "later"] {
        let delivery = plugin.fire(id).expect("there is such a schedule");
        assert_eq!(runs(&[delivery]), [(0, id.to_owned())]);
    }
    assert_eq!(plugin.fire("later"), None);
    assert_eq!(plugin.schedules()[0].next_run, due);
    assert_eq!(plugin.advance(700 * SECOND), []);
    assert_eq!(plugin.deliveries().len(), 2);
}

#[test]
fn nothing_is_left_when_the_plugin_is_loaded_again() {
    let server = server();
    let before = plugin(&server);
    again(&before, "s", "@hourly");
    drop(before);
    let plugin = plugin(&server);
    assert_eq!(plugin.schedules(), []);
    assert_eq!(cancel(&plugin, "s"), error("schedule ID \"s\" not found"));
}

#[test]
fn runs_of_a_recurring_schedule_overlap() {
    let builder = Server::builder().timeout(3 * SECOND);
    let server = builder.start().unwrap();
    // Never returns, until its time is up.
    let callback = r#"(func (export "nd_scheduler_callback") (result i32)
        (call $log (call $input)) (loop (br 0)) (i32.const 0))"#;
    let plugin = with_callback(&server, callback);
    let live = plugin.start();
    again(&plugin, "s", "1s");
    let began = Instant::now();
    while logged(&plugin).len() < 2 && began.elapsed() < 10 * SECOND {
        thread::sleep(Duration::from_millis(20));
    }
    // The second has begun, and the first has not returned: what returned is a delivery.
    assert_eq!(logged(&plugin).len(), 2);
    assert_eq!(plugin.deliveries(), []);
    cancel(&plugin, "s");
    drop(live);
    let delivered = plugin.deliveries();
    assert!(delivered.len() >= 2, "{delivered:?}");
    assert!(
        delivered
            .iter()
            .all(|run| run.at > SystemTime::now() - 60 * SECOND)
    );
}
