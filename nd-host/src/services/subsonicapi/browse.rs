//! Endpoints that lead from artists to songs. Must not sort by anything but names and numbers.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::asked::Asked;
use super::endpoint::{Body, Failure, body};
use super::shape::{self, AlbumShape, ArtistShape, Song};
use crate::music::{Artist, Music};

/// Articles that do not count for the letter of an artist.
const ARTICLES: &str = "The El La Los Las Le Les Os As O A";
/// The letter of artists whose name begins with none.
const NO_LETTER: char = '#';

#[derive(Debug, Serialize)]
struct Index {
    name: char,
    artist: Vec<ArtistShape>,
}

/// An artist with the albums, an album with the songs.
#[derive(Debug, Serialize)]
struct Opened<T, C> {
    #[serde(flatten)]
    own: T,
    #[serde(flatten)]
    content: C,
}

#[derive(Debug, Serialize)]
struct Albums {
    album: Vec<AlbumShape>,
}

#[derive(Debug, Serialize)]
struct Songs {
    song: Vec<Song>,
}

pub(super) fn indexes(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let scans = music.libraries().iter().map(|library| library.last_scan_at);
    let latest = scans.max().unwrap_or_default().max(0);
    let content = json!({
        "lastModified": latest.saturating_mul(1_000),
        "ignoredArticles": ARTICLES,
        "index": index(music, asked),
    });
    body("indexes", content)
}

pub(super) fn artists(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let content = json!({ "ignoredArticles": ARTICLES, "index": index(music, asked) });
    body("artists", content)
}

/// The artists with albums, by letter and name.
fn index(music: &Music, asked: &Asked<'_>) -> Vec<Index> {
    let wanted = music.artists().iter().filter(|artist| {
        let mut albums = music.albums_of(artist);
        albums.any(|album| asked.wants_library(album.library_id))
    });
    let mut by_letter = BTreeMap::<char, Vec<&Artist>>::new();
    for artist in wanted {
        let letter = letter(without_article(&artist.name));
        by_letter.entry(letter).or_default().push(artist);
    }
    by_letter
        .into_iter()
        .map(|(name, mut artists)| {
            artists.sort_by_key(|artist| without_article(&artist.name).to_lowercase());
            let artist = shape::artists(music, artists, asked);
            Index { name, artist }
        })
        .collect()
}

fn without_article(name: &str) -> &str {
    let rest = name.split_once(' ').and_then(|(first, rest)| {
        let is_article = ARTICLES
            .split(' ')
            .any(|article| article.eq_ignore_ascii_case(first));
        is_article.then_some(rest)
    });
    rest.unwrap_or(name)
}

fn letter(name: &str) -> char {
    let first = name.chars().next().filter(|letter| letter.is_alphabetic());
    let upper = first.and_then(|letter| letter.to_uppercase().next());
    upper.unwrap_or(NO_LETTER)
}

pub(super) fn artist(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let artist = music.artist(asked.required("id")?);
    let artist = artist.ok_or_else(|| Failure::not_found("Artist not found"))?;
    let mut albums: Vec<_> = music.albums_of(artist).collect();
    albums.sort_by_key(|album| album.year);
    let opened = Opened {
        own: shape::artist(music, artist, asked),
        content: Albums {
            album: shape::albums(music, albums, asked),
        },
    };
    body("artist", opened)
}

pub(super) fn album(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let album = music.album(asked.required("id")?);
    let album = album.ok_or_else(|| Failure::not_found("Album not found"))?;
    let opened = Opened {
        own: shape::album(music, album, asked),
        content: Songs {
            song: shape::songs(music, music.tracks_of(album), asked),
        },
    };
    body("album", opened)
}

pub(super) fn song(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let track = music.track(asked.required("id")?);
    let track = track.ok_or_else(|| Failure::not_found("Song not found"))?;
    body("song", shape::song(music, track, asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_do_not_count_for_the_letter() {
        for (name, first) in [
            ("The Beatles", 'B'),
            ("Theatre of Tragedy", 'T'),
            ("The", 'T'),
            ("élan", 'É'),
            ("2Pac", '#'),
            ("", '#'),
        ] {
            assert_eq!(letter(without_article(name)), first, "{name:?}");
        }
    }
}
