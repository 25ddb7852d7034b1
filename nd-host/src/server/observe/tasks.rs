//! The queues of a plugin and their tasks. Must not change them.

use nd_rules::queues::QueuedTask;

use crate::server::LoadedPlugin;

impl LoadedPlugin {
    /// The names of the queues that the plugin has created since it was loaded, in this order.
    #[must_use]
    pub fn queues(&self) -> Vec<String> {
        let task = self.instance.services.task();
        task.map(|service| service.queues()).unwrap_or_default()
    }

    /// All tasks, in the order they were enqueued; without those whose retention is over. A database that cannot be read shows none, and the log
    /// says why.
    #[must_use]
    pub fn tasks(&self) -> Vec<QueuedTask> {
        let task = self.instance.services.task();
        task.map(|service| service.tasks()).unwrap_or_default()
    }
}
