//! What the administrator can set. The server does not fill in the defaults of the schema, so they are here, too.
//! Must not decide what follows from a setting.

use std::time::Duration;

use nd_pdk::{Error, config};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// What to follow, such as `BTC-USD`.
    pub(crate) products: Vec<String>,
    /// Seconds between two log lines of a product; with 0 every price is logged.
    log_interval: u64,
    /// Where the prices come from.
    pub(crate) feed_url: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            products: vec!["BTC-USD".into()],
            log_interval: 60,
            feed_url: "wss://ws-feed.exchange.coinbase.com".into(),
        }
    }
}

impl Settings {
    pub(crate) fn load() -> Result<Self, Error> {
        config::load()
    }

    pub(crate) fn log_interval(&self) -> Duration {
        Duration::from_secs(self.log_interval)
    }
}
