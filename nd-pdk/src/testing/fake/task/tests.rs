//! Queues and tasks, as the plugin and the test see them.

use std::time::Duration;

use base64::Engine;
use proptest::prelude::*;
use serde_json::json;

use super::*;
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
    let tasks = tasks();
    tasks.create_queue("q", config).unwrap();
    tasks
}

fn text<T: fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().message
}

fn returned(output: &str) -> Outcome {
    Outcome {
        code: 0,
        output: Some(output.into()),
        error: None,
    }
}

fn failed(error: &str) -> Outcome {
    Outcome {
        code: -1,
        output: None,
        error: Some(error.to_owned()),
    }
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
    (callback.done)(&returned(r#""three albums""#));

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
    (callback.done)(&returned(""));
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
    (callback.done)(&returned(""));
    assert_eq!(tasks.task(&running).status, TaskStatus::Completed);
    assert_eq!(tasks.task(&waiting).status, TaskStatus::Cancelled);
    assert_ne!(tasks.task(&elsewhere).status, TaskStatus::Cancelled);
}

#[test]
fn a_failed_task_is_tried_again_after_twice_the_pause_each_time() {
    let tasks = queue_with(QueueConfig {
        max_retries: 3,
        backoff_ms: 500,
        ..QueueConfig::default()
    });
    let id = tasks.add("p");
    let error = failed("no connection");
    assert_eq!(tasks.run(&error).1, 0);
    let between = tasks.task(&id);
    assert_eq!((between.status, between.attempt), (TaskStatus::Pending, 1));
    assert_eq!(between.message, "");
    let times = [1, 2, 3].map(|_| tasks.run(&error).1);
    assert_eq!(times, [500, 1_500, 3_500]);
    let after = tasks.task(&id);
    assert_eq!((after.status, after.attempt), (TaskStatus::Failed, 4));
    assert_eq!(after.message, "plugin call failed: no connection");
    assert_eq!(tasks.due(), None);
}

#[test]
fn whatever_is_no_string_counts_as_a_failure() {
    let not_implemented = Outcome {
        code: -2,
        output: None,
        error: None,
    };
    let exited = Outcome {
        code: -1,
        output: None,
        error: None,
    };
    for (outcome, message) in [
        (not_implemented, "function not implemented: nd_task_execute"),
        (exited, "plugin call exited with code 4294967295"),
        (returned("7"), "json: cannot unmarshal"),
        (returned("done"), "json: cannot unmarshal"),
    ] {
        let tasks = queue_with(QueueConfig::default());
        let id = tasks.add("p");
        tasks.run(&outcome);
        let task = tasks.task(&id);
        assert_eq!(task.status, TaskStatus::Failed);
        assert!(task.message.starts_with(message), "{}", task.message);
    }
}

#[test]
fn an_empty_output_completes_without_a_message() {
    for output in [None, Some(""), Some("null"), Some(r#""""#)] {
        let tasks = queue_with(QueueConfig::default());
        let id = tasks.add("p");
        tasks.run(&Outcome {
            code: 0,
            output: output.map(Into::into),
            error: None,
        });
        let task = tasks.task(&id);
        assert_eq!(
            (task.status, task.message),
            (TaskStatus::Completed, String::new())
        );
    }
}

#[test]
fn tasks_run_by_the_time_of_their_next_try_then_as_they_were_enqueued() {
    let tasks = queue_with(QueueConfig {
        max_retries: 1,
        ..QueueConfig::default()
    });
    for payload in ["a", "b", "c"] {
        tasks.add(payload);
    }
    let order =
        [failed("no"), returned(""), returned(""), returned("")].map(|outcome| tasks.run(&outcome));
    let expected = [("a", 0), ("b", 0), ("c", 0), ("a", 1000)];
    assert_eq!(
        order,
        expected.map(|(payload, at)| (payload.to_owned(), at))
    );
}

#[test]
fn the_delay_spaces_the_tasks_of_a_queue_and_those_that_wait_are_running() {
    let tasks = queue_with(QueueConfig {
        delay_ms: 2_000,
        ..QueueConfig::default()
    });
    tasks.create_queue("other", QueueConfig::default()).unwrap();
    let ids = ["a", "b", "c"].map(|payload| tasks.add(payload));
    tasks.enqueue("other", b"d").unwrap();
    assert_eq!(tasks.run(&returned("")), ("a".to_owned(), 0));

    let waiting = tasks.task(&ids[1]);
    assert_eq!((waiting.status, waiting.attempt), (TaskStatus::Running, 1));
    assert_eq!(
        waiting.next_run,
        Some(tasks.world.clock.now() + Duration::from_secs(2))
    );
    assert_eq!(tasks.task(&ids[2]).status, TaskStatus::Pending);

    let rest = [1, 2, 3].map(|_| tasks.run(&returned("")));
    let expected = [("d", 0), ("b", 2_000), ("c", 4_000)];
    assert_eq!(rest, expected.map(|(payload, at)| (payload.to_owned(), at)));
}

#[test]
fn a_queue_that_was_idle_longer_than_its_delay_starts_at_once() {
    let tasks = queue_with(QueueConfig {
        delay_ms: 2_000,
        ..QueueConfig::default()
    });
    tasks.add("a");
    tasks.run(&returned(""));
    tasks.world.clock.advance(Duration::from_secs(5));
    tasks.add("b");
    assert_eq!(tasks.run(&returned("")), ("b".to_owned(), 5_000));
}

#[test]
fn as_many_tasks_are_running_as_the_queue_has_workers() {
    let tasks = queue_with(QueueConfig {
        concurrency: 2,
        ..QueueConfig::default()
    });
    let ids = ["a", "b", "c"].map(|payload| tasks.add(payload));
    let callback = tasks.begin();
    let statuses = ids.each_ref().map(|id| tasks.task(id).status);
    assert_eq!(
        statuses,
        [
            TaskStatus::Running,
            TaskStatus::Running,
            TaskStatus::Pending
        ]
    );
    (callback.done)(&returned(""));
    assert_eq!(tasks.run(&returned("")).0, "b");
    assert_eq!(tasks.run(&returned("")).0, "c");
}

#[test]
fn a_task_may_enqueue_the_next_one() {
    let tasks = queue_with(QueueConfig::default());
    tasks.add("a");
    let callback = tasks.begin();
    tasks.add("b");
    (callback.done)(&returned(""));
    assert_eq!(tasks.run(&returned("")).0, "b");
}

#[test]
fn finished_tasks_go_with_the_first_look_after_their_retention() {
    let tasks = queue_with(QueueConfig {
        retention_ms: 60_000,
        ..QueueConfig::default()
    });
    let (done, cancelled) = (tasks.add("a"), tasks.add("b"));
    tasks.cancel(&cancelled).unwrap();
    tasks.run(&returned(""));
    tasks.world.clock.advance(Duration::from_secs(299));
    assert_eq!(tasks.task(&done).status, TaskStatus::Completed);
    let late = tasks.add("c");
    tasks.run(&returned(""));
    let pending = tasks.add("d");
    tasks.world.clock.advance(Duration::from_secs(1));
    for gone in [&done, &cancelled] {
        assert_eq!(text(tasks.get(gone)), format!("task {gone:?} not found"));
    }
    assert_eq!(tasks.task(&late).status, TaskStatus::Completed);
    tasks.world.clock.advance(Duration::from_secs(300));
    assert_eq!(tasks.tasks(), [tasks.task(&pending)]);
}

#[test]
fn tasks_of_a_queue_that_was_not_created_again_are_kept() {
    let tasks = queue_with(QueueConfig::default());
    let id = tasks.add("a");
    tasks.run(&returned(""));
    tasks.unload();
    tasks.world.clock.advance(Duration::from_secs(100_000));
    assert_eq!(tasks.task(&id).status, TaskStatus::Completed);
    tasks.create_queue("q", QueueConfig::default()).unwrap();
    tasks.world.clock.advance(Duration::from_secs(300));
    assert_eq!(tasks.tasks(), []);
}

#[test]
fn tasks_survive_unloading_and_wait_for_their_queue() {
    let tasks = queue_with(QueueConfig::default());
    let (running, pending) = (tasks.add("a"), tasks.add("b"));
    let callback = tasks.begin();
    tasks.unload();
    assert_eq!(tasks.queues(), []);
    assert_eq!(tasks.due(), None);
    let back = tasks.task(&running);
    assert_eq!((back.status, back.attempt), (TaskStatus::Pending, 0));

    // The call that was running ends, and nobody is interested any more.
    tasks.create_queue("q", QueueConfig::default()).unwrap();
    (callback.done)(&returned(""));
    assert_eq!(tasks.task(&running).status, TaskStatus::Pending);
    assert_eq!(tasks.run(&returned("")).0, "a");
    assert_eq!(tasks.run(&returned("")).0, "b");
    assert_eq!(tasks.task(&pending).attempt, 1);
}

#[test]
fn settings_beyond_all_measure_do_no_harm() {
    let tasks = queue_with(QueueConfig {
        concurrency: i32::MAX,
        max_retries: i32::MAX,
        backoff_ms: i64::MAX,
        delay_ms: i64::MAX,
        retention_ms: i64::MAX,
    });
    for payload in ["a", "b", "c"] {
        tasks.add(payload);
    }
    assert_eq!(tasks.run(&failed("no")), ("a".to_owned(), 0));
    assert!(tasks.due() > Some(tasks.world.clock.now()));
}

proptest! {
    #[test]
    fn every_task_ends_after_as_many_tries_as_its_queue_allows(
        concurrency in 0..5,
        max_retries in -1..5,
        delay_ms in -1_i64..3_000,
        outcomes in proptest::collection::vec(any::<bool>(), 1..40),
        count in 1_usize..8,
    ) {
        let tasks = queue_with(QueueConfig { concurrency, max_retries, delay_ms, ..QueueConfig::default() });
        for payload in 0..count {
            tasks.add(&payload.to_string());
        }
        let mut outcomes = outcomes.into_iter();
        let mut last = None;
        while let Some(due) = tasks.due() {
            let running = tasks.tasks().iter().filter(|task| task.status == TaskStatus::Running).count();
            prop_assert!(running <= concurrency.max(1) as usize);
            let callback = tasks.take().unwrap();
            prop_assert_eq!(callback.at, due.max(tasks.world.clock.now()));
            if let Some(last) = last {
                prop_assert!(callback.at >= last + Duration::from_millis(delay_ms.max(0) as u64));
            }
            last = Some(callback.at);
            tasks.world.clock.move_to(callback.at);
            let succeeds = outcomes.next().unwrap_or(true);
            (callback.done)(&if succeeds { returned("") } else { failed("no") });
        }
        for task in tasks.tasks() {
            prop_assert!(task.attempt >= 1 && task.attempt <= max_retries.max(0) + 1);
            match task.status {
                TaskStatus::Completed => {}
                TaskStatus::Failed => prop_assert_eq!(task.attempt, max_retries.max(0) + 1),
                TaskStatus::Pending | TaskStatus::Running | TaskStatus::Cancelled => prop_assert!(false, "{task:?}"),
            }
        }
    }
}
