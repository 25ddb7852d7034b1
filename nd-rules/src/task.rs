//! Settings and retries of task queues.
