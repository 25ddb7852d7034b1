use nd_pdk::{Error, cache, config, http};
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Deserialize)]
struct Settings {
    token: String,
    cache_days: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct Artist {
    biography: String,
}

fn artist(name: &str) -> Result<Option<Artist>, Error> {
    let key = format!("artist:{name}");
    if let Some(known) = cache::get(&key)? {
        return Ok(known); // `None` is known, too: there is no such artist
    }
    let settings: Settings = config::load()?; // texts of the server become what the fields are
    let response = http::get("https://api.example.org/artists")
        .query("name", name) // percent-encoded
        .bearer(&settings.token)
        .timeout(Duration::from_secs(5))
        .send()?;
    let artist = match response.status() {
        404 => None,
        _ => Some(response.error_for_status()?.json()?),
    };
    let days = settings.cache_days.unwrap_or(30);
    cache::set(&key, &artist, Duration::from_secs(days * 24 * 60 * 60))?;
    Ok(artist)
}
