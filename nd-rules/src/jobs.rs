//! What a plugin has scheduled: ids, times, and when an id is free again. Must not read the clock, nor call the plugin.

use std::fmt;
use std::time::SystemTime;

use crate::quoted::quoted;
use crate::schedule::Schedule;

/// What is scheduled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The ID, given or made up.
    pub id: String,
    /// The text for the callback.
    pub payload: String,
    /// Once or again and again.
    pub kind: JobKind,
    /// When it is due; `None` if never again: a one-time schedule whose callback is running, or a day that does not come.
    pub next_run: Option<SystemTime>,
}

/// How often a job is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobKind {
    /// Once.
    OneTime,
    /// Again and again.
    Recurring {
        /// The expression, as the plugin gave it.
        cron_expression: String,
    },
}

/// What the server refuses; the text is the one that it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobError {
    /// There is one with this ID.
    Taken(String),
    /// There is none with this ID.
    Unknown(String),
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(id) => write!(f, "schedule ID {} already exists", quoted(id)),
            Self::Unknown(id) => write!(f, "schedule ID {} not found", quoted(id)),
        }
    }
}

impl std::error::Error for JobError {}

/// A callback that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// When it was due.
    pub at: SystemTime,
    /// The ID.
    pub id: String,
    /// The text for the callback.
    pub payload: String,
    /// Whether there are more to come.
    pub is_recurring: bool,
}

/// All that a plugin has scheduled, in the order it was.
#[derive(Debug, Default)]
pub struct Jobs(Vec<Planned>);

#[derive(Debug)]
struct Planned {
    job: Job,
    /// `None` for a one-time schedule.
    schedule: Option<Schedule>,
}

impl Jobs {
    /// What is scheduled now, in the order it was.
    #[must_use]
    pub fn all(&self) -> Vec<Job> {
        self.0.iter().map(|planned| planned.job.clone()).collect()
    }

    /// Whether an ID is free for a new schedule.
    ///
    /// # Errors
    ///
    /// There is one with this ID.
    pub fn check_free(&self, id: &str) -> Result<(), JobError> {
        if self.0.iter().any(|planned| planned.job.id == id) {
            return Err(JobError::Taken(id.to_owned()));
        }
        Ok(())
    }

    /// The ID for a new schedule: this one, or one that is made up for an empty one.
    ///
    /// # Errors
    ///
    /// There is one with this ID.
    pub fn free_id(&self, id: &str, made_up: impl FnOnce() -> String) -> Result<String, JobError> {
        if id.is_empty() {
            return Ok(made_up());
        }
        self.check_free(id)?;
        Ok(id.to_owned())
    }

    /// Schedules a callback at a time. The ID must be [free](Self::check_free).
    pub fn plan_once(&mut self, id: &str, payload: &str, at: SystemTime) {
        let job = Job {
            id: id.to_owned(),
            payload: payload.to_owned(),
            kind: JobKind::OneTime,
            next_run: Some(at),
        };
        let schedule = None;
        self.0.push(Planned { job, schedule });
    }

    /// Schedules callbacks again and again, `schedule` being what `cron_expression` says. The ID must be [free](Self::check_free).
    pub fn plan(
        &mut self,
        id: &str,
        payload: &str,
        cron_expression: &str,
        schedule: Schedule,
        now: SystemTime,
    ) {
        let job = Job {
            id: id.to_owned(),
            payload: payload.to_owned(),
            kind: JobKind::Recurring {
                cron_expression: cron_expression.to_owned(),
            },
            next_run: schedule.next(now),
        };
        let schedule = Some(schedule);
        self.0.push(Planned { job, schedule });
    }

    /// Forgets a schedule.
    ///
    /// # Errors
    ///
    /// There is none with this ID.
    pub fn cancel(&mut self, id: &str) -> Result<(), JobError> {
        let before = self.0.len();
        self.0.retain(|planned| planned.job.id != id);
        if self.0.len() == before {
            return Err(JobError::Unknown(id.to_owned()));
        }
        Ok(())
    }

    /// When the next callback is due.
    #[must_use]
    pub fn due(&self) -> Option<SystemTime> {
        self.0
            .iter()
            .filter_map(|planned| planned.job.next_run)
            .min()
    }

    /// Takes the callback that is due next; of several at a time the one that was scheduled first. One that recurs is due again after `after`.
    pub fn take(&mut self, after: SystemTime) -> Option<Run> {
        let at = self.due()?;
        let mut jobs = self.0.iter_mut();
        let planned = jobs.find(|planned| planned.job.next_run == Some(at))?;
        let schedule = planned.schedule.as_ref();
        planned.job.next_run = schedule.and_then(|schedule| schedule.next(after));
        Some(planned.run(at))
    }

    /// Takes the callback of a schedule now, whether it is due or not. One that recurs stays due when it was. `None` if there is no such schedule, or it
    /// is a one-time schedule whose callback is running.
    pub fn fire(&mut self, id: &str, now: SystemTime) -> Option<Run> {
        let planned = self.0.iter_mut().find(|planned| planned.job.id == id)?;
        if planned.schedule.is_none() {
            planned.job.next_run.take()?;
        }
        Some(planned.run(now))
    }

    /// A callback has returned. The ID of a one-time schedule is free from then on, whatever it stands for by now: also one that was cancelled and
    /// scheduled anew meanwhile is gone.
    pub fn finish(&mut self, run: &Run) {
        if !run.is_recurring {
            self.0.retain(|planned| planned.job.id != run.id);
        }
    }
}

impl Planned {
    fn run(&self, at: SystemTime) -> Run {
        Run {
            at,
            id: self.job.id.clone(),
            payload: self.job.payload.clone(),
            is_recurring: self.schedule.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::schedule::Zone;

    const START: SystemTime = SystemTime::UNIX_EPOCH;

    fn at(seconds: u64) -> SystemTime {
        START + Duration::from_secs(seconds)
    }

    fn hourly() -> Schedule {
        Schedule::parse("1h", &Zone::utc(), &mut |range| *range.start()).unwrap()
    }

    #[test]
    fn what_was_missed_is_made_up_for_or_passed_over_as_the_caller_decides() {
        let mut jobs = Jobs::default();
        jobs.plan("h", "", "1h", hourly(), START);
        assert_eq!(jobs.take(at(3_600)).unwrap().at, at(3_600));
        assert_eq!(jobs.due(), Some(at(7_200)));
        assert_eq!(jobs.take(at(20_000)).unwrap().at, at(7_200));
        assert_eq!(jobs.due(), Some(at(23_600)));
    }

    #[test]
    fn firing_a_recurring_schedule_leaves_its_times_alone_and_a_one_time_schedule_is_used_up() {
        let mut jobs = Jobs::default();
        jobs.plan("h", "", "1h", hourly(), START);
        jobs.plan_once("o", "p", at(60));
        let run = jobs.fire("h", at(5)).unwrap();
        jobs.finish(&run);
        assert_eq!(jobs.all()[0].next_run, Some(at(3_600)));

        let run = jobs.fire("o", at(5)).unwrap();
        assert_eq!(
            (run.at, run.payload.as_str(), run.is_recurring),
            (at(5), "p", false)
        );
        assert_eq!(jobs.fire("o", at(6)), None, "its callback is running");
        assert_eq!(jobs.due(), Some(at(3_600)));
        assert!(jobs.check_free("o").is_err());
        jobs.finish(&run);
        assert_eq!(jobs.check_free("o"), Ok(()));
        assert_eq!(jobs.fire("none", at(7)), None);
    }
}
