//! The service `Config`: the settings that the administrator gave the plugin. Must not change them: they are fixed from when it is loaded.

use std::sync::Arc;

use nd_pdk::Error;
use nd_pdk::host::config::ConfigService;
use nd_rules::config;

use crate::server::World;

pub(crate) struct Config {
    world: Arc<World>,
}

impl Config {
    pub(crate) fn new(world: &Arc<World>) -> Self {
        let world = Arc::clone(world);
        Self { world }
    }
}

impl ConfigService for Config {
    fn get(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.world.config.get(key).cloned())
    }

    fn get_int(&self, key: &str) -> Result<Option<i64>, Error> {
        let text = self.world.config.get(key);
        Ok(text.and_then(|text| config::integer(text)))
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, Error> {
        Ok(config::keys(&self.world.config, prefix))
    }
}
