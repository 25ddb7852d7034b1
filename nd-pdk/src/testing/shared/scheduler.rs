//! What is scheduled in the terms of the plugin API. Must not decide anything.

use nd_rules::jobs::Run;

use crate::scheduler::SchedulerCallbackRequest;

/// What a plugin is given when it is called back.
#[must_use]
pub fn request(run: &Run) -> SchedulerCallbackRequest {
    SchedulerCallbackRequest {
        schedule_id: run.id.clone(),
        payload: run.payload.clone(),
        is_recurring: run.is_recurring,
    }
}
