//! The workers of one queue: which tasks they have, and when those may start. Must not know where tasks are kept.

use std::time::{Duration, SystemTime};

use crate::task::Settings;

/// A queue that was created.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) name: String,
    pub(super) settings: Settings,
    /// Before that time no task may start, because of the delay.
    closed_until: Option<SystemTime>,
    /// Those that have a task.
    pub(super) workers: Vec<Worker>,
}

/// A worker with a task.
#[derive(Debug)]
pub(super) struct Worker {
    /// Counts the tries of all queues.
    pub(super) ticket: u64,
    pub(super) task: String,
    /// When a worker could have taken the task.
    pub(super) due: SystemTime,
    pub(super) phase: Phase,
}

/// What a worker is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It waits for the queue's delay, or to be asked.
    Waiting { start: SystemTime },
    /// The plugin is being called.
    Executing,
}

impl Queue {
    pub(super) fn new(name: &str, settings: Settings) -> Self {
        Self {
            name: name.to_owned(),
            settings,
            closed_until: None,
            workers: Vec::new(),
        }
    }

    pub(super) fn has_free_worker(&self) -> bool {
        let workers = usize::try_from(self.settings.concurrency).unwrap_or(0);
        self.workers.len() < workers
    }

    /// When a task that is there at this time may start.
    pub(super) fn start(&self, time: SystemTime) -> SystemTime {
        self.closed_until.map_or(time, |closed| closed.max(time))
    }

    /// Gives a free worker a task that it takes at this time.
    pub(super) fn give(&mut self, ticket: u64, task: String, due: SystemTime, at: SystemTime) {
        let start = self.start(at);
        self.closed_until = Some(later(start, self.settings.delay()));
        self.workers.push(Worker {
            ticket,
            task,
            due,
            phase: Phase::Waiting { start },
        });
    }

    /// Frees a worker; gives its task.
    pub(super) fn free(&mut self, ticket: u64) -> Option<String> {
        let index = self.workers.iter().position(|w| w.ticket == ticket)?;
        Some(self.workers.remove(index).task)
    }
}

impl Worker {
    /// When the plugin is to be called.
    pub(super) fn start(&self) -> Option<SystemTime> {
        match self.phase {
            Phase::Waiting { start } => Some(start),
            Phase::Executing => None,
        }
    }
}

/// A delay may be longer than times go; then it is as good as over.
pub(super) fn later(time: SystemTime, by: Duration) -> SystemTime {
    time.checked_add(by).unwrap_or(time)
}
