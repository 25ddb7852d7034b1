//! The plugin that README shows. Must not repeat its native test.

use nd_host::{Level, Package, Settings};
use nd_tests::plugins;
use serde_json::json;

use super::{answer, said, server};

#[test]
fn counts_in_the_cache_until_it_is_loaded_again() {
    let manifest =
        json!({"name": "Hello", "author": "You", "version": "0.1.0", "permissions": {"cache": {}}});
    let package = Package {
        id: "hello".to_owned(),
        manifest: manifest.to_string(),
        wasm: plugins::wasm("guest-readme"),
    };
    let server = server("{}");
    // Without a schema in the manifest there is no configuration.
    let load = || server.load(&package, &Settings::new()).unwrap();
    let ask = |plugin: &nd_host::LoadedPlugin| {
        let nina = json!({"id": "a", "name": "Nina Simone"});
        answer(plugin, "nd_get_artist_biography", &nina)
    };

    let plugin = load();
    let biography = json!({"biography": "Nina Simone says hello."});
    assert_eq!(ask(&plugin), biography);
    assert_eq!(ask(&plugin), biography);
    let lines = said(&plugin, Level::Info);
    let text = |times| format!("asked {times} times for Nina Simone");
    assert_eq!(lines, [text(1), text(2)]);

    drop(plugin);
    let plugin = load();
    ask(&plugin);
    assert_eq!(said(&plugin, Level::Info), [text(1)]);
}
