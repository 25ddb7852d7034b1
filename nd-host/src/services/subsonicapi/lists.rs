//! Endpoints that list albums and songs by some order. Must not change anything.

use std::cmp::Reverse;

use nd_pdk::host::matcher::Track;
use rand::seq::SliceRandom as _;
use serde::Serialize;
use serde_json::json;

use super::asked::Asked;
use super::endpoint::{Body, Failure, body};
use super::shape::{self, Song};
use crate::music::{Album, Music};

/// How many are listed for whoever does not say how many.
const DEFAULT_SIZE: usize = 10;

/// Which albums, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AlbumList {
    Random,
    Newest,
    Highest,
    Frequent,
    Recent,
    Starred,
    ByName,
    ByArtist,
    ByYear,
    ByGenre,
}

impl AlbumList {
    const ALL: [(&str, Self); 10] = [
        ("random", Self::Random),
        ("newest", Self::Newest),
        ("highest", Self::Highest),
        ("frequent", Self::Frequent),
        ("recent", Self::Recent),
        ("starred", Self::Starred),
        ("alphabeticalByName", Self::ByName),
        ("alphabeticalByArtist", Self::ByArtist),
        ("byYear", Self::ByYear),
        ("byGenre", Self::ByGenre),
    ];

    fn find(name: &str) -> Result<Self, Failure> {
        let found = Self::ALL.into_iter().find(|(own, _)| *own == name);
        let unknown = || Failure::generic(format!("type '{name}' not implemented"));
        found.map(|(_, list)| list).ok_or_else(unknown)
    }

    fn arrange<'a>(
        self,
        music: &'a Music,
        albums: Vec<&'a Album>,
        asked: &Asked<'_>,
    ) -> Result<Vec<&'a Album>, Failure> {
        let said = |album: &Album| asked.annotation(music, &album.id);
        let mut albums = albums;
        match self {
            Self::Random => albums.shuffle(&mut rand::rng()),
            Self::Newest => albums.sort_by_key(|album| Reverse(album.created_at)),
            Self::Highest => {
                albums.retain(|album| said(album).rating > 0);
                albums.sort_by_key(|album| Reverse(said(album).rating));
            }
            Self::Frequent => {
                albums.retain(|album| said(album).play_count > 0);
                albums.sort_by_key(|album| Reverse(said(album).play_count));
            }
            Self::Recent => {
                albums.retain(|album| said(album).play_date.is_some());
                albums.sort_by_key(|album| Reverse(said(album).play_date));
            }
            Self::Starred => {
                albums.retain(|album| said(album).starred);
                albums.sort_by_key(|album| Reverse(said(album).starred_at));
            }
            Self::ByName => albums.sort_by_key(|album| album.title.to_lowercase()),
            Self::ByArtist => albums.sort_by_key(|album| {
                let names = [&album.artist, &album.title];
                names.map(|name| name.to_lowercase())
            }),
            Self::ByYear => by_year(&mut albums, asked)?,
            Self::ByGenre => {
                let genre = asked.required("genre")?;
                albums.retain(|album| has_genre(&album.genres, genre));
                albums.sort_by_key(|album| album.title.to_lowercase());
            }
        }
        Ok(albums)
    }
}

/// A range that ends before it begins turns the order round.
fn by_year(albums: &mut Vec<&Album>, asked: &Asked<'_>) -> Result<(), Failure> {
    let year = |name| {
        asked.required(name)?;
        Ok(asked.parsed::<i32>(name).unwrap_or_default())
    };
    let (from, to) = (year("fromYear")?, year("toYear")?);
    let range = from.min(to)..=from.max(to);
    albums.retain(|album| range.contains(&album.year));
    albums.sort_by_key(|album| album.year);
    if from > to {
        albums.reverse();
    }
    Ok(())
}

fn has_genre(genres: &[String], wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    genres.iter().any(|genre| genre.to_lowercase() == wanted)
}

pub(super) fn albums(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let list = AlbumList::find(asked.required("type")?)?;
    let albums = music.albums().iter();
    let albums = albums.filter(|album| asked.wants_library(album.library_id));
    let albums = list.arrange(music, albums.collect(), asked)?;
    let albums = asked.page(albums, ("size", DEFAULT_SIZE), "offset");
    let content = json!({ "album": shape::albums(music, albums, asked) });
    body("albumList2", content)
}

/// The tracks that are there, in the libraries that are asked for.
pub(super) fn present<'a>(
    music: &'a Music,
    asked: &'a Asked<'_>,
) -> impl Iterator<Item = &'a Track> {
    let tracks = music.tracks().iter();
    tracks.filter(|track| !track.missing && asked.wants_library(track.library_id))
}

pub(super) fn random_songs(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let from = asked.parsed("fromYear").unwrap_or(i32::MIN);
    let to = asked.parsed("toYear").unwrap_or(i32::MAX);
    let genre = asked.first("genre");
    let mut tracks: Vec<_> = present(music, asked)
        .filter(|track| (from..=to).contains(&track.year))
        .filter(|track| genre.is_none_or(|genre| has_genre(&track.genres, genre)))
        .collect();
    tracks.shuffle(&mut rand::rng());
    tracks.truncate(asked.count("size", DEFAULT_SIZE));
    let content = json!({ "song": shape::songs(music, tracks, asked) });
    body("randomSongs", content)
}

pub(super) fn songs_by_genre(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let genre = asked.required("genre")?;
    let tracks = present(music, asked).filter(|track| has_genre(&track.genres, genre));
    let tracks = asked.page(tracks, ("count", DEFAULT_SIZE), "offset");
    let content = json!({ "song": shape::songs(music, tracks, asked) });
    body("songsByGenre", content)
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Playing<'a> {
    #[serde(flatten)]
    song: Song,
    username: &'a str,
    minutes_ago: i64,
    player_id: usize,
    player_name: &'a str,
}

pub(super) fn now_playing(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let playing = music.playing_at(asked.now()).into_iter().zip(1..);
    let entries: Vec<Playing<'_>> = playing
        .filter_map(|((playing, minutes_ago), player_id)| {
            let track = music.track(&playing.track_id)?;
            Some(Playing {
                song: shape::song(music, track, asked),
                username: &playing.user_name,
                minutes_ago,
                player_id,
                player_name: &playing.player,
            })
        })
        .collect();
    body("nowPlaying", json!({ "entry": entries }))
}

pub(super) fn starred(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let is_starred = |id: &str| asked.annotation(music, id).starred;
    let artists = music.artists().iter();
    let artists = artists.filter(|artist| is_starred(&artist.id));
    let albums = music.albums().iter();
    let albums = albums.filter(|album| is_starred(&album.id));
    let tracks = present(music, asked).filter(|track| is_starred(&track.id));
    let content = json!({
        "artist": shape::artists(music, artists, asked),
        "album": shape::albums(music, albums, asked),
        "song": shape::songs(music, tracks, asked),
    });
    body("starred2", content)
}
