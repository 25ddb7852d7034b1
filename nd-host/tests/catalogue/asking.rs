//! A server with music, and a plugin that asks it. Must not assert anything.

use std::time::{Duration, UNIX_EPOCH};

use nd_host::{Granted, LoadedPlugin, Music, Outcome, Package, Server, ServerBuilder, Settings};
use serde_json::{Value, json};

use super::common::{manifest, relay};

/// A server whose time is 2026-01-06 00:00:00 UTC.
pub(crate) fn server(music: Music) -> ServerBuilder {
    let now = UNIX_EPOCH + Duration::from_secs(1_767_657_600);
    Server::builder().music(music).frozen_clock(now)
}

/// For these users only.
pub(crate) fn users(names: &[&str]) -> Settings {
    let names = names.iter().map(|name| (*name).to_owned());
    Settings::new().users(Granted::Only(names.collect()))
}

/// Loads a plugin called `plays` that calls these functions.
pub(crate) fn load(
    server: &Server,
    permissions: &Value,
    settings: &Settings,
    functions: &[&str],
) -> LoadedPlugin {
    let package = Package {
        id: "plays".to_owned(),
        manifest: manifest(permissions).to_string(),
        wasm: relay(functions),
    };
    server.load(&package, settings).expect("it can be loaded")
}

/// The reply of the host.
pub(crate) fn ask_bytes(plugin: &LoadedPlugin, function: &str, request: &Value) -> Vec<u8> {
    let export = format!("call_{function}");
    let report = plugin.call(&export, request.to_string());
    match report.outcome {
        Outcome::Ok(reply) => reply,
        other => panic!("{function}: {other:?}"),
    }
}

/// The reply of the host.
pub(crate) fn ask(plugin: &LoadedPlugin, function: &str, request: &Value) -> Value {
    let reply = ask_bytes(plugin, function, request);
    serde_json::from_slice(&reply).expect("replies are JSON")
}

/// What the host refuses it with.
pub(crate) fn refusal(plugin: &LoadedPlugin, function: &str, request: &Value) -> String {
    let reply = ask(plugin, function, request);
    let text = reply["error"].as_str();
    text.unwrap_or_else(|| panic!("{function} answered {reply}"))
        .to_owned()
}

/// A plugin for all users that calls the Subsonic API.
pub(crate) fn client(server: &Server) -> LoadedPlugin {
    let permissions = json!({"subsonicapi": {}, "users": {}});
    let functions = ["subsonicapi_call", "subsonicapi_callraw"];
    load(server, &permissions, &Settings::new(), &functions)
}

/// What is inside the envelope.
pub(crate) fn subsonic(plugin: &LoadedPlugin, uri: &str) -> Value {
    let reply = ask(plugin, "subsonicapi_call", &json!({ "uri": uri }));
    let text = reply["responseJson"].as_str();
    let text = text.unwrap_or_else(|| panic!("{uri} answered {reply}"));
    let document: Value = serde_json::from_str(text).expect("documents are JSON");
    document["subsonic-response"].clone()
}

/// The texts of a key of each item of a list.
pub(crate) fn texts(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().expect("a list");
    let texts = items.iter().map(|item| item[key].as_str().expect("a text"));
    texts.map(str::to_owned).collect()
}
