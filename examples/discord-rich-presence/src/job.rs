//! What the plugin has the server do later. Must not do it.

use std::time::Duration;

use nd_pdk::Error;
use nd_pdk::host::scheduler;
use serde::{Deserialize, Serialize};

/// The payload of a schedule.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "camelCase")]
pub(crate) enum Job {
    /// Tell Discord that the connection is alive, and see that it is.
    Heartbeat { user: String },
    /// Connect anew, if there still is something to show.
    Connect { user: String },
    /// The track is over: show nothing any more.
    Clear { user: String },
}

impl Job {
    pub(crate) fn read(payload: &str) -> Result<Self, Error> {
        Ok(serde_json::from_slice(payload.as_bytes())?)
    }

    /// Does it once, after this time, and says which schedule it is.
    ///
    /// The ID is made up: one of our own would be taken until its callback has returned, so that the callback could not plan the next try.
    pub(crate) fn once(&self, delay: Duration) -> Result<String, Error> {
        let seconds = i32::try_from(delay.as_secs()).unwrap_or(i32::MAX);
        scheduler::schedule_one_time(seconds, &serde_json::to_string(self)?, "")
    }

    /// Does it again and again, from the end of the first interval on, in place of what had this ID before.
    pub(crate) fn every(&self, interval: Duration, id: &str) -> Result<(), Error> {
        cancel(id);
        // The scheduler counts whole seconds, and early is better than late.
        let expression = format!("@every {}s", interval.as_secs().max(1));
        scheduler::schedule_recurring(&expression, &serde_json::to_string(self)?, id)?;
        Ok(())
    }
}

/// Cancels a schedule, if there is one: it may have run meanwhile.
pub(crate) fn cancel(id: &str) {
    if let Err(error) = scheduler::cancel_schedule(id) {
        nd_pdk::trace!("nothing to cancel: {error}");
    }
}
