//! The search. Must not rank what it finds: the order is that of the library.

use serde_json::json;

use super::asked::Asked;
use super::endpoint::{Body, Failure, body};
use super::{lists, shape};
use crate::music::Music;

/// How many of each kind are found for whoever does not say how many.
const DEFAULT_COUNT: usize = 20;

/// The words that must all occur, in lower case.
struct Words(Vec<String>);

impl Words {
    /// Everything has no words, which is how clients ask for all songs: by an empty text or an empty pair of quotes.
    fn new(query: &str) -> Self {
        let query = query.trim_matches(['"', '*', ' ']).to_lowercase();
        let words = query.split_whitespace().map(str::to_owned);
        Self(words.collect())
    }

    fn are_in(&self, texts: &[&str]) -> bool {
        let text = texts.join(" ").to_lowercase();
        self.0.iter().all(|word| text.contains(word))
    }
}

pub(super) fn search(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let query = asked.all("query").next();
    let words = Words::new(query.ok_or_else(|| Failure::missing("query"))?);
    let artists = music.artists().iter();
    let artists = artists.filter(|artist| words.are_in(&[&artist.name]));
    let artists = asked.page(artists, ("artistCount", DEFAULT_COUNT), "artistOffset");
    let albums = music.albums().iter();
    let albums = albums.filter(|album| {
        asked.wants_library(album.library_id) && words.are_in(&[&album.title, &album.artist])
    });
    let albums = asked.page(albums, ("albumCount", DEFAULT_COUNT), "albumOffset");
    let tracks = lists::present(music, asked)
        .filter(|track| words.are_in(&[&track.title, &track.artist, &track.album]));
    let tracks = asked.page(tracks, ("songCount", DEFAULT_COUNT), "songOffset");
    let content = json!({
        "artist": shape::artists(music, artists, asked),
        "album": shape::albums(music, albums, asked),
        "song": shape::songs(music, tracks, asked),
    });
    body("searchResult3", content)
}
