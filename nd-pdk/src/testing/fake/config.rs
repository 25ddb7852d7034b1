//! The service `Config` of a fake host: the settings that the administrator gave the plugin.
//!
//! Must not change them: they are fixed from when the plugin is loaded.

use nd_rules::config;

use crate::host::config::{ConfigService, Error};
use crate::testing::world::World;

/// The service `Config`: what the builder of the fake host was told.
///
/// There is nothing to do here for a test: settings do not change while a plugin is loaded, and reading them leaves no trace.
///
/// ```
/// use nd_pdk::host::config;
/// use nd_pdk::testing::FakeHost;
///
/// let _host = FakeHost::builder().config("interval", "30").install();
/// assert_eq!(config::get_int("interval")?, Some(30));
/// assert_eq!(config::keys("inter")?, ["interval"]);
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeConfig {
    world: World,
}

impl FakeConfig {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
        }
    }
}

impl ConfigService for FakeConfig {
    fn get(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.world.setup.config.get(key).cloned())
    }

    fn get_int(&self, key: &str) -> Result<Option<i64>, Error> {
        let text = self.world.setup.config.get(key);
        Ok(text.and_then(|text| config::integer(text)))
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, Error> {
        Ok(config::keys(&self.world.setup.config, prefix))
    }
}

#[cfg(test)]
mod tests;
