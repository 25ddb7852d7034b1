//! What is there before a scenario begins, for the local host. Must not know what a scenario is about.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use nd_host::{Granted, LoadedPlugin, Music, Package, Server, Settings};
use nd_native_tests::scenario::{Scenario, Step};
use nd_native_tests::setup::{Annotated, Setup};
use nd_pdk::host::library::Library;
use nd_pdk::host::matcher::Track;
use nd_tests::plugins;
use serde_json::{Map, Value, json};

/// 2026-01-01 00:00:00 UTC: when the fake host's time begins, too.
const START: Duration = Duration::from_secs(1_767_225_600);

/// A server and the test guest on it.
pub(super) struct Host {
    // Goes before the server, whose folder it uses.
    pub(super) plugin: LoadedPlugin,
    pub(super) server: Server,
    pub(super) package: Package,
    pub(super) settings: Settings,
}

/// A plugin that may act for somebody is loaded only with a user, and one that may use libraries only with a library. A scenario without any has
/// these, which go as soon as the plugin is loaded, unless it is loaded again later.
const LEAVING_USER: &str = "leaving";
const LEAVING_LIBRARY: i32 = 9_999;

/// Sets all of it up.
pub(super) fn install(scenario: &Scenario) -> Host {
    let setup = &scenario.setup;
    let music = music(setup).to_string();
    let server = Server::builder()
        .music(Music::from_text(&music).unwrap_or_else(|error| panic!("{error:#}")))
        .frozen_clock(SystemTime::UNIX_EPOCH + START)
        .time_zone("UTC")
        .start()
        .expect("the server starts");
    let package = package(setup);
    let settings = settings(setup);
    let plugin = server
        .load(&package, &settings)
        .unwrap_or_else(|error| panic!("{error:#}"));
    let is_reload = |step: &Step| matches!(step, Step::Reload(_));
    if !scenario.steps.iter().any(is_reload) {
        server.change_music(|music| {
            music.remove_user(LEAVING_USER);
            music.remove_library(LEAVING_LIBRARY);
        });
    }
    Host {
        plugin,
        server,
        package,
        settings,
    }
}

fn package(setup: &Setup) -> Package {
    let declared = setup.permissions.clone().unwrap_or_else(|| json!({}));
    let manifest = json!({
        "name": "Test", "author": "Test", "version": "1",
        "permissions": everything_with(declared),
        "config": {"schema": {"type": "object"}},
    });
    Package {
        id: setup
            .plugin_id
            .clone()
            .unwrap_or_else(|| "plugin".to_owned()),
        manifest: manifest.to_string(),
        wasm: plugins::wasm("guest-full"),
    }
}

/// The guest imports every host function, so that everything must be declared; what is said about a permission stays.
fn everything_with(declared: Value) -> Value {
    let mut permissions = json!({
        "artwork": {}, "cache": {}, "http": {"requiredHosts": ["*"]}, "kvstore": {}, "library": {"filesystem": true}, "matcher": {},
        "scheduler": {}, "scrobbleRetriever": {}, "storage": {}, "subsonicapi": {}, "taskqueue": {}, "users": {},
        "websocket": {"requiredHosts": ["*"]},
    });
    let Value::Object(declared) = declared else {
        panic!("permissions are an object")
    };
    for (key, value) in declared {
        permissions[key] = value;
    }
    permissions
}

fn settings(setup: &Setup) -> Settings {
    let users = match setup.all_users {
        true => Granted::All,
        false => {
            let users = setup.users.iter().map(|user| user.user_name.as_str());
            Granted::Only(users.chain([LEAVING_USER]).map(str::to_owned).collect())
        }
    };
    let libraries = setup.libraries.iter().map(|library| library.id);
    let libraries = libraries.chain([LEAVING_LIBRARY]);
    let config = setup.config.as_ref().map(Value::to_string);
    Settings::new()
        .config(config.unwrap_or_default())
        .users(users)
        .libraries(Granted::Only(libraries.collect()))
}

/// The document from which the local host reads its music.
fn music(setup: &Setup) -> Value {
    let assigned = setup.users.iter().map(|user| json!(user));
    let others = setup.unassigned_users.iter().map(String::as_str);
    let others = others.chain([LEAVING_USER]);
    let others = others.map(|name| json!({"userName": name, "name": name}));
    let libraries = setup.libraries.iter().chain(&setup.unassigned_libraries);
    let libraries = libraries.map(library);
    let libraries = libraries.chain([json!({"id": LEAVING_LIBRARY, "name": "Leaving"})]);
    let played = setup.scrobbles.values().flatten();
    let played: BTreeSet<&str> = played
        .map(|scrobble| scrobble.media_file_id.as_str())
        .collect();
    let played = played.into_iter().map(|id| json!({"id": id, "title": id}));
    let scrobbles = setup.scrobbles.iter().flat_map(|(user, scrobbles)| {
        scrobbles.iter().map(move |scrobble| {
            json!({"user": user, "track": scrobble.media_file_id, "at": scrobble.submission_time, "id": scrobble.id})
        })
    });
    json!({
        "users": assigned.chain(others).collect::<Vec<_>>(),
        "libraries": libraries.collect::<Vec<_>>(),
        "tracks": setup.tracks.iter().map(track).chain(played).collect::<Vec<_>>(),
        "annotations": setup.annotations.iter().map(annotation).collect::<Vec<_>>(),
        "scrobbles": scrobbles.collect::<Vec<_>>(),
    })
}

/// Where the plugin sees it is up to the host.
fn library(library: &Library) -> Value {
    let mut library = json!(library);
    if let Value::Object(members) = &mut library {
        members.remove("mountPoint");
    }
    library
}

/// What is said about a track: a type of the plugin API writes out what is zero, too, and some of that belongs to users. Participants that are not
/// named would be made from the artist.
fn track(track: &Track) -> Value {
    let Value::Object(members) = json!(track) else {
        unreachable!("a track is an object")
    };
    let of_users = ["starred", "starredAt", "rating", "playCount", "playDate"];
    let is_said = |key: &str, value: &Value| !of_users.contains(&key) && !is_zero(key, value);
    let said = members
        .into_iter()
        .filter(|(key, value)| is_said(key, value));
    let mut said: Map<String, Value> = said.collect();
    said.entry("participants").or_insert(json!([]));
    Value::Object(said)
}

fn is_zero(key: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        // Numbers that can be unknown are said even when they are 0.
        Value::Number(number) => {
            number.as_f64() == Some(0.0)
                && !["bpm", "bitDepth"].contains(&key)
                && !key.starts_with("rg")
        }
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

fn annotation(annotated: &Annotated) -> Value {
    json!({
        "user": annotated.username, "of": annotated.track, "starred": annotated.starred, "starredAt": annotated.starred_at,
        "rating": annotated.rating, "playCount": annotated.play_count, "playDate": annotated.play_date,
    })
}
