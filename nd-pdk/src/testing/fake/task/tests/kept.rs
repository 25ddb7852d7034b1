//! How long tasks are there.

use super::*;

#[test]
fn finished_tasks_go_with_the_first_look_after_their_retention() {
    let tasks = queue_with(QueueConfig {
        retention_ms: 60_000,
        ..QueueConfig::default()
    });
    let (done, cancelled) = (tasks.add("a"), tasks.add("b"));
    tasks.cancel(&cancelled).unwrap();
    tasks.run(&Outcome::answered(""));
    tasks.world.clock.advance(Duration::from_secs(299));
    assert_eq!(tasks.task(&done).status, TaskStatus::Completed);
    let late = tasks.add("c");
    tasks.run(&Outcome::answered(""));
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
    tasks.run(&Outcome::answered(""));
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
    (callback.done)(&Outcome::answered(""));
    assert_eq!(tasks.task(&running).status, TaskStatus::Pending);
    assert_eq!(tasks.run(&Outcome::answered("")).0, "a");
    assert_eq!(tasks.run(&Outcome::answered("")).0, "b");
    assert_eq!(tasks.task(&pending).attempt, 1);
}

#[test]
fn the_five_minutes_between_looks_begin_with_loading() {
    let tasks = queue_with(QueueConfig::default());
    tasks.world.clock.advance(Duration::from_secs(200));
    tasks.unload();
    let config = QueueConfig {
        retention_ms: 60_000,
        ..QueueConfig::default()
    };
    tasks.create_queue("q", config).unwrap();
    tasks.add("a");
    tasks.run(&Outcome::answered(""));
    tasks.world.clock.advance(Duration::from_secs(299));
    assert_eq!(tasks.tasks().len(), 1);
    tasks.world.clock.advance(Duration::from_secs(1));
    assert_eq!(tasks.tasks(), []);
}
