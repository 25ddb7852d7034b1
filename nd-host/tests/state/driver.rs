//! Who makes calls that are due, and who listens to them. Must not look at what services plan.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use nd_host::{LoadedPlugin, Outcome, Server, ServerBuilder, Settings};
use serde_json::json;

use crate::common::{export, module, package};
use crate::relay::{ask, load, relay};

const HOUR: Duration = Duration::from_secs(3_600);

fn start(builder: ServerBuilder) -> Server {
    builder.start().expect("the server starts")
}

fn plugin(server: &Server) -> LoadedPlugin {
    load(server, &relay(&json!({"scheduler": {}}), ""))
}

fn plan(plugin: &LoadedPlugin, delay_seconds: i32) {
    let request = json!({"delaySeconds": delay_seconds, "payload": "p", "scheduleId": ""});
    let reply = ask(plugin, "scheduler_scheduleonetime", &request);
    assert!(reply["newScheduleId"].is_string(), "{reply}");
}

fn wait_for(plugin: &LoadedPlugin, count: usize) {
    let began = Instant::now();
    while plugin.deliveries().len() < count && began.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(plugin.deliveries().len(), count);
}

#[test]
fn time_can_be_moved_to_its_end_and_no_further() {
    let server = start(Server::builder().frozen_clock(UNIX_EPOCH));
    let plugin = plugin(&server);
    plan(&plugin, i32::MAX);
    plan(&plugin, i32::MIN);
    assert_eq!(plugin.advance(Duration::MAX).len(), 2);
    let end = plugin.now();
    assert_eq!(plugin.advance(Duration::MAX), []);
    assert_eq!(plugin.now(), end);

    // What is planned at the end of time is never due; planning it is no error.
    plan(&plugin, i32::MAX);
    plan(&plugin, 0);
    assert_eq!(plugin.advance(Duration::MAX).len(), 1);
}

#[test]
fn whoever_waits_for_a_time_notices_that_it_was_moved() {
    let server = start(Server::builder());
    let [waiting, other] = [(); 2].map(|()| plugin(&server));
    let live = waiting.start();
    plan(&waiting, 2 * 3_600);
    assert_eq!(waiting.deliveries(), []);

    assert_eq!(other.advance(2 * HOUR), [], "calls of the other one");

    wait_for(&waiting, 1);
    drop(live);
}

#[test]
fn however_many_calls_are_due_at_once_each_is_made_once() {
    let server = start(Server::builder());
    let plugin = plugin(&server);
    let planned = 200;
    for _ in 0..planned {
        plan(&plugin, 0);
    }
    let live = plugin.start();
    // Two who make them do not get into each other's way.
    plugin.run_due();
    wait_for(&plugin, planned);
    drop(live);
    assert_eq!(plugin.deliveries().len(), planned);
    assert_eq!(plugin.schedules(), []);
}

#[test]
fn a_listener_that_panics_ends_the_call_and_nothing_else() {
    static PANICS: AtomicBool = AtomicBool::new(true);
    let wasm = module(&format!(
        r#"(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
        (import "extism:host/env" "log_info" (func $log (param i64))) {}"#,
        export("say", "(call $log (call $alloc (i64.const 3)))"),
    ));
    let listener = |_: &_| assert!(!PANICS.load(Ordering::SeqCst), "enough");
    let server = start(Server::builder().on_log(listener));
    let package = package(&json!({}), wasm);
    let plugin = server.load(&package, &Settings::new()).unwrap();
    let outcome = plugin.call("say", "{}").outcome;
    assert_eq!(
        outcome,
        Outcome::Failed("enough (recovered by wazero)".to_owned())
    );
    PANICS.store(false, Ordering::SeqCst);
    assert_eq!(plugin.call("say", "{}").outcome, Outcome::Ok(vec![]));
}
