//! Where a task is on its way. Must not know what comes next.

use std::time::SystemTime;

use super::TaskStatus;

/// Where a task is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Pending,
    /// A worker has it and waits for the queue's delay.
    Taken {
        start: SystemTime,
    },
    /// The plugin is being called.
    Executing,
    Completed {
        at: SystemTime,
    },
    Failed {
        at: SystemTime,
    },
    Cancelled {
        at: SystemTime,
    },
}

impl Phase {
    pub(super) fn status(self) -> TaskStatus {
        match self {
            Self::Pending => TaskStatus::Pending,
            Self::Taken { .. } | Self::Executing => TaskStatus::Running,
            Self::Completed { .. } => TaskStatus::Completed,
            Self::Failed { .. } => TaskStatus::Failed,
            Self::Cancelled { .. } => TaskStatus::Cancelled,
        }
    }

    pub(super) fn is_running(self) -> bool {
        self.status() == TaskStatus::Running
    }

    /// When the plugin is to be called for a task that a worker has.
    pub(super) fn start(self) -> Option<SystemTime> {
        match self {
            Self::Taken { start } => Some(start),
            Self::Pending
            | Self::Executing
            | Self::Completed { .. }
            | Self::Failed { .. }
            | Self::Cancelled { .. } => None,
        }
    }

    /// When it came to its end.
    pub(super) fn finished(self) -> Option<SystemTime> {
        match self {
            Self::Completed { at } | Self::Failed { at } | Self::Cancelled { at } => Some(at),
            Self::Pending | Self::Taken { .. } | Self::Executing => None,
        }
    }
}
