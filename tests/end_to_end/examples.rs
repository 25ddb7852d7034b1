//! The examples as a server would run them: the shipped package on the local host, with real services and local servers around it.
//! Must not repeat their native tests: what counts here is the built plugin and what it makes of the real parts.

mod coverartarchive;
mod crypto_ticker;
mod discord_rich_presence;
mod library_inspector;
mod listening_report;
mod lyrics_lrclib;
mod minimal;
mod nowplaying_logger;
mod readme;
mod sonic_similarity;
mod task_worker;
mod webhook;
mod wikimedia;

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use nd_host::{Entry, Level, LoadedPlugin, Music, Outcome, Package, Server, ServerBuilder};
use nd_host::{Settings, Source};
use nd_tests::{package, plugins};
use serde_json::Value;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Far more than anything here takes, also where many tests share a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server with this music, whose time stands still until a test lets it pass. It begins now: plugins see the clock of the machine.
fn builder(music: &str) -> ServerBuilder {
    Server::builder()
        .music(Music::from_text(music).expect("the music fits together"))
        .frozen_clock(SystemTime::now())
        .time_zone("UTC")
}

/// A server with this music and a folder of its own.
fn server(music: &str) -> Server {
    builder(music).start().expect("the server starts")
}

/// Loads a plugin with these settings, for all users and libraries.
fn load(server: &Server, package: &Package, config: &Value) -> LoadedPlugin {
    let settings = Settings::new().config(config.to_string());
    let loaded = server.load(package, &settings);
    loaded.unwrap_or_else(|error| panic!("{error:#}"))
}

/// What an export gives for an input.
///
/// # Panics
/// When the call did not succeed.
fn answer(plugin: &LoadedPlugin, export: &str, input: &Value) -> Value {
    match plugin.call(export, input.to_string()).outcome {
        Outcome::Ok(output) if output.is_empty() => Value::Null,
        Outcome::Ok(output) => serde_json::from_slice(&output).expect("the output is JSON"),
        outcome => panic!("{export}: {outcome:?}, log: {:?}", plugin.log()),
    }
}

/// The text with which an export fails.
///
/// # Panics
/// When it does not.
fn failure(plugin: &LoadedPlugin, export: &str, input: &Value) -> String {
    match plugin.call(export, input.to_string()).outcome {
        Outcome::Failed(text) => text,
        outcome => panic!("{export}: {outcome:?}"),
    }
}

/// What the plugin itself has written into the log at a level.
fn said(plugin: &LoadedPlugin, level: Level) -> Vec<String> {
    texts(plugin, level, Source::Plugin)
}

/// What the server has written about the plugin at a level.
fn said_by_server(plugin: &LoadedPlugin, level: Level) -> Vec<String> {
    texts(plugin, level, Source::Server)
}

fn texts(plugin: &LoadedPlugin, level: Level, source: Source) -> Vec<String> {
    let is_meant = |entry: &Entry| (entry.level, entry.source) == (level, source);
    let entries = plugin.log().into_iter().filter(is_meant);
    entries.map(|entry| entry.text).collect()
}

/// Waits for what happens in other threads: on connections, and in calls that are under way.
///
/// # Panics
/// It takes too long.
#[track_caller]
fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "not within {PATIENCE:?}: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// The folders of all examples, each called like its package.
pub(crate) fn examples() -> Vec<PathBuf> {
    let folders = std::fs::read_dir(plugins::repository().join("examples")).unwrap();
    let folders: Vec<_> = folders.map(|folder| folder.unwrap().path()).collect();
    assert!(!folders.is_empty());
    folders
}

#[test]
fn every_manifest_has_the_version_of_its_package_and_a_schema_for_its_configuration() {
    for folder in examples() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let manifest: Value = serde_json::from_str(&package::example(name).manifest).unwrap();
        for key in ["name", "author", "version", "description", "website"] {
            let value = manifest[key].as_str().unwrap_or_default();
            assert!(!value.is_empty(), "{name}: {key}");
        }
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"), "{name}");
        if let Some(config) = manifest.get("config") {
            assert_eq!(config["schema"]["type"], "object", "{name}");
        }
    }
}
