//! Says once a week who has listened to what most. Each user has a schedule of its own, so that no call takes long.
//! Only when to do what: must not count plays or look up songs.

mod plays;
mod report;
mod settings;

use nd_pdk::clock::{self, Deadline};
use nd_pdk::host::{scheduler, scrobbleretriever};
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::{Error, kvstore, register};
use serde::{Deserialize, Serialize};

use plays::{Counted, Period, Plays};
use report::Report;
use settings::Settings;

/// The key of the time at which the reports end that are due, in Unix seconds.
const DUE: &str = "due";

/// The key that is there once the administrator was told that nothing is recorded.
const TOLD: &str = "told";

/// Seconds from one user to the next, and from one slice of a long history to the next: the server has other things to do as well.
const PAUSE: i32 = 2;

/// What a schedule is for; its payload.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Job {
    /// Plan a report for everybody.
    Plan,
    /// Go on with the report for a user.
    Write { user: String, plays: Plays },
}

#[derive(Default)]
struct ListeningReport;

impl InitProvider for ListeningReport {
    /// Plans what a restart has prevented too, and at the very first start the first reports.
    fn on_init(&self) -> Result<(), Error> {
        let settings = Settings::load()?;
        let plan = serde_json::to_string(&Job::Plan)?;
        scheduler::schedule_recurring(&settings.schedule, &plan, "plan")?;
        let due = match kvstore::get(DUE)? {
            Some(due) => due,
            None => now_due()?,
        };
        plan_until(due, &settings)
    }
}

impl CallbackProvider for ListeningReport {
    fn on_callback(&self, req: SchedulerCallbackRequest) -> Result<(), Error> {
        let settings = Settings::load()?;
        // As bytes, which is how all else arrives: reading text as well would make the plugin larger.
        match serde_json::from_slice(req.payload.as_bytes())? {
            Job::Plan => plan_until(now_due()?, &settings),
            Job::Write { user, plays } => write(user, plays, &settings),
        }
    }
}

register!(ListeningReport: lifecycle::InitProvider, SchedulerCallback);

/// Makes reports due that end now. Whoever plays something in this second may do so again in it, so it belongs to the next ones.
fn now_due() -> Result<i64, Error> {
    let due = clock::unix_seconds() - 1;
    kvstore::set(DUE, &due)?;
    Ok(due)
}

/// Schedules the reports that are due and not written yet. What has been written is not planned again, so it may happen any number of times.
fn plan_until(due: i64, settings: &Settings) -> Result<(), Error> {
    let mut recorded = false;
    let mut delay = 0;
    for user in settings.users()? {
        if scrobbleretriever::get_last_timestamp(&user)?.is_none() {
            continue;
        }
        recorded = true;
        let last = Report::load(&user)?;
        if let Some(period) = Period::after(last.map(|report| report.period), due) {
            let plays = Plays::during(period);
            schedule(&Job::Write { user, plays }, delay)?;
            delay += PAUSE;
        }
    }
    tell_once_unless(recorded)
}

/// The server may have been told to record nothing, and does not say so: there just never is a play.
fn tell_once_unless(recorded: bool) -> Result<(), Error> {
    if recorded {
        return kvstore::delete(TOLD);
    }
    if !kvstore::has(TOLD)? {
        nd_pdk::warn!(
            "no play of any user is recorded, so there is nothing to report; is EnableScrobbleHistory on in the server's configuration?"
        );
        kvstore::set(TOLD, &true)?;
    }
    Ok(())
}

/// Goes on with the report for a user, as far as the time of this call allows.
fn write(user: String, mut plays: Plays, settings: &Settings) -> Result<(), Error> {
    match plays.count(&user, Deadline::of_call())? {
        Counted::All => {
            let report = Report::new(&user, &plays, settings.songs)?;
            nd_pdk::info!("{user}: {report}");
            report.save(&user)
        }
        Counted::Part => schedule(&Job::Write { user, plays }, PAUSE),
    }
}

/// Schedules a job once. Without an ID: that of the schedule that is running is still taken.
fn schedule(job: &Job, delay: i32) -> Result<(), Error> {
    scheduler::schedule_one_time(delay, &serde_json::to_string(job)?, "").map(drop)
}

#[cfg(test)]
mod tests;
