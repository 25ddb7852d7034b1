//! Which task runs when.

use proptest::prelude::*;

use super::*;

#[test]
fn tasks_run_by_the_time_of_their_next_try_then_as_they_were_enqueued() {
    let tasks = queue_with(QueueConfig {
        max_retries: 1,
        ..QueueConfig::default()
    });
    for payload in ["a", "b", "c"] {
        tasks.add(payload);
    }
    let order = [
        Outcome::failed("no"),
        Outcome::answered(""),
        Outcome::answered(""),
        Outcome::answered(""),
    ]
    .map(|outcome| tasks.run(&outcome));
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
    assert_eq!(tasks.run(&Outcome::answered("")), ("a".to_owned(), 0));

    let waiting = tasks.task(&ids[1]);
    assert_eq!((waiting.status, waiting.attempt), (TaskStatus::Running, 1));
    assert_eq!(
        waiting.next_run,
        Some(tasks.world.clock.now() + Duration::from_secs(2))
    );
    assert_eq!(tasks.task(&ids[2]).status, TaskStatus::Pending);

    let rest = [1, 2, 3].map(|_| tasks.run(&Outcome::answered("")));
    let expected = [("d", 0), ("b", 2_000), ("c", 4_000)];
    assert_eq!(rest, expected.map(|(payload, at)| (payload.to_owned(), at)));
}

#[test]
fn a_task_that_waits_for_the_delay_is_running_as_soon_as_it_is_due() {
    let tasks = queue_with(QueueConfig {
        delay_ms: 5_000,
        max_retries: 1,
        ..QueueConfig::default()
    });
    let first = tasks.add("a");
    tasks.run(&Outcome::failed("no"));
    let state = |id: &str| {
        let task = tasks.task(id);
        (task.status, task.attempt)
    };
    assert_eq!(state(&first), (TaskStatus::Pending, 1));
    tasks.world.clock.advance(Duration::from_secs(1));
    assert_eq!(state(&first), (TaskStatus::Running, 2));
    assert_eq!(
        text(tasks.cancel(&first)),
        format!("task \"{first}\" cannot be cancelled (status: running)")
    );
    // The only worker has the other one.
    let second = tasks.add("b");
    assert_eq!(state(&second), (TaskStatus::Pending, 0));
    assert_eq!(tasks.run(&Outcome::answered("")), ("a".to_owned(), 5_000));
    assert_eq!(state(&second), (TaskStatus::Running, 1));
    assert_eq!(tasks.run(&Outcome::answered("")), ("b".to_owned(), 10_000));

    let third = tasks.add("c");
    assert_eq!(state(&third), (TaskStatus::Running, 1));
    assert_eq!(tasks.clear_queue("q").unwrap(), 0);
}

#[test]
fn when_the_test_looks_makes_no_difference_to_a_task_that_waits() {
    let ends = [false, true].map(|looks| {
        let tasks = queue_with(QueueConfig {
            delay_ms: 5_000,
            ..QueueConfig::default()
        });
        tasks.add("a");
        tasks.run(&Outcome::answered(""));
        let id = tasks.add("b");
        tasks.world.clock.advance(Duration::from_secs(1));
        if looks {
            let _ = tasks.tasks();
        }
        tasks.world.clock.advance(Duration::from_secs(9));
        (tasks.task(&id).next_run, tasks.take().map(|call| call.at))
    });
    let start = World::default().clock.now() + Duration::from_secs(5);
    assert_eq!(ends, [(Some(start), Some(start)); 2]);
}

#[test]
fn a_queue_that_was_idle_longer_than_its_delay_starts_at_once() {
    let tasks = queue_with(QueueConfig {
        delay_ms: 2_000,
        ..QueueConfig::default()
    });
    tasks.add("a");
    tasks.run(&Outcome::answered(""));
    tasks.world.clock.advance(Duration::from_secs(5));
    tasks.add("b");
    assert_eq!(tasks.run(&Outcome::answered("")), ("b".to_owned(), 5_000));
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
    (callback.done)(&Outcome::answered(""));
    assert_eq!(tasks.run(&Outcome::answered("")).0, "b");
    assert_eq!(tasks.run(&Outcome::answered("")).0, "c");
}

#[test]
fn a_task_may_enqueue_the_next_one() {
    let tasks = queue_with(QueueConfig::default());
    tasks.add("a");
    let callback = tasks.begin();
    tasks.add("b");
    (callback.done)(&Outcome::answered(""));
    assert_eq!(tasks.run(&Outcome::answered("")).0, "b");
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
    assert_eq!(tasks.run(&Outcome::failed("no")), ("a".to_owned(), 0));
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
            (callback.done)(&if succeeds { Outcome::answered("") } else { Outcome::failed("no") });
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
