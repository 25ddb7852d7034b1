//! Which task runs when: workers, delays, retries, retention.
//!
//! Must not read the clock or know how a call of the plugin looks.

use std::time::{Duration, SystemTime};

use nd_rules::task::{SWEEP_INTERVAL, Settings};

use super::QueuedTask;
use super::phase::Phase;

/// The queues of a plugin, and its tasks, which outlive them.
#[derive(Debug)]
pub(super) struct Queues {
    queues: Vec<Queue>,
    /// In the order they were enqueued.
    tasks: Vec<Task>,
    /// How often the plugin was unloaded.
    unloads: u32,
    /// When finished tasks were looked through.
    swept: SystemTime,
}

#[derive(Debug)]
struct Queue {
    name: String,
    settings: Settings,
    /// Before that time no task may start, because of the delay.
    closed_until: Option<SystemTime>,
}

#[derive(Debug)]
struct Task {
    id: String,
    queue: String,
    payload: Vec<u8>,
    attempt: i32,
    message: String,
    /// When a worker may take it for its next try, or might for the last.
    due: SystemTime,
    phase: Phase,
}

/// A try of a task.
pub(super) struct Run {
    pub(super) at: SystemTime,
    id: String,
    unloads: u32,
}

impl Queues {
    pub(super) fn new(now: SystemTime) -> Self {
        Self {
            queues: Vec::new(),
            tasks: Vec::new(),
            unloads: 0,
            swept: now,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Settings)> {
        self.queues
            .iter()
            .map(|queue| (queue.name.as_str(), queue.settings))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.queues.iter().any(|queue| queue.name == name)
    }

    /// How many tasks may run at once, over all queues.
    pub(super) fn allocated(&self) -> i32 {
        self.all().map(|(_, settings)| settings.concurrency).sum()
    }

    pub(super) fn create(&mut self, name: &str, settings: Settings) {
        self.queues.push(Queue {
            name: name.to_owned(),
            settings,
            closed_until: None,
        });
    }

    pub(super) fn enqueue(&mut self, id: &str, queue: &str, payload: &[u8], now: SystemTime) {
        self.tasks.push(Task {
            id: id.to_owned(),
            queue: queue.to_owned(),
            payload: payload.to_owned(),
            attempt: 0,
            message: String::new(),
            due: now,
            phase: Phase::Pending,
        });
    }

    pub(super) fn tasks(&self) -> Vec<QueuedTask> {
        self.tasks.iter().map(Task::show).collect()
    }

    pub(super) fn get(&self, id: &str) -> Option<QueuedTask> {
        self.tasks.iter().find(|task| task.id == id).map(Task::show)
    }

    /// Whether it was pending, and now is cancelled.
    pub(super) fn cancel(&mut self, id: &str, now: SystemTime) -> bool {
        self.cancel_where(|task| task.id == id, now) > 0
    }

    /// How many tasks were pending, and now are cancelled.
    pub(super) fn clear(&mut self, queue: &str, now: SystemTime) -> usize {
        self.cancel_where(|task| task.queue == queue, now)
    }

    fn cancel_where(&mut self, chosen: impl Fn(&Task) -> bool, now: SystemTime) -> usize {
        let pending = self
            .tasks
            .iter_mut()
            .filter(|task| chosen(task) && task.phase == Phase::Pending);
        pending
            .map(|task| task.phase = Phase::Cancelled { at: now })
            .count()
    }

    /// When the next try starts.
    pub(super) fn due(&self) -> Option<SystemTime> {
        let queues = self.queues.iter();
        queues
            .flat_map(|queue| {
                let taken = self.of(queue).filter_map(|task| task.phase.start()).min();
                let next = self.next_for(queue);
                let next = next.map(|task| queue.start(self.tasks[task].due));
                [taken, next]
            })
            .flatten()
            .min()
    }

    /// Starts the try that is due next: now, or at its time if that is still to come.
    pub(super) fn start(&mut self, now: SystemTime) -> Option<(Run, QueuedTask)> {
        self.hand_out(self.due()?.max(now));
        let taken = self
            .tasks
            .iter_mut()
            .filter_map(|task| Some((task.phase.start()?, task)));
        let (at, task) = taken.min_by_key(|(start, task)| (*start, task.due))?;
        task.phase = Phase::Executing;
        let run = Run {
            at,
            id: task.id.clone(),
            unloads: self.unloads,
        };
        Some((run, task.show()))
    }

    /// Ends a try with the text that the plugin returned, or why it failed. What was unloaded meanwhile is left alone.
    pub(super) fn finish(&mut self, run: &Run, result: Result<String, String>, now: SystemTime) {
        if run.unloads != self.unloads {
            return;
        }
        let Some(task) = self.tasks.iter_mut().find(|task| task.id == run.id) else {
            return;
        };
        let queue = self.queues.iter().find(|queue| queue.name == task.queue);
        let retry = queue.and_then(|queue| queue.settings.retry_after(task.attempt));
        match (result, retry) {
            (Ok(message), _) => {
                task.message = message;
                task.phase = Phase::Completed { at: now };
            }
            (Err(_), Some(pause)) => {
                task.due = later(now, pause);
                task.phase = Phase::Pending;
            }
            (Err(error), None) => {
                task.message = error;
                task.phase = Phase::Failed { at: now };
            }
        }
        self.hand_out(now);
    }

    /// Forgets finished tasks whose retention was over when the server last looked; those of queues that were not created stay.
    pub(super) fn sweep(&mut self, now: SystemTime) {
        let passed = now.duration_since(self.swept).unwrap_or_default();
        let Some(last) = whole(SWEEP_INTERVAL, passed) else {
            return;
        };
        self.swept += last;
        let Self {
            queues,
            tasks,
            swept,
            ..
        } = self;
        tasks.retain(|task| {
            let queue = queues.iter().find(|queue| queue.name == task.queue);
            match (task.phase.finished(), queue) {
                (Some(at), Some(queue)) => later(at, queue.settings.retention()) >= *swept,
                (Some(_), None) | (None, _) => true,
            }
        });
    }

    /// Drops the queues. Their running tasks become pending again, and the try does not count.
    pub(super) fn unload(&mut self, now: SystemTime) {
        self.queues.clear();
        self.unloads += 1;
        self.swept = now;
        for task in self.tasks.iter_mut().filter(|task| task.phase.is_running()) {
            task.phase = Phase::Pending;
            task.attempt -= 1;
        }
    }

    /// Gives workers without a task those that were due by now while the delay of their queue was on: they are taken before they may start.
    pub(super) fn take_delayed(&mut self, now: SystemTime) {
        self.give(|queue, due| (due <= now && queue.start(due) > due).then_some(due));
    }

    /// Gives workers without a task the next ones that are due.
    fn hand_out(&mut self, now: SystemTime) {
        self.give(|_, due| (due <= now).then_some(now));
    }

    /// Gives workers without a task the next ones, as long as the queue and the time they are due say when they are taken.
    fn give(&mut self, taken_at: impl Fn(&Queue, SystemTime) -> Option<SystemTime>) {
        for queue in 0..self.queues.len() {
            while let Some(task) = self.next_for(&self.queues[queue]) {
                let (queue, task) = (&mut self.queues[queue], &mut self.tasks[task]);
                let Some(taken_at) = taken_at(queue, task.due) else {
                    break;
                };
                let start = queue.start(taken_at);
                queue.closed_until = Some(later(start, queue.settings.delay()));
                task.phase = Phase::Taken { start };
                task.attempt += 1;
            }
        }
    }

    /// The index of the task that a worker of the queue takes next; `None` also if all workers have one.
    fn next_for(&self, queue: &Queue) -> Option<usize> {
        let busy = self.of(queue).filter(|task| task.phase.is_running());
        if busy.count() >= usize::try_from(queue.settings.concurrency).unwrap_or(0) {
            return None;
        }
        let tasks = self.tasks.iter().enumerate();
        tasks
            .filter(|(_, task)| task.queue == queue.name && task.phase == Phase::Pending)
            .min_by_key(|(_, task)| task.due)
            .map(|(index, _)| index)
    }

    fn of(&self, queue: &Queue) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.queue == queue.name)
    }
}

impl Queue {
    /// When a task that is there at this time may start.
    fn start(&self, time: SystemTime) -> SystemTime {
        self.closed_until.map_or(time, |closed| closed.max(time))
    }
}

impl Task {
    fn show(&self) -> QueuedTask {
        QueuedTask {
            id: self.id.clone(),
            queue: self.queue.clone(),
            payload: self.payload.clone(),
            status: self.phase.status(),
            attempt: self.attempt,
            message: self.message.clone(),
            next_run: match self.phase {
                Phase::Pending => Some(self.due),
                Phase::Taken { start } => Some(start),
                Phase::Executing
                | Phase::Completed { .. }
                | Phase::Failed { .. }
                | Phase::Cancelled { .. } => None,
            },
        }
    }
}

/// The time of the last of the intervals that have passed whole; `None` if none has.
fn whole(interval: Duration, passed: Duration) -> Option<Duration> {
    let count = passed.as_nanos() / interval.as_nanos();
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    (count > 0).then(|| interval.saturating_mul(count))
}

/// A delay may be longer than times go; then it is as good as over.
fn later(time: SystemTime, by: Duration) -> SystemTime {
    time.checked_add(by).unwrap_or(time)
}
