//! Queues and tasks, as a plugin uses them, and how they outlive it. Must not look behind the service.

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use nd_host::{Delivery, LoadedPlugin, Server, ServerBuilder, Settings, TaskStatus};
use serde_json::{Value, json};

use crate::common::text;
use crate::relay::{ask, load, relay};

const SECOND: Duration = Duration::from_secs(1);
const MILLISECOND: Duration = Duration::from_millis(1);

/// Never returns, until its time is up.
const FOR_EVER: &str = r#"(func (export "nd_task_execute") (result i32)
    (call $log (call $input)) (loop (br 0)) (i32.const 0))"#;

fn frozen() -> ServerBuilder {
    Server::builder().frozen_clock(UNIX_EPOCH)
}

fn server() -> Server {
    frozen().start().expect("the server starts")
}

/// Writes its input to the log and returns this, as it is.
fn returning(output: &str) -> String {
    let output = text("returned", output);
    format!(
        r#"{output} (func (export "nd_task_execute") (result i32)
            (call $log (call $input)) (call $answer (call $returned)))"#
    )
}

fn failing(with: &str) -> String {
    let problem = text("problem", with);
    format!(
        r#"{problem} (func (export "nd_task_execute") (result i32)
            (call $error (call $problem)) (i32.const 1))"#
    )
}

fn plugin(server: &Server, execute: &str) -> LoadedPlugin {
    with_budget(server, 8, execute)
}

fn with_budget(server: &Server, max_concurrency: i32, execute: &str) -> LoadedPlugin {
    let permissions = json!({"taskqueue": {"maxConcurrency": max_concurrency}});
    load(server, &relay(&permissions, execute))
}

fn create(plugin: &LoadedPlugin, name: &str, config: &Value) -> Value {
    let request = json!({"name": name, "config": config});
    ask(plugin, "task_createqueue", &request)
}

fn enqueue(plugin: &LoadedPlugin, queue: &str, payload: &Value) -> Value {
    let request = json!({"queueName": queue, "payload": payload});
    ask(plugin, "task_enqueue", &request)
}

fn add(plugin: &LoadedPlugin) -> String {
    let id = enqueue(plugin, "q", &json!("AQ=="))["result"].take();
    id.as_str().expect("the task has an id").to_owned()
}

fn get(plugin: &LoadedPlugin, id: &str) -> Value {
    ask(plugin, "task_get", &json!({"taskId": id}))
}

fn cancel(plugin: &LoadedPlugin, id: &str) -> Value {
    ask(plugin, "task_cancel", &json!({"taskId": id}))
}

fn clear(plugin: &LoadedPlugin, queue: &str) -> Value {
    ask(plugin, "task_clearqueue", &json!({"queueName": queue}))
}

fn error(text: &str) -> Value {
    json!({"error": text})
}

fn info(status: &str, message: &str, attempt: i32) -> Value {
    json!({"result": {"status": status, "message": message, "attempt": attempt}})
}

/// The ids of the tasks that were run, and when, in milliseconds since the start.
fn runs(delivered: &[Delivery]) -> Vec<(u128, String)> {
    let run = |delivery: &Delivery| {
        let input: Value = serde_json::from_slice(&delivery.input).unwrap();
        let at = delivery.at.duration_since(UNIX_EPOCH).unwrap().as_millis();
        (at, input["taskId"].as_str().unwrap().to_owned())
    };
    delivered.iter().map(run).collect()
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < 20 * SECOND, "{what} does not come");
        thread::sleep(5 * MILLISECOND);
    }
}

fn statuses(plugin: &LoadedPlugin) -> Vec<TaskStatus> {
    plugin.tasks().into_iter().map(|task| task.status).collect()
}

#[test]
fn a_task_runs_once_and_what_was_returned_is_its_message() {
    let plugin = plugin(&server(), &returning("\"12 songs\""));
    assert_eq!(create(&plugin, "q", &json!({})), json!({}));
    assert_eq!(plugin.queues(), ["q"]);
    let id = add(&plugin);
    assert_eq!(id.len(), 22);
    assert_eq!(get(&plugin, &id), info("pending", "", 0));
    let delivered = plugin.run_due();
    assert_eq!(runs(&delivered), [(0, id.clone())]);
    let input = json!({"queueName": "q", "taskId": id, "payload": "AQ==", "attempt": 1});
    assert_eq!(
        serde_json::from_slice::<Value>(&delivered[0].input).unwrap(),
        input
    );
    assert_eq!(get(&plugin, &id), info("completed", "12 songs", 1));
    let task = &plugin.tasks()[0];
    assert_eq!(
        (task.queue.as_str(), &*task.payload, task.next_run),
        ("q", &[1][..], None)
    );
    assert_eq!(plugin.advance(60 * SECOND), []);
}

