//! A plugin as other threads call it, while somebody else decides how long it is loaded. Must not keep it loaded.

use std::sync::{Arc, Weak};

use super::loaded::{Instance, LoadedPlugin};
use crate::runtime::Outcome;

/// Calls a plugin from any thread, for as long as it is loaded. [`LoadedPlugin::handle`] makes one.
#[derive(Debug, Clone)]
pub struct Handle(Weak<Instance>);

impl LoadedPlugin {
    /// What calls the plugin, and does not keep it loaded.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle(Arc::downgrade(&self.instance))
    }
}

impl Handle {
    /// Calls an export as [`LoadedPlugin::call`] does. `None` when the plugin is unloaded, before the call or in the middle of it, which ends the call.
    #[must_use]
    pub fn call(&self, export: &str, input: impl AsRef<[u8]>) -> Option<Outcome> {
        let instance = self.0.upgrade()?;
        instance.call_back(export, input.as_ref())
    }
}
