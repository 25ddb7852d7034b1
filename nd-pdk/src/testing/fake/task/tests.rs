//! Queues and tasks, as the plugin and the test see them.

mod kept;
mod order;
mod outcome;

use std::fmt;
use std::time::Duration;

use base64::Engine;
use serde_json::json;

use super::*;
use crate::taskworker::TaskExecuteRequest;
use crate::testing::world::Setup;

fn tasks() -> FakeTask {
    FakeTask::new(&World::default())
}

/// With this `maxConcurrency` in the manifest.
fn with_budget(task_max_concurrency: i32) -> FakeTask {
    let mut setup = Setup::default();
    setup.permissions.task_max_concurrency = task_max_concurrency;
    FakeTask::new(&World {
        setup: Rc::new(setup),
        ..World::default()
    })
}

fn queue_with(config: QueueConfig) -> FakeTask {
    let tasks = with_budget(100);
    tasks.create_queue("q", config).unwrap();
    tasks
}

fn text<T: fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().message
}

impl FakeTask {
    fn task(&self, id: &str) -> QueuedTask {
        let mut tasks = self.tasks().into_iter();
        tasks.find(|task| task.id == id).unwrap()
    }

    fn elapsed(&self) -> Duration {
        let start = World::default().clock.now();
        self.world.clock.now().duration_since(start).unwrap()
    }

    /// Begins the next call, with the clock at its time.
    fn begin(&self) -> Callback {
        let callback = self.take().expect("something is due");
        assert_eq!(callback.export, "nd_task_execute");
        self.world.clock.move_to(callback.at);
        callback
    }

    /// Makes the next call, which ends like this. Gives its payload and the milliseconds since the start.
    fn run(&self, outcome: &Outcome) -> (String, u128) {
        let callback = self.begin();
        let request: TaskExecuteRequest = serde_json::from_slice(&callback.input).unwrap();
        let at = self.elapsed().as_millis();
        (callback.done)(outcome);
        (String::from_utf8(request.payload).unwrap(), at)
    }

    fn add(&self, payload: &str) -> String {
        self.enqueue("q", payload.as_bytes()).unwrap()
    }
}

