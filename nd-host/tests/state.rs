//! What plugins keep on the local server: cached and stored values, schedules, tasks.

#[path = "state/cache.rs"]
mod cache;
mod common;
#[path = "state/driver.rs"]
mod driver;
#[path = "state/kvstore.rs"]
mod kvstore;
#[path = "state/relay.rs"]
mod relay;
#[path = "state/scheduler.rs"]
mod scheduler;
#[path = "state/task.rs"]
mod task;
