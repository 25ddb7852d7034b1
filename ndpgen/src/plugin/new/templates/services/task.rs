//~ imports
use nd_pdk::host::task::{self, QueueConfig};
//~ code
const QUEUE: &str = "songs";

/// Tasks are kept when the server stops, queues are not: each load makes them anew. A task is enqueued from anywhere, here for a start.
fn create_queue() -> Result<(), Error> {
    // Without `max_retries` a task that fails is not tried again. The pause of 5 seconds doubles each time.
    let config = QueueConfig { max_retries: 3, backoff_ms: 5_000, ..QueueConfig::default() };
    task::create_queue(QUEUE, config)?;
    task::enqueue(QUEUE, SONG).map(drop)
}
//~ test imports
use nd_pdk::testing::TaskStatus;
//~ tests
#[test]
fn tasks_are_worked_off() {
    let host = host();
    host.load();
    assert_eq!(host.tasks().tasks()[0].status, TaskStatus::Pending);

    host.run_due();
    let task = &host.tasks().tasks()[0];
    assert_eq!((task.status, task.attempt), (TaskStatus::Completed, 1));
    assert_eq!(task.message, format!("done with {SONG}"));
}
