//! What a plugin has scheduled. Must not schedule anything.

use nd_rules::jobs::Job;

use crate::server::{Delivery, LoadedPlugin};

impl LoadedPlugin {
    /// What the plugin has scheduled, in the order it did.
    #[must_use]
    pub fn schedules(&self) -> Vec<Job> {
        match self.instance.services.scheduler() {
            Some(scheduler) => scheduler.jobs(),
            None => Vec::new(),
        }
    }

    /// Calls the plugin back for a schedule now, whether it is due or not, and gives what came of it.
    ///
    /// A recurring schedule stays due when it was; one for one time is used up. `None` when there is no schedule with this ID, or it is one for one time
    /// whose callback is running.
    pub fn fire(&self, schedule_id: &str) -> Option<Delivery> {
        let scheduler = self.instance.services.scheduler()?;
        let job = scheduler.fire(schedule_id)?;
        self.instance.run(job)
    }
}
