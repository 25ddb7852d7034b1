//! Which task runs when: workers, delays, retries, retention. Must not read the clock, call the plugin, or know where tasks are kept.

mod table;
mod workers;

use std::time::SystemTime;

pub use self::table::{End, NewTask, Pending, QueuedTask, TaskStatus, Tasks};
use self::workers::{Phase, Queue, Worker, later};
use crate::sweep::Sweep;
use crate::task::{self, SWEEP_INTERVAL, Settings, TaskError};

/// The queues of a plugin since it was loaded, and its tasks, which outlive them.
#[derive(Debug)]
pub struct Queues<T> {
    tasks: T,
    queues: Vec<Queue>,
    /// Of the next try.
    ticket: u64,
    /// When finished tasks are looked through.
    sweep: Sweep,
}

/// A try of a task.
#[derive(Debug)]
pub struct Run {
    /// When it was to start.
    pub at: SystemTime,
    ticket: u64,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused<E> {
    /// The server refuses it.
    Rule(TaskError),
    /// It could not be kept or read.
    Storage(E),
}

impl<E> From<TaskError> for Refused<E> {
    fn from(error: TaskError) -> Self {
        Self::Rule(error)
    }
}

impl<T: Tasks> Queues<T> {
    /// No queues yet, and these tasks.
    pub fn new(tasks: T, now: SystemTime) -> Self {
        Self {
            tasks,
            queues: Vec::new(),
            ticket: 0,
            sweep: Sweep::new(SWEEP_INTERVAL, now),
        }
    }

    /// The queues in the order they were created, with the settings that count.
    pub fn all(&self) -> impl Iterator<Item = (&str, Settings)> {
        let queues = self.queues.iter();
        queues.map(|queue| (queue.name.as_str(), queue.settings))
    }

    /// Creates a queue; `budget` is how many tasks may run at once, over all queues. Its tasks that seem to be running are pending again.
    ///
    /// # Errors
    /// The name, then the budget, then whether there is such a queue.
    pub fn create(
        &mut self,
        name: &str,
        asked: Settings,
        budget: i32,
        now: SystemTime,
    ) -> Result<(), Refused<T::Error>> {
        task::check_name(name)?;
        let allocated = self.all().map(|(_, settings)| settings.concurrency).sum();
        let settings = asked.granted(budget, allocated)?;
        if self.find(name).is_some() {
            return Err(TaskError::QueueExists(name.to_owned()).into());
        }
        self.tasks.reset(name, now).map_err(Refused::Storage)?;
        self.queues.push(Queue::new(name, settings));
        Ok(())
    }

    /// Adds a task to a queue, due now.
    ///
    /// # Errors
    /// There is no such queue, or the payload is too large.
    pub fn enqueue(&mut self, task: NewTask<'_>, now: SystemTime) -> Result<(), Refused<T::Error>> {
        self.check_exists(task.queue)?;
        task::check_payload(task.payload.unwrap_or_default())?;
        self.refresh(now)?;
        self.tasks.add(task, now).map_err(Refused::Storage)
    }

    /// Finds a task.
    ///
    /// # Errors
    /// There is none with this ID.
    pub fn get(&mut self, id: &str, now: SystemTime) -> Result<QueuedTask, Refused<T::Error>> {
        self.refresh(now)?;
        let found = self.tasks.find(id).map_err(Refused::Storage)?;
        let task = found.ok_or_else(|| TaskError::NoTask(id.to_owned()))?;
        Ok(self.with_start(task))
    }

    /// All tasks, in the order they were enqueued.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn tasks(&mut self, now: SystemTime) -> Result<Vec<QueuedTask>, Refused<T::Error>> {
        self.refresh(now)?;
        let tasks = self.tasks.all().map_err(Refused::Storage)?;
        Ok(tasks
            .into_iter()
            .map(|task| self.with_start(task))
            .collect())
    }

    /// Cancels a pending task.
    ///
    /// # Errors
    /// There is none with this ID, or it is not pending.
    pub fn cancel(&mut self, id: &str, now: SystemTime) -> Result<(), Refused<T::Error>> {
        let QueuedTask { status, .. } = self.get(id, now)?;
        if self.tasks.cancel(id, now).map_err(Refused::Storage)? {
            return Ok(());
        }
        let id = id.to_owned();
        Err(TaskError::NotPending { id, status }.into())
    }

    /// Cancels all pending tasks of a queue; gives how many there were.
    ///
    /// # Errors
    /// There is no such queue.
    pub fn clear(&mut self, queue: &str, now: SystemTime) -> Result<usize, Refused<T::Error>> {
        self.check_exists(queue)?;
        self.refresh(now)?;
        self.tasks.cancel_all(queue, now).map_err(Refused::Storage)
    }

    /// When the next try starts.
    ///
    /// # Errors
    /// The next task cannot be read.
    pub fn due(&self) -> Result<Option<SystemTime>, T::Error> {
        let mut due = None;
        for queue in &self.queues {
            let taken = queue.workers.iter().filter_map(Worker::start);
            let next = self.next_for(queue)?.map(|next| queue.start(next.due));
            due = due.into_iter().chain(taken).chain(next).min();
        }
        Ok(due)
    }

