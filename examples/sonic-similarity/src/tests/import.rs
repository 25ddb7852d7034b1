//! How songs come into the store, and what becomes of them when the settings change or cannot be used.

use nd_pdk::testing::{call_export, json};

use super::*;

/// So many songs in a setting, in a circle.
fn circle(count: u16) -> String {
    let songs = (0..count).map(|n| {
        let angle = f32::from(n) / f32::from(count) * std::f32::consts::TAU;
        json!({"title": format!("song {n}"), "artist": "x", "embedding": [angle.cos(), angle.sin()]})
    });
    json!(songs.collect::<Vec<_>>()).to_string()
}

/// Loads the plugin with these songs, and says why that failed.
fn failure(songs: &str) -> String {
    let host = builder().config("songs", songs).install();
    host.load().unwrap().error.expect("a failure")
}

#[test]
fn the_songs_that_come_with_the_plugin_are_there_without_settings() {
    let host = loaded();
    assert_eq!(host.logs()[0].message, "12 songs can be compared");
    assert_eq!(similar(request("Take Five"), 1).len(), 1);
}

#[test]
fn an_emptied_list_is_none() {
    let host = builder().config("songs", "[]").install();
    host.load();
    assert_eq!(host.logs()[0].message, "12 songs can be compared");
}

#[test]
fn many_songs_share_a_key_and_are_read_with_one_call() {
    let host = builder().config("songs", circle(1000)).install();
    assert_eq!(host.load().unwrap().error, None);
    assert_eq!(host.kvstore().entries().len(), 17);

    let before = host.calls().len();
    let matches = similar(request("song 500"), 2);
    let calls = host.calls().into_iter().skip(before);
    let functions: Vec<_> = calls.map(|call| call.function).collect();
    assert_eq!(functions, ["kvstore_get", "kvstore_getmany"]);
    let mut titles = titles(&matches);
    titles.sort_unstable();
    assert_eq!(titles, ["song 499", "song 501"]);
}

#[test]
fn a_song_takes_up_no_more_than_it_has_to() {
    let host = builder().config("songs", circle(1000)).install();
    host.load();
    let bytes_each = host.kvstore().used() / 1000;
    assert!(bytes_each < 80, "{bytes_each}");
}

#[test]
fn songs_of_earlier_settings_are_gone() {
    let host = builder().config("songs", circle(1000)).install();
    host.load();
    let store = host.kvstore().entries();
    drop(host);

    let host = builder().config("songs", circle(10)).install();
    for entry in store {
        host.kvstore().preset(entry.key, entry.value);
    }
    host.load();
    assert_eq!(host.kvstore().entries().len(), 2);
    assert_eq!(similar(request("song 0"), 100).len(), 9);
}

#[test]
fn a_mistake_in_new_songs_leaves_the_old_ones_alone() {
    let songs = r#"[{"title": "a", "artist": "x", "embedding": [0, 0]}]"#;
    let host = builder().config("songs", songs).install();
    store::replace(&song::bundled().unwrap()).unwrap();
    let before = host.kvstore().entries();
    assert!(host.load().unwrap().error.is_some());
    assert_eq!(host.kvstore().entries(), before);
}

#[test]
fn an_embedding_that_cannot_be_compared_is_a_mistake_with_the_name_of_the_song() {
    for embedding in ["[]", "[0, 0]", "[3e38, 3e38]"] {
        let songs = format!(r#"[{{"title": "a", "artist": "x", "embedding": {embedding}}}]"#);
        assert_eq!(
            failure(&songs),
            "a by x: an embedding must have numbers, not all of them 0",
            "{embedding}"
        );
    }
    let songs = r#"[
        {"title": "a", "artist": "x", "embedding": [1, 2]},
        {"title": "b", "artist": "x", "embedding": [1]}
    ]"#;
    assert_eq!(
        failure(songs),
        "b by x: the embedding has 1 numbers, that of the first song 2"
    );
}

#[test]
fn a_setting_of_another_shape_is_a_mistake_with_its_place() {
    let songs = r#"[{"title": "a", "artist": "x", "embedding": ["one"]}]"#;
    let error = failure(songs);
    assert!(error.contains("songs[0].embedding[0]"), "{error}");
}

#[test]
fn a_store_that_is_too_small_says_so_and_is_never_read_in_part() {
    let manifest = MANIFEST.replace("8MB", "8KB");
    let builder = FakeHost::builder().manifest(&manifest);
    let host = builder.config("songs", circle(1000)).install();
    let error = host.load().unwrap().error.unwrap();
    assert!(error.starts_with("storage limit exceeded: "), "{error}");

    let outcome = call_export(
        "nd_get_sonic_similar_tracks",
        r#"{"song": {"name": "song 1"}}"#,
    );
    let error = outcome.error.unwrap();
    assert!(error.starts_with("there are no songs; "), "{error}");
}

#[test]
fn a_part_that_is_missing_is_an_error() {
    let _host = loaded();
    nd_pdk::host::kvstore::delete("songs:0").unwrap();
    let outcome = call_export("nd_find_sonic_path", "{}");
    assert_eq!(
        outcome.error.as_deref(),
        Some("songs:0 is missing in the store")
    );
}
