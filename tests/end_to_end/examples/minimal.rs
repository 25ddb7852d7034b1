//! `minimal` as a server would run it. Must not repeat its native tests.

use nd_host::{LoadedPlugin, Outcome};
use nd_tests::package;
use serde_json::{Value, json};

use super::{answer, load, server};

const BIOGRAPHY: &str = "nd_get_artist_biography";

fn ask(plugin: &LoadedPlugin, name: &str) -> Value {
    let artist = json!({"id": "artist-1", "name": name, "mbid": ""});
    answer(plugin, BIOGRAPHY, &artist)
}

#[test]
fn writes_a_biography_that_changes_with_the_settings() {
    let (server, package) = (server("{}"), package::example("minimal"));
    let plugin = load(&server, &package, &json!({}));
    let text = "Nina Simone makes music that is in your library.";
    assert_eq!(ask(&plugin, "Nina Simone"), json!({"biography": text}));

    drop(plugin);
    let plugin = load(&server, &package, &json!({"text": "Hail {name}!"}));
    let text = "Hail Nina Simone!";
    assert_eq!(ask(&plugin, "Nina Simone"), json!({"biography": text}));
}

#[test]
fn leaves_nobody_to_the_next_agent() {
    let plugin = load(&server("{}"), &package::example("minimal"), &json!({}));
    assert_eq!(ask(&plugin, ""), Value::Null);
    assert_eq!(plugin.log(), []);
}

#[test]
fn exports_nothing_but_biographies() {
    let plugin = load(&server("{}"), &package::example("minimal"), &json!({}));
    let exports: Vec<_> = plugin.surface().exports.iter().collect();
    assert_eq!(exports, [BIOGRAPHY]);
    let other = plugin.call("nd_get_artist_url", "{}");
    assert_eq!(other.outcome, Outcome::NotFound);
}