#[test]
fn a_task_runs_once_and_keeps_what_was_returned() {
    let tasks = queue_with(QueueConfig::default());
    let id = tasks.add("albums");
    assert_eq!(id.len(), 22);
    let pending = tasks.task(&id);
    assert_eq!((pending.status, pending.attempt), (TaskStatus::Pending, 0));
    assert_eq!(pending.next_run, tasks.due());

    let callback = tasks.begin();
    let input: serde_json::Value = serde_json::from_slice(&callback.input).unwrap();
    let payload = base64::prelude::BASE64_STANDARD.encode("albums");
    assert_eq!(
        input,
        json!({"queueName": "q", "taskId": id, "payload": payload, "attempt": 1})
    );
    assert_eq!(tasks.task(&id).status, TaskStatus::Running);
    (callback.done)(&Outcome::answered(r#""three albums""#));

    let info = tasks.get(&id).unwrap().unwrap();
    assert_eq!(
        info,
        TaskInfo {
            status: "completed".to_owned(),
            message: "three albums".to_owned(),
            attempt: 1
        }
    );
    assert_eq!(tasks.due(), None);
    assert!(tasks.take().is_none());
}

#[test]
fn settings_get_defaults_and_limits() {
    let tasks = with_budget(3);
    tasks
        .create_queue(
            "q",
            QueueConfig {
                concurrency: 10,
                retention_ms: 1,
                max_retries: 7,
                ..QueueConfig::default()
            },
        )
        .unwrap();
    assert_eq!(
        tasks.queues(),
        [TaskQueue {
            name: "q".to_owned(),
            config: QueueConfig {
                concurrency: 3,
                max_retries: 7,
                backoff_ms: 1000,
                delay_ms: 0,
                retention_ms: 60_000
            }
        }]
    );
}

#[test]
fn the_name_is_checked_first_then_the_budget_then_whether_it_is_taken() {
    let tasks = with_budget(1);
    let create = |name: &str| tasks.create_queue(name, QueueConfig::default());
    create("q").unwrap();
    assert_eq!(text(create("")), "queue name cannot be empty");
    assert_eq!(
        text(create(&"n".repeat(129))),
        "queue name exceeds maximum length of 128 bytes"
    );
    let exhausted = "concurrency budget exhausted (1/1 allocated)";
    assert_eq!(text(create("other")), exhausted);
    assert_eq!(text(create("q")), exhausted);

    let tasks = with_budget(2);
    let create = |name: &str| tasks.create_queue(name, QueueConfig::default());
    create("q").unwrap();
    assert_eq!(text(create("q")), r#"queue "q" already exists"#);
    create("other").unwrap();
    assert_eq!(
        text(create("third")),
        "concurrency budget exhausted (2/2 allocated)"
    );
}

#[test]
fn without_a_manifest_there_is_the_budget_of_one_that_does_not_name_it() {
    let tasks = tasks();
    let many = QueueConfig {
        concurrency: 4,
        ..QueueConfig::default()
    };
    tasks.create_queue("q", many).unwrap();
    assert_eq!(tasks.queues()[0].config.concurrency, 1);
    assert_eq!(
        text(tasks.create_queue("other", QueueConfig::default())),
        "concurrency budget exhausted (1/1 allocated)"
    );
}

#[test]
fn without_its_queue_nothing_is_enqueued_or_cleared() {
    let tasks = tasks();
    let missing = r#"queue "q" does not exist"#;
    assert_eq!(text(tasks.enqueue("q", b"")), missing);
    assert_eq!(text(tasks.clear_queue("q")), missing);
}

#[test]
fn a_payload_may_be_empty_but_not_exceed_a_mebibyte() {
    let tasks = queue_with(QueueConfig::default());
    tasks.enqueue("q", b"").unwrap();
    tasks.enqueue("q", &vec![0; 1_048_576]).unwrap();
    assert_eq!(
        text(tasks.enqueue("q", &vec![0; 1_048_577])),
        "payload size 1048577 exceeds maximum of 1048576 bytes"
    );
    assert_eq!(tasks.tasks().len(), 2);
}

#[test]
fn an_unknown_task_is_an_error() {
    let tasks = tasks();
    assert_eq!(text(tasks.get("x")), r#"task "x" not found"#);
    assert_eq!(text(tasks.cancel("x")), r#"task "x" not found"#);
}

#[test]
fn only_pending_tasks_can_be_cancelled() {
    let tasks = queue_with(QueueConfig::default());
    let (first, second) = (tasks.add("1"), tasks.add("2"));
    let refused = |id: &str, status: &str| {
        assert_eq!(
            text(tasks.cancel(id)),
            format!("task \"{id}\" cannot be cancelled (status: {status})")
        );
    };
    let callback = tasks.begin();
    refused(&first, "running");
    tasks.cancel(&second).unwrap();
    refused(&second, "cancelled");
    (callback.done)(&Outcome::answered(""));
    refused(&first, "completed");
    assert_eq!(tasks.due(), None);
}

#[test]
fn clearing_cancels_the_pending_tasks_of_one_queue() {
    let tasks = queue_with(QueueConfig::default());
    tasks.create_queue("other", QueueConfig::default()).unwrap();
    let (running, waiting) = (tasks.add("1"), tasks.add("2"));
    tasks.add("3");
    let elsewhere = tasks.enqueue("other", b"4").unwrap();
    let callback = tasks.begin();
    assert_eq!(tasks.clear_queue("q").unwrap(), 2);
    assert_eq!(tasks.clear_queue("q").unwrap(), 0);
    (callback.done)(&Outcome::answered(""));
    assert_eq!(tasks.task(&running).status, TaskStatus::Completed);
    assert_eq!(tasks.task(&waiting).status, TaskStatus::Cancelled);
    assert_ne!(tasks.task(&elsewhere).status, TaskStatus::Cancelled);
}