#[test]
fn the_name_is_checked_first_then_the_budget_then_whether_it_is_taken() {
    let plugin = with_budget(&server(), 3, FOR_EVER);
    create(&plugin, "a", &json!({"concurrency": 2}));
    let exists = error("queue \"a\" already exists");
    assert_eq!(create(&plugin, "a", &json!({})), exists);
    assert_eq!(create(&plugin, "b", &json!({"concurrency": 9})), json!({}));
    let exhausted = error("concurrency budget exhausted (3/3 allocated)");
    assert_eq!(create(&plugin, "a", &json!({})), exhausted);
    let empty = error("queue name cannot be empty");
    assert_eq!(create(&plugin, "", &json!({})), empty);
    let long = error("queue name exceeds maximum length of 128 bytes");
    assert_eq!(create(&plugin, &"q".repeat(129), &json!({})), long);
    assert_eq!(plugin.queues(), ["a", "b"]);
}

#[test]
fn what_is_not_there_is_an_error() {
    let plugin = plugin(&server(), FOR_EVER);
    let no_queue = error("queue \"q\" does not exist");
    assert_eq!(enqueue(&plugin, "q", &json!("")), no_queue);
    assert_eq!(clear(&plugin, "q"), no_queue);
    let no_task = error("task \"t\" not found");
    assert_eq!(get(&plugin, "t"), no_task);
    assert_eq!(cancel(&plugin, "t"), no_task);
}

#[test]
fn a_payload_may_be_empty_but_neither_null_nor_more_than_a_mebibyte() {
    let plugin = plugin(&server(), &returning(""));
    create(&plugin, "q", &json!({}));
    let null = error("enqueuing task: NOT NULL constraint failed: tasks.payload");
    assert_eq!(enqueue(&plugin, "q", &Value::Null), null);
    // 1,048,578 bytes.
    let large = json!("A".repeat(1_398_104));
    let refused = error("payload size 1048578 exceeds maximum of 1048576 bytes");
    assert_eq!(enqueue(&plugin, "q", &large), refused);
    let id = enqueue(&plugin, "q", &json!(""))["result"].take();
    plugin.run_due();
    let id = id.as_str().unwrap();
    assert_eq!(get(&plugin, id), info("completed", "", 1));
    assert_eq!(plugin.tasks().len(), 1);
}

#[test]
fn only_what_is_pending_can_be_cancelled() {
    let plugin = plugin(&server(), &returning(""));
    create(&plugin, "q", &json!({}));
    let ids = [add(&plugin), add(&plugin), add(&plugin)];
    assert_eq!(cancel(&plugin, &ids[0]), json!({}));
    let refused = format!(
        "task \"{}\" cannot be cancelled (status: cancelled)",
        ids[0]
    );
    assert_eq!(cancel(&plugin, &ids[0]), error(&refused));
    assert_eq!(clear(&plugin, "q"), json!({"result": 2}));
    assert_eq!(clear(&plugin, "q"), json!({}));
    assert_eq!(plugin.run_due(), []);
    assert_eq!(statuses(&plugin), [TaskStatus::Cancelled; 3]);
}

#[test]
fn a_failed_task_is_tried_again_after_twice_the_pause_each_time() {
    let plugin = plugin(&server(), &failing("service is down"));
    create(&plugin, "q", &json!({"maxRetries": 2, "backoffMs": 10_000}));
    let id = add(&plugin);
    plugin.run_due();
    assert_eq!(get(&plugin, &id), info("pending", "", 1));
    let tries = runs(&plugin.advance(100 * SECOND));
    assert_eq!(tries, [(10_000, id.clone()), (30_000, id.clone())]);
    let message = "plugin call failed: service is down";
    assert_eq!(get(&plugin, &id), info("failed", message, 3));
}

#[test]
fn whatever_is_no_string_counts_as_a_failure() {
    let minus_two = r#"(func (export "nd_task_execute") (result i32) (i32.const -2))"#;
    let cases = [
        (
            minus_two.to_owned(),
            "function not implemented: nd_task_execute",
        ),
        (
            returning("7"),
            "json: cannot unmarshal the output into a string: invalid type: integer `7`, expected a string at line 1 column 1",
        ),
    ];
    for (execute, message) in cases {
        let plugin = plugin(&server(), &execute);
        create(&plugin, "q", &json!({}));
        let id = add(&plugin);
        plugin.run_due();
        assert_eq!(get(&plugin, &id), info("failed", message, 1));
    }
}

#[test]
fn the_delay_spaces_tasks_and_those_that_wait_are_running() {
    let plugin = plugin(&server(), &returning(""));
    create(&plugin, "q", &json!({"delayMs": 30_000}));
    let ids = [add(&plugin), add(&plugin)];
    assert_eq!(runs(&plugin.advance(SECOND)), [(0, ids[0].clone())]);
    assert_eq!(get(&plugin, &ids[1]), info("running", "", 1));
    let start = Some(UNIX_EPOCH + 30 * SECOND);
    assert_eq!(plugin.tasks()[1].next_run, start);
    let refused = format!("task \"{}\" cannot be cancelled (status: running)", ids[1]);
    assert_eq!(cancel(&plugin, &ids[1]), error(&refused));
    assert_eq!(
        runs(&plugin.advance(30 * SECOND)),
        [(30_000, ids[1].clone())]
    );
}

