//! The examples as a server would run them. Must not repeat their native tests: what counts here is the built plugin.

use std::collections::BTreeMap;
use std::path::PathBuf;

use nd_host::{Call, Outcome, Plugin, Report, Script};
use nd_tests::plugins;
use serde_json::{Value, json};

/// Loads an example that asks the server for nothing but its settings.
fn load(package: &str) -> Plugin {
    let builder = Plugin::builder(plugins::wasm(package));
    builder.host_function("config_get").load().unwrap()
}

/// Calls an export of a plugin with this setting, or with none.
fn call(plugin: &Plugin, export: &str, input: &str, setting: Option<&str>) -> Report {
    let reply = match setting {
        Some(text) => json!({"value": text, "exists": true}),
        None => json!({}),
    };
    let script = Script::new().reply("config_get", reply);
    plugin.call(Call::new(export).input(input).script(&script))
}

fn output(report: &Report) -> Value {
    match &report.outcome {
        Outcome::Ok(output) => serde_json::from_slice(output).unwrap(),
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn the_plugin_in_readme_counts_in_the_cache() {
    let plugin = plugins::builder("guest-readme").load().unwrap();
    let script = Script::new()
        .reply("cache_getint", json!({"value": 2, "exists": true}))
        .reply("cache_setint", json!({}));
    let call = Call::new("nd_get_artist_biography").input(r#"{"id":"a","name":"Nina Simone"}"#);

    let report = plugin.call(call.script(&script));

    assert_eq!(
        output(&report),
        json!({"biography": "Nina Simone says hello."})
    );
    let stored = script.requests()[1].json().unwrap();
    assert_eq!(stored, json!({"key": "a", "value": 3, "ttlSeconds": 0}));
    assert_eq!(report.log[0].text, "asked 3 times for Nina Simone");
}

const BIOGRAPHY: &str = "nd_get_artist_biography";
const NINA: &str = r#"{"id":"artist-1","name":"Nina Simone","mbid":""}"#;

#[test]
fn minimal_writes_a_biography() {
    let report = call(&load("minimal"), BIOGRAPHY, NINA, None);
    let biography = "Nina Simone makes music that is in your library.";
    assert_eq!(output(&report), json!({"biography": biography}));
}

#[test]
fn minimal_writes_what_the_settings_say() {
    let report = call(&load("minimal"), BIOGRAPHY, NINA, Some("Hail {name}!"));
    assert_eq!(output(&report), json!({"biography": "Hail Nina Simone!"}));
}

#[test]
fn minimal_finds_nothing_about_nobody() {
    let report = load("minimal").call(Call::new(BIOGRAPHY));
    assert_eq!(report.outcome, Outcome::Ok(b"null".to_vec()));
}

#[test]
fn minimal_exports_nothing_else() {
    let plugin = load("minimal");
    let exports: Vec<_> = plugin.surface().exports.iter().collect();
    assert_eq!(exports, [BIOGRAPHY]);
    assert_eq!(
        plugin.call(Call::new("nd_get_artist_url")).outcome,
        Outcome::NotFound
    );
}

/// The plugin of embeddings, and a script of the store with what the plugin has put there when it was loaded.
fn sonic_similarity() -> (Plugin, Script) {
    let plugin = plugins::builder("sonic-similarity").load().unwrap();
    let import = [
        "kvstore_delete",
        "kvstore_deletebyprefix",
        "kvstore_set",
        "config_get",
    ];
    let script = import
        .into_iter()
        .fold(Script::new(), |script, name| script.reply(name, json!({})));
    let report = plugin.call(Call::new("nd_on_init").script(&script));
    assert_eq!(report.outcome, Outcome::Ok(Vec::new()));
    assert_eq!(report.log[0].text, "12 songs can be compared");

    let requests = script.requests();
    let stored = requests
        .iter()
        .filter(|request| request.function == "kvstore_set");
    let values: BTreeMap<String, Value> = stored
        .map(|request| request.json().unwrap())
        .map(|request| {
            (
                request["key"].as_str().unwrap().to_owned(),
                request["value"].clone(),
            )
        })
        .collect();
    let batches = json!({"value": values["batches"], "exists": true});
    let script = Script::new()
        .reply("kvstore_get", batches)
        .reply("kvstore_getmany", json!({"values": values}));
    (plugin, script)
}

#[test]
fn sonic_similarity_finds_in_the_store_what_it_has_put_there() {
    let (plugin, script) = sonic_similarity();
    let input = r#"{"song":{"name":"Gymnopédie No. 1"},"count":1}"#;
    let call = Call::new("nd_get_sonic_similar_tracks").input(input);
    let report = plugin.call(call.script(&script));
    assert_eq!(
        output(&report)["matches"][0]["song"],
        json!({"name": "Blue in Green", "artists": [{"name": "Miles Davis"}]})
    );
    let asked = script.requests()[1].json().unwrap();
    assert_eq!(asked, json!({"keys": ["songs:0"]}));
}

#[test]
fn sonic_similarity_finds_a_path() {
    let (plugin, script) = sonic_similarity();
    let input =
        r#"{"startSong":{"name":"Take Five"},"endSong":{"name":"Dancing Queen"},"count":2}"#;
    let report = plugin.call(Call::new("nd_find_sonic_path").input(input).script(&script));
    let found = output(&report);
    assert_eq!(found["matches"].as_array().unwrap().len(), 2);
}

#[test]
fn sonic_similarity_fails_while_the_store_is_empty() {
    let (plugin, _) = sonic_similarity();
    let script = Script::new().reply("kvstore_get", json!({}));
    for export in ["nd_get_sonic_similar_tracks", "nd_find_sonic_path"] {
        let report = plugin.call(Call::new(export).script(&script));
        let Outcome::Failed(text) = &report.outcome else {
            panic!("{export}: {:?}", report.outcome);
        };
        assert!(text.starts_with("there are no songs; "), "{export}: {text}");
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
fn every_manifest_is_one_the_server_accepts() {
    for folder in examples() {
        let text = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        for key in ["name", "author", "version"] {
            let value = manifest[key].as_str().unwrap_or_default();
            assert!(!value.is_empty(), "{}: {key}", folder.display());
        }
        assert_eq!(
            manifest["version"],
            env!("CARGO_PKG_VERSION"),
            "{}",
            folder.display()
        );
        // Whoever has a configuration has a schema for it.
        if let Some(config) = manifest.get("config") {
            assert_eq!(config["schema"]["type"], "object", "{}", folder.display());
        }
    }
}
