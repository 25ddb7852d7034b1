//! The plugin as ordinary Rust, with a fake host that has an LRCLIB. Must not need wasm or the network.

mod choice;
mod memory;

use std::time::Duration;

use nd_pdk::testing::{FakeHost, HTTPReply, HTTPRoute, call_export, json};
use nd_pdk::types::{ArtistRef, TrackInfo};
use serde::Serialize;

use super::*;

const MANIFEST: &str = include_str!("../manifest.json");
const GET: &str = "https://lrclib.net/api/get";
const SEARCH: &str = "https://lrclib.net/api/search";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn host() -> FakeHost {
    FakeHost::builder().manifest(MANIFEST).install()
}

fn track() -> TrackInfo {
    TrackInfo {
        id: "tr-1".into(),
        title: "Feeling Good".into(),
        album: "I Put a Spell on You".into(),
        artist: "Nina Simone".into(),
        duration: 177.6,
        ..TrackInfo::default()
    }
}

/// A record as LRCLIB writes it.
fn record(duration: f64, plain: Option<&str>, synced: Option<&str>) -> impl Serialize + use<> {
    json!({
        "id": 3_396_226,
        "trackName": "Feeling Good",
        "artistName": "Nina Simone",
        "albumName": "I Put a Spell on You",
        "duration": duration,
        "instrumental": plain.is_none() && synced.is_none(),
        "plainLyrics": plain,
        "syncedLyrics": synced,
    })
}

/// An LRCLIB that has no such recording, and these ones of that artist and title.
fn found_by_search(host: &FakeHost, records: impl Serialize) -> HTTPRoute {
    let unknown =
        json!({"code": 404, "name": "TrackNotFound", "message": "Failed to find specified track"});
    let network = host.http();
    network.on_get(GET).any_query().reply_json(404, unknown);
    network.on_get(SEARCH).any_query().reply_json(200, records)
}

/// The texts that the server gets.
fn lyrics(track: TrackInfo) -> Result<Vec<String>, Error> {
    let response = Lrclib.get_lyrics(GetLyricsRequest { track })?;
    let texts = response.lyrics.into_iter().map(|found| found.text);
    Ok(texts.collect())
}