#[test]
fn finished_tasks_are_forgotten_when_their_queue_is_there() {
    let server = server();
    let before = plugin(&server, &returning(""));
    create(&before, "q", &json!({"retentionMs": 1}));
    let id = add(&before);
    before.run_due();
    before.advance(299 * SECOND);
    assert_eq!(get(&before, &id), info("completed", "", 1));
    drop(before);

    let plugin = plugin(&server, &returning(""));
    plugin.advance(1_000 * SECOND);
    assert_eq!(get(&plugin, &id), info("completed", "", 1));
    create(&plugin, "q", &json!({"retentionMs": 1}));
    plugin.advance(300 * SECOND);
    assert_eq!(
        get(&plugin, &id),
        error(&format!("task \"{id}\" not found"))
    );
}

#[test]
fn tasks_outlive_the_server_and_wait_for_their_queue() {
    let folder = tempfile::tempdir().unwrap();
    let start = |folder: &Path| frozen().data_folder(folder).start().unwrap();
    let server = start(folder.path());
    let before = plugin(&server, &returning(""));
    create(&before, "q", &json!({"delayMs": 60_000}));
    let ids = [add(&before), add(&before), add(&before)];
    before.run_due();
    // The second has a worker, and waits.
    assert_eq!(get(&before, &ids[1]), info("running", "", 1));
    drop((before, server));

    let server = start(folder.path());
    let plugin = plugin(&server, &returning(""));
    assert_eq!(
        statuses(&plugin),
        [
            TaskStatus::Completed,
            TaskStatus::Pending,
            TaskStatus::Pending
        ]
    );
    // Its try did not count.
    assert_eq!(get(&plugin, &ids[1]), info("pending", "", 0));
    assert_eq!(plugin.run_due(), []);
    create(&plugin, "q", &json!({}));
    let rest = runs(&plugin.run_due());
    assert_eq!(rest, [(0, ids[1].clone()), (0, ids[2].clone())]);
}

#[test]
fn a_task_that_runs_when_the_plugin_is_unloaded_is_pending_again() {
    let server = Server::builder().start().unwrap();
    let before = plugin(&server, FOR_EVER);
    create(&before, "q", &json!({}));
    let id = add(&before);
    let live = before.start();
    wait_until("the call", || !before.log().is_empty());
    assert_eq!(statuses(&before), [TaskStatus::Running]);
    drop(before);
    drop(live);
    let plugin = plugin(&server, &returning(""));
    assert_eq!(get(&plugin, &id), info("pending", "", 0));
}

#[test]
fn a_queue_runs_as_many_tasks_at_once_as_it_may() {
    let builder = Server::builder().timeout(2 * SECOND);
    let plugin = plugin(&builder.start().unwrap(), FOR_EVER);
    create(&plugin, "q", &json!({"concurrency": 3}));
    let live = plugin.start();
    for _ in 0..5 {
        add(&plugin);
    }
    wait_until("the third call", || plugin.log().len() >= 3);
    assert_eq!(plugin.deliveries(), []);
    let running = |status: &&TaskStatus| **status == TaskStatus::Running;
    assert_eq!(statuses(&plugin).iter().filter(running).count(), 3);
    drop(live);
}

#[test]
fn many_threads_enqueue_and_every_task_runs_once() {
    let server = Server::builder().start().unwrap();
    let plugin = plugin(&server, &returning("\"ok\""));
    create(&plugin, "q", &json!({"concurrency": 4}));
    let live = plugin.start();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..10).for_each(|_| drop(add(&plugin))));
        }
    });
    wait_until("the last task", || {
        statuses(&plugin) == [TaskStatus::Completed; 40]
    });
    drop(live);
    let ran: Vec<String> = runs(&plugin.deliveries())
        .into_iter()
        .map(|(_, id)| id)
        .collect();
    let tasks: BTreeSet<String> = plugin.tasks().into_iter().map(|task| task.id).collect();
    assert_eq!((ran.len(), BTreeSet::from_iter(ran)), (40, tasks));
}

#[test]
fn two_servers_cannot_have_the_same_tasks() {
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let builder = Server::builder().data_folder(folder.path());
        builder.start().unwrap()
    };
    let (one, other) = (start(), start());
    let first = plugin(&one, FOR_EVER);
    let package = relay(&json!({"taskqueue": {}}), FOR_EVER);
    let refused = other.load(&package, &Settings::new()).unwrap_err();
    let refused = format!("{refused:#}");
    assert!(
        refused.starts_with("creating Task service: opening "),
        "{refused}"
    );
    assert!(refused.ends_with("database is locked"), "{refused}");
    drop(first);
    assert!(other.load(&package, &Settings::new()).is_ok());
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("plugins/relay");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("taskqueue.db"), [b'x'; 5_000]).unwrap();
    let server = frozen().data_folder(folder.path()).start().unwrap();
    let package = relay(&json!({"taskqueue": {}}), FOR_EVER);
    let refused = server.load(&package, &Settings::new()).unwrap_err();
    let refused = format!("{refused:#}");
    assert!(
        refused.starts_with("creating Task service: opening "),
        "{refused}"
    );
    assert!(refused.ends_with("file is not a database"), "{refused}");
}
