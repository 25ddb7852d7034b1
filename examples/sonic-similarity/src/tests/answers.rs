//! What is found, in which order, and what the server gets of it.

use nd_pdk::testing::call_export;
use nd_pdk::types::ArtistRef;

use super::*;

fn path(start: &str, end: &str, count: i32) -> Vec<(String, f64)> {
    let req = FindSonicPathRequest {
        start_song: request(start),
        end_song: request(end),
        count,
    };
    by_title(Embeddings.find_sonic_path(req).unwrap())
}

#[test]
fn the_most_similar_come_first() {
    let _host = loaded();
    let matches = similar(request("gymnopédie no. 1"), 3);
    assert_eq!(
        titles(&matches),
        ["Blue in Green", "Clair de lune", "Adagio for Strings"]
    );
    assert!(matches.is_sorted_by(|a, b| a.1 >= b.1));
}

#[test]
fn a_song_is_not_similar_to_itself() {
    let _host = loaded();
    let matches = similar(request("Take Five"), 100);
    assert!(!titles(&matches).contains(&"Take Five"));
    assert_eq!(matches.len(), 11);
}

#[test]
fn similarity_is_the_cosine_and_never_below_nothing_in_common() {
    let songs = r#"[
        {"title": "a", "artist": "x", "embedding": [3, 4]},
        {"title": "b", "artist": "x", "embedding": [4, 3]},
        {"title": "c", "artist": "x", "embedding": [30, 40]},
        {"title": "d", "artist": "x", "embedding": [-3, -4]}
    ]"#;
    let host = builder().config("songs", songs).install();
    host.load();
    let matches = similar(request("a"), 3);
    assert_eq!(titles(&matches), ["c", "b", "d"]);
    let expected = [1.0, 0.96, 0.0];
    for ((title, similarity), expected) in matches.iter().zip(expected) {
        assert!(
            (similarity - expected).abs() < 1e-4,
            "{title}: {similarity}"
        );
    }
}

#[test]
fn nothing_sounds_like_a_song_that_is_not_known() {
    let _host = loaded();
    assert_eq!(similar(request("A song nobody knows"), 5), []);
    assert_eq!(path("A song nobody knows", "Take Five", 5), []);
    assert_eq!(path("Take Five", "A song nobody knows", 5), []);
}

#[test]
fn artists_tell_songs_of_one_title_apart() {
    let _host = loaded();
    let by = |artist: &str| SongRef {
        artists: vec![ArtistRef {
            name: artist.into(),
            ..ArtistRef::default()
        }],
        ..request("Feeling Good")
    };
    assert_eq!(similar(by("NINA SIMONE"), 1).len(), 1);
    assert_eq!(similar(by("Muse"), 1), []);
}

#[test]
fn an_mbid_counts_more_than_a_title() {
    let songs = r#"[
        {"title": "a", "artist": "x", "mbid": "1", "embedding": [1, 0]},
        {"title": "a", "artist": "x", "mbid": "2", "embedding": [0, 1]},
        {"title": "b", "artist": "x", "embedding": [0, 1]}
    ]"#;
    let host = builder().config("songs", songs).install();
    host.load();
    let song = SongRef {
        mbid: "2".into(),
        ..request("A title that is spelt otherwise")
    };
    assert_eq!(titles(&similar(song, 1)), ["b"]);
}

#[test]
fn a_path_leads_from_one_song_to_the_other() {
    let _host = loaded();
    let matches = path("Gymnopédie No. 1", "Dancing Queen", 3);
    assert_eq!(
        titles(&matches),
        ["Clair de lune", "Here Comes the Sun", "Heroes"]
    );
}

#[test]
fn a_path_uses_no_song_twice() {
    let _host = loaded();
    let matches = path("Gymnopédie No. 1", "Dancing Queen", 100);
    let mut all = titles(&matches);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 10);
}

#[test]
fn a_path_between_opposites_finds_its_way() {
    let songs = r#"[
        {"title": "a", "artist": "x", "embedding": [1, 0]},
        {"title": "b", "artist": "x", "embedding": [0, 1]},
        {"title": "c", "artist": "x", "embedding": [-1, 0]}
    ]"#;
    let host = builder().config("songs", songs).install();
    host.load();
    assert_eq!(path("a", "c", 1), [("b".to_owned(), 0.0)]);
}

#[test]
fn wanting_nothing_gives_nothing() {
    let _host = loaded();
    assert_eq!(similar(request("Take Five"), 0), []);
    assert_eq!(similar(request("Take Five"), -1), []);
    assert_eq!(path("Take Five", "Dancing Queen", 0), []);
}

#[test]
fn the_server_gets_what_it_can_look_up() {
    let _host = loaded();
    let input = r#"{"song":{"name":"Gymnopédie No. 1"},"count":1}"#;
    let answer = call_export("nd_get_sonic_similar_tracks", input).json();
    let song = &answer["matches"][0]["song"];
    assert_eq!(song["name"], "Blue in Green");
    assert_eq!(song["artists"][0]["name"], "Miles Davis");

    let input =
        r#"{"startSong":{"name":"Take Five"},"endSong":{"name":"Dancing Queen"},"count":2}"#;
    let answer = call_export("nd_find_sonic_path", input).json();
    assert_eq!(answer["matches"].as_array().unwrap().len(), 2);
}
