//! The plugin as ordinary Rust, with a fake host in which users have listened to songs. Must not need wasm.

mod reports;
mod slices;

use std::time::Duration;

use nd_pdk::clock;
use nd_pdk::host::library::Library;
use nd_pdk::host::matcher::Track;
use nd_pdk::log::Level;
use nd_pdk::testing::{Builder, Delivery, FakeHost};

const MANIFEST: &str = include_str!("../manifest.json");

const MINUTE: Duration = Duration::from_secs(60);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// A server with the users ada and bob, and a library for the plugin.
fn builder() -> Builder {
    let music = Library {
        id: 1,
        name: "Music".to_owned(),
        ..Default::default()
    };
    let builder = FakeHost::builder().manifest(MANIFEST).library(music);
    builder.user("ada").user("bob")
}

/// Puts songs into the library, by Nina Simone and with their titles as IDs.
fn add_songs(host: &FakeHost, titles: &[&str]) {
    let tracks = titles.iter().map(|title| Track {
        id: (*title).to_owned(),
        title: (*title).to_owned(),
        artist: "Nina Simone".to_owned(),
        ..Default::default()
    });
    host.matcher().add_tracks(tracks);
}

/// Lets a user play a song several times, all of them in one second so long ago.
fn play(host: &FakeHost, user: &str, song: &str, times: usize, ago: Duration) {
    let ago = i64::try_from(ago.as_secs()).unwrap();
    for _ in 0..times {
        let time = clock::unix_seconds() - ago;
        host.scrobbles().play(user, song, time);
    }
}

/// Loads the plugin, and lets the reports be written that are due.
fn load(host: &FakeHost) {
    let outcome = host.load().unwrap();
    assert_eq!(outcome.error, None);
    all_well(&host.advance(MINUTE));
}

fn all_well(calls: &[Delivery]) {
    for call in calls {
        assert_eq!(call.failure(), None);
    }
}

/// What the plugin has said at a level so far.
fn said(host: &FakeHost, level: Level) -> Vec<String> {
    let lines = host.logs().into_iter();
    lines
        .filter(|line| line.level == level)
        .map(|line| line.message)
        .collect()
}
