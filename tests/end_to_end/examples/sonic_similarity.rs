//! `sonic-similarity` as a server would run it, over a store that is a file. Must not repeat its native tests.

use std::collections::BTreeSet;

use nd_host::{Level, LoadedPlugin, Package};
use nd_tests::package;
use serde_json::{Value, json};

use super::{answer, builder, failure, load, said, said_by_server, server};

const SIMILAR: &str = "nd_get_sonic_similar_tracks";
const PATH: &str = "nd_find_sonic_path";

fn example() -> Package {
    package::example("sonic-similarity")
}

/// The names of the songs that an export finds.
fn found(plugin: &LoadedPlugin, export: &str, input: &Value) -> Vec<String> {
    let found = answer(plugin, export, input);
    let matches = found["matches"].as_array().unwrap().iter();
    let names = matches.map(|one| one["song"]["name"].as_str().unwrap().to_owned());
    names.collect()
}

fn similar(plugin: &LoadedPlugin, name: &str, count: usize) -> Vec<String> {
    let input = json!({"song": {"name": name}, "count": count});
    found(plugin, SIMILAR, &input)
}

/// So many songs, each a little further round a quarter of a circle than the one before.
fn quarter(count: usize) -> Value {
    let song = |index: usize| {
        let angle = std::f64::consts::FRAC_PI_2 * index as f64 / count as f64;
        let embedding = [angle.cos(), angle.sin()];
        json!({"title": format!("Song {index}"), "artist": "Ada", "embedding": embedding})
    };
    json!({"songs": (0..count).map(song).collect::<Vec<_>>()})
}

#[test]
fn finds_what_sounds_alike_and_a_path_between_what_does_not() {
    let plugin = load(&server("{}"), &example(), &json!({}));
    assert_eq!(said(&plugin, Level::Info), ["12 songs can be compared"]);

    let input = json!({"song": {"name": "Gymnopédie No. 1", "artists": [{"name": "Erik Satie"}]}, "count": 1});
    let answer = answer(&plugin, SIMILAR, &input);
    let blue_in_green = json!({"name": "Blue in Green", "artists": [{"name": "Miles Davis"}]});
    assert_eq!(answer["matches"][0]["song"], blue_in_green);
    let similarity = answer["matches"][0]["similarity"].as_f64().unwrap();
    assert!((0.9..1.0).contains(&similarity), "{similarity}");

    let ends = json!({"startSong": {"name": "Take Five"}, "endSong": {"name": "Dancing Queen"}, "count": 3});
    let path = found(&plugin, PATH, &ends);
    let names = BTreeSet::from_iter(&path);
    assert_eq!((path.len(), names.len()), (3, 3), "{path:?}");
    assert!(
        !path
            .iter()
            .any(|name| name == "Take Five" || name == "Dancing Queen")
    );
}

#[test]
fn what_is_unknown_has_nothing_that_sounds_like_it() {
    let plugin = load(&server("{}"), &example(), &json!({}));
    assert!(similar(&plugin, "4′33″", 5).is_empty());
    let ends =
        json!({"startSong": {"name": "Take Five"}, "endSong": {"name": "4′33″"}, "count": 3});
    assert!(found(&plugin, PATH, &ends).is_empty());
}

#[test]
fn hundreds_of_songs_come_back_from_the_store_in_order() {
    let plugin = load(&server("{}"), &example(), &quarter(200));
    let near = ["Song 1", "Song 2", "Song 3"];
    assert_eq!(similar(&plugin, "Song 0", 3), near);
    assert_eq!(similar(&plugin, "Song 199", 1), ["Song 198"]);
    let ends =
        json!({"startSong": {"name": "Song 0"}, "endSong": {"name": "Song 199"}, "count": 3});
    let path = found(&plugin, PATH, &ends);
    let places: Vec<u32> = path
        .iter()
        .map(|name| name.trim_start_matches("Song ").parse().unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    // Halfway in the middle, of which songs 99 and 100 are equally far.
    assert!((98..=101).contains(&places[1]), "{places:?}");
}

#[test]
fn a_mistake_in_new_songs_leaves_the_old_ones_in_the_store_over_a_restart_of_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let start = || builder("{}").data_folder(folder.path()).start().unwrap();
    let server = start();
    drop(load(&server, &example(), &quarter(70)));
    drop(server);

    let mut songs = quarter(70);
    songs["songs"][69]["embedding"] = json!([0]);
    let plugin = load(&start(), &example(), &songs);

    let problem = "Song 69 by Ada: the embedding has 1 numbers, that of the first song 2";
    assert_eq!(
        said_by_server(&plugin, Level::Error),
        [format!("nd_on_init: plugin call failed: {problem}")]
    );
    assert_eq!(similar(&plugin, "Song 69", 1), ["Song 68"]);
}

#[test]
fn a_store_without_room_for_the_songs_has_none_and_says_so() {
    let mut manifest: Value = serde_json::from_str(&example().manifest).unwrap();
    manifest["permissions"]["kvstore"]["maxSize"] = json!("4KB");
    let package = Package {
        manifest: manifest.to_string(),
        ..example()
    };
    let plugin = load(&server("{}"), &package, &quarter(200));

    let logged = said_by_server(&plugin, Level::Error);
    assert!(logged[0].contains("storage limit exceeded"), "{logged:?}");
    for export in [SIMILAR, PATH] {
        let text = failure(&plugin, export, &json!({}));
        assert!(text.starts_with("there are no songs; "), "{export}: {text}");
    }
}