    /// Starts the try that is due next: now, or at its time if that is still to come.
    ///
    /// # Errors
    /// The task cannot be read, or its try not be counted: then it does not start.
    pub fn start(&mut self, now: SystemTime) -> Result<Option<(Run, QueuedTask)>, T::Error> {
        let Some(due) = self.due()? else {
            return Ok(None);
        };
        self.hand_out(due.max(now))?;
        let workers = self.queues.iter_mut().flat_map(|queue| &mut queue.workers);
        let waiting = workers.filter_map(|worker| Some((worker.start()?, worker)));
        let next = waiting.min_by_key(|(start, worker)| (*start, worker.due, worker.ticket));
        let Some((at, worker)) = next else {
            return Ok(None);
        };
        let ticket = worker.ticket;
        let Some(task) = self.tasks.find(&worker.task)? else {
            // Somebody else has removed it from where tasks are kept.
            self.free(ticket);
            return Ok(None);
        };
        worker.phase = Phase::Executing;
        Ok(Some((Run { at, ticket }, task)))
    }

    /// Ends a try with the text that the plugin returned, or why it failed; `None` if it was cut off. What was unloaded meanwhile is left alone.
    ///
    /// # Errors
    /// The result cannot be kept. The worker is free nevertheless.
    pub fn finish(
        &mut self,
        run: &Run,
        result: Option<Result<String, String>>,
        now: SystemTime,
    ) -> Result<(), T::Error> {
        let Some((id, settings)) = self.free(run.ticket) else {
            return Ok(());
        };
        let end = match result {
            // No other task takes its place: nobody is there to run it.
            None => return self.tasks.end(&id, &End::CutOff, now),
            Some(Ok(message)) => End::Completed(message),
            Some(Err(error)) => {
                let attempt = self.tasks.find(&id)?.map_or(0, |task| task.attempt);
                match settings.retry_after(attempt) {
                    Some(pause) => End::Retry(later(now, pause)),
                    None => End::Failed(error),
                }
            }
        };
        self.tasks.end(&id, &end, now)?;
        self.hand_out(now)
    }

    /// Drops the queues. Their running tasks become pending again, and the try does not count.
    ///
    /// # Errors
    /// That cannot be kept. The queues are gone nevertheless.
    pub fn unload(&mut self, now: SystemTime) -> Result<(), T::Error> {
        let purged = self.purge(now);
        self.sweep = Sweep::new(SWEEP_INTERVAL, now);
        let queues = std::mem::take(&mut self.queues);
        let workers = queues.into_iter().flat_map(|queue| queue.workers);
        workers
            .map(|worker| self.tasks.end(&worker.task, &End::CutOff, now))
            .fold(purged, Result::and)
    }

    /// Frees the worker that has the try with this number; gives its task and the settings of the queue.
    fn free(&mut self, ticket: u64) -> Option<(String, Settings)> {
        let mut queues = self.queues.iter_mut();
        queues.find_map(|queue| Some((queue.free(ticket)?, queue.settings)))
    }

    fn check_exists(&self, name: &str) -> Result<(), TaskError> {
        match self.find(name) {
            Some(_) => Ok(()),
            None => Err(TaskError::NoQueue(name.to_owned())),
        }
    }

    fn find(&self, name: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.name == name)
    }

    /// A running task has a next run while it waits.
    fn with_start(&self, mut task: QueuedTask) -> QueuedTask {
        if task.status == TaskStatus::Running {
            let mut workers = self.queues.iter().flat_map(|queue| &queue.workers);
            let worker = workers.find(|worker| worker.task == task.id);
            task.next_run = worker.and_then(Worker::start);
        }
        task
    }

    /// Makes up for what happened on its own by now.
    fn refresh(&mut self, now: SystemTime) -> Result<(), Refused<T::Error>> {
        self.purge(now).map_err(Refused::Storage)?;
        self.take_delayed(now).map_err(Refused::Storage)
    }

    /// Forgets finished tasks whose retention was over when the server last looked; those of queues that were not created stay.
    fn purge(&mut self, now: SystemTime) -> Result<(), T::Error> {
        let Some(last) = self.sweep.last(now) else {
            return Ok(());
        };
        for queue in &self.queues {
            if let Some(before) = last.checked_sub(queue.settings.retention()) {
                self.tasks.purge(&queue.name, before)?;
            }
        }
        Ok(())
    }

    /// Gives workers without a task those that were due by now while the delay of their queue was on: they are taken before they may start.
    fn take_delayed(&mut self, now: SystemTime) -> Result<(), T::Error> {
        self.give(
            |queue, due| (due <= now && queue.start(due) > due).then_some(due),
            now,
        )
    }

    /// Gives workers without a task the next ones that are due.
    fn hand_out(&mut self, now: SystemTime) -> Result<(), T::Error> {
        self.give(|_, due| (due <= now).then_some(now), now)
    }

    /// Gives workers without a task the next ones, as long as the queue and the time they are due say when they are taken.
    fn give(
        &mut self,
        taken_at: impl Fn(&Queue, SystemTime) -> Option<SystemTime>,
        now: SystemTime,
    ) -> Result<(), T::Error> {
        for index in 0..self.queues.len() {
            while let Some(Pending { id, due }) = self.next_for(&self.queues[index])? {
                let queue = &mut self.queues[index];
                let Some(at) = taken_at(queue, due) else {
                    break;
                };
                self.tasks.begin(&id, now)?;
                queue.give(self.ticket, id, due, at);
                self.ticket += 1;
            }
        }
        Ok(())
    }

    /// The task that a worker of the queue takes next; `None` also if all workers have one.
    fn next_for(&self, queue: &Queue) -> Result<Option<Pending>, T::Error> {
        match queue.has_free_worker() {
            true => self.tasks.next_pending(&queue.name),
            false => Ok(None),
        }
    }
}
