//! Where the gateway is. Must not connect to it.

use std::time::Duration;

use nd_pdk::{Error, cache, http};
use serde::Deserialize;

use crate::gateway;
use crate::settings::Settings;

const KEY: &str = "gateway";
/// It may stay longer where it is asked for every day: Discord wants it to be asked for again when connecting fails, and then it is forgotten.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// Of the 30 seconds of a call, in which the connection is made, too.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The URL to connect to: that of the settings, else the one that Discord names.
pub(super) fn gateway(settings: &Settings) -> Result<String, Error> {
    let url = match settings.gateway_url() {
        Some(url) => url.to_owned(),
        None => named_by_discord(settings)?,
    };
    Ok(format!("{}/?{}", url.trim_end_matches('/'), gateway::QUERY))
}

/// Has Discord asked again the next time.
pub(super) fn forget() -> Result<(), Error> {
    cache::remove(KEY)
}

fn named_by_discord(settings: &Settings) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Gateway {
        url: String,
    }
    if let Some(known) = cache::get(KEY)? {
        return Ok(known);
    }
    let gateway: Gateway = http::get(format!("{}/gateway", settings.api_url()))
        .timeout(TIMEOUT)
        .send()?
        .error_for_status()?
        .json()?;
    cache::set(KEY, &gateway.url, KEPT)?;
    Ok(gateway.url)
}
