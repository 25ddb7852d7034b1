//! The plugin as ordinary Rust: with a fake host, with mocks, and by the names of its exports. Must not need wasm.

use nd_pdk::testing::mockall::predicate::eq;
use nd_pdk::testing::{FakeHost, call_export};

use super::*;

/// A host as the manifest describes it, in which nobody has changed the settings.
fn host() -> FakeHost {
    let manifest = include_str!("../manifest.json");
    FakeHost::builder().manifest(manifest).install()
}

fn song(name: &str) -> SongRef {
    SongRef {
        name: name.into(),
        ..SongRef::default()
    }
}

fn similar(name: &str, count: i32) -> Vec<SonicMatch> {
    let _host = host();
    let req = GetSonicSimilarTracksRequest {
        song: song(name),
        count,
    };
    Catalogue.get_sonic_similar_tracks(req).unwrap().matches
}

fn path(start: &str, end: &str, count: i32) -> Vec<SonicMatch> {
    let _host = host();
    let req = FindSonicPathRequest {
        start_song: song(start),
        end_song: song(end),
        count,
    };
    Catalogue.find_sonic_path(req).unwrap().matches
}

fn names(matches: &[SonicMatch]) -> Vec<&str> {
    matches
        .iter()
        .map(|found| found.song.name.as_str())
        .collect()
}

#[test]
fn the_most_similar_come_first() {
    let matches = similar("gymnopédie no. 1", 3);
    assert_eq!(
        names(&matches),
        ["Blue in Green", "Clair de lune", "Adagio for Strings"]
    );
    assert!(matches.is_sorted_by(|a, b| a.similarity >= b.similarity));
}

#[test]
fn a_song_is_not_similar_to_itself() {
    assert!(!names(&similar("Take Five", 100)).contains(&"Take Five"));
    assert_eq!(similar("Take Five", 100).len(), CATALOGUE.len() - 1);
}

#[test]
fn any_song_has_matches_and_always_the_same() {
    let matches = similar("A song nobody knows", 5);
    assert_eq!(matches.len(), 5);
    assert!(
        matches
            .iter()
            .all(|found| (0.0..=1.0).contains(&found.similarity))
    );
    assert_eq!(matches, similar("A song nobody knows", 5));
}

#[test]
fn matches_name_the_artist_for_the_server_to_find() {
    assert_eq!(
        similar("Gymnopédie No. 1", 1)[0].song.artists[0].name,
        "Miles Davis"
    );
}

#[test]
fn a_path_leads_from_one_song_to_the_other() {
    let matches = path("Gymnopédie No. 1", "Dancing Queen", 3);
    assert_eq!(
        names(&matches),
        ["Clair de lune", "Take Five", "Here Comes the Sun"]
    );
}

#[test]
fn a_path_uses_no_song_twice() {
    let mut all = names(&path("Gymnopédie No. 1", "Dancing Queen", 100))
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), CATALOGUE.len() - 2);
}

#[test]
fn wanting_nothing_gives_nothing() {
    assert_eq!(similar("Take Five", 0), []);
    assert_eq!(similar("Take Five", -1), []);
    assert_eq!(path("Take Five", "Dancing Queen", 0), []);
}

#[test]
fn every_call_fails_when_the_settings_say_so() {
    let _host = FakeHost::builder()
        .config("error", "out of order")
        .install();
    let similar = Catalogue.get_sonic_similar_tracks(<_>::default());
    assert_eq!(similar.unwrap_err(), Error::new("out of order"));
    let path = Catalogue.find_sonic_path(<_>::default());
    assert_eq!(path.unwrap_err(), Error::new("out of order"));
}

#[test]
fn an_error_that_was_emptied_is_none() {
    let _config = config::mock(|m| {
        m.expect_get()
            .with(eq("error"))
            .times(1)
            .returning(|_| Ok(Some(String::new())));
    });
    let similar = Catalogue.get_sonic_similar_tracks(<_>::default());
    assert_eq!(similar.unwrap().matches, []);
}

#[test]
fn settings_that_cannot_be_read_fail_the_call() {
    let _config = config::mock(|m| {
        m.expect_get()
            .returning(|_| Err("no settings today".into()));
    });
    let path = Catalogue.find_sonic_path(<_>::default());
    assert_eq!(path.unwrap_err(), Error::new("no settings today"));
}

#[test]
fn the_server_gets_what_it_can_look_up() {
    let _host = host();
    let input = r#"{"song":{"name":"Gymnopédie No. 1"},"count":1}"#;
    let answer = call_export("nd_get_sonic_similar_tracks", input).json();
    assert_eq!(answer["matches"][0]["song"]["name"], "Blue in Green");

    let input =
        r#"{"startSong":{"name":"Take Five"},"endSong":{"name":"Dancing Queen"},"count":2}"#;
    let answer = call_export("nd_find_sonic_path", input).json();
    assert_eq!(answer["matches"].as_array().unwrap().len(), 2);
}

#[test]
fn the_server_gets_the_text_of_the_error() {
    let _host = FakeHost::builder()
        .config("error", "out of order")
        .install();
    let outcome = call_export("nd_find_sonic_path", "{}");
    assert_ne!(outcome.code, 0);
    assert_eq!(outcome.error.as_deref(), Some("out of order"));
}
