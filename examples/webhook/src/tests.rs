//! The plugin as ordinary Rust, with a fake host around it and the services it reports to scripted. Must not need wasm.

mod delivery;
mod settings;
mod template;

use nd_pdk::scrobbler::ScrobbleRequest;
use nd_pdk::testing::{Builder, FakeHost, Outcome, call_export, json};
use nd_pdk::types::TrackInfo;

const MANIFEST: &str = include_str!("../manifest.json");

/// A host whose administrator has saved these targets.
fn builder(targets: impl serde::Serialize) -> Builder {
    let settings = json!({"targets": targets}).to_string();
    let builder = FakeHost::builder().manifest(MANIFEST).user("ada");
    builder.config_json(&settings)
}

fn played(title: &str) -> ScrobbleRequest {
    let track = TrackInfo {
        id: format!("id of {title}"),
        title: title.into(),
        artist: "Nina Simone".into(),
        album: "Pastel Blues".into(),
        album_artist: "Nina Simone".into(),
        duration: 622.4,
        ..TrackInfo::default()
    };
    ScrobbleRequest {
        username: "ada".into(),
        track,
        timestamp: 1_767_225_000,
    }
}

/// Delivers a scrobble as the server does.
fn scrobble(title: &str) -> Outcome {
    let request = json!(played(title));
    call_export("nd_scrobbler_scrobble", request.to_string())
}
