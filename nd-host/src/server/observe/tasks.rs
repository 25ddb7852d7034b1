//! The queues of a plugin and their tasks. Must not change them.

use nd_rules::queues::QueuedTask;

use crate::server::LoadedPlugin;

impl LoadedPlugin {
    /// The names of the queues that the plugin has created since it was loaded, in this order.
    #[must_use]
    pub fn queues(&self) -> Vec<String> {
        match self.instance.services.task() {
            Some(service) => service.queues(),
            None => Vec::new(),
        }
    }

    /// All tasks, in the order they were enqueued; without those whose retention is over. A database that cannot be read shows none, and the log
    /// says why.
    #[must_use]
    pub fn tasks(&self) -> Vec<QueuedTask> {
        match self.instance.services.task() {
            Some(service) => service.tasks(),
            None => Vec::new(),
        }
    }
}
