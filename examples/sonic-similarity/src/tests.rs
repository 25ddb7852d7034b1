//! The plugin as ordinary Rust. Must not need wasm.

use nd_pdk::testing::TestHost;

use super::*;

fn song(name: &str) -> SongRef {
    SongRef {
        name: name.into(),
        ..SongRef::default()
    }
}

fn similar(name: &str, count: i32) -> Vec<SonicMatch> {
    let req = GetSonicSimilarTracksRequest {
        song: song(name),
        count,
    };
    Catalogue.get_sonic_similar_tracks(req).unwrap().matches
}

fn path(start: &str, end: &str, count: i32) -> Vec<SonicMatch> {
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
fn every_call_fails_when_the_configuration_says_so() {
    let _host = TestHost::new().config("error", "out of order").install();
    let similar = Catalogue.get_sonic_similar_tracks(<_>::default());
    assert_eq!(similar.unwrap_err(), Error::new("out of order"));
    let path = Catalogue.find_sonic_path(<_>::default());
    assert_eq!(path.unwrap_err(), Error::new("out of order"));
}
