//! Songs, albums and artists as the API shows them to a user. Must not choose which ones.

use jiff::Timestamp;
use nd_pdk::host::matcher::Track;
use nd_rules::artwork::{Kind, artwork_id};
use serde::Serialize;

use super::asked::Asked;
use crate::music::{Album, Artist, Music};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Song {
    pub(super) id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    parent: String,
    is_dir: bool,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    album: String,
    artist: String,
    track: i32,
    #[serde(skip_serializing_if = "is_zero")]
    year: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<String>,
    cover_art: String,
    size: i64,
    content_type: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    suffix: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    starred: Option<String>,
    duration: i32,
    #[serde(skip_serializing_if = "is_zero")]
    bit_rate: i32,
    #[serde(skip_serializing_if = "String::is_empty")]
    path: String,
    #[serde(skip_serializing_if = "is_zero")]
    disc_number: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    album_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    artist_id: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "is_zero")]
    user_rating: i32,
    play_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    played: Option<String>,
    is_video: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bpm: Option<i32>,
    #[serde(skip_serializing_if = "String::is_empty")]
    comment: String,
    music_brainz_id: String,
    isrc: Vec<String>,
    genres: Vec<Named>,
    artists: Vec<Linked>,
    album_artists: Vec<Linked>,
    display_artist: String,
    display_album_artist: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AlbumShape {
    id: String,
    name: String,
    artist: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    artist_id: Option<String>,
    cover_art: String,
    song_count: usize,
    duration: i32,
    play_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starred: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    year: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    played: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    user_rating: i32,
    genres: Vec<Named>,
    music_brainz_id: String,
    is_compilation: bool,
    display_artist: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtistShape {
    id: String,
    name: String,
    cover_art: String,
    album_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    starred: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    user_rating: i32,
    music_brainz_id: String,
    sort_name: String,
}

#[derive(Debug, Serialize)]
struct Named {
    name: String,
}

/// An artist by id and name.
#[derive(Debug, Serialize)]
struct Linked {
    id: String,
    name: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &i32) -> bool {
    *number == 0
}

/// A time as the API writes it; `None` if it is none.
fn time(seconds: i64) -> Option<String> {
    let time = Timestamp::from_second(seconds).ok()?;
    (seconds != 0).then(|| time.to_string())
}

/// Since when it is a favourite; a favourite of unknown time is one since the beginning.
fn starred(annotation: nd_pdk::testing::Annotation) -> Option<String> {
    let since = annotation.starred_at.unwrap_or_default();
    let since = Timestamp::from_second(since).unwrap_or(Timestamp::UNIX_EPOCH);
    annotation.starred.then(|| since.to_string())
}

fn named(genres: &[String]) -> Vec<Named> {
    let genres = genres.iter().cloned();
    genres.map(|name| Named { name }).collect()
}

fn linked(artists: &[&Artist]) -> Vec<Linked> {
    let artists = artists.iter();
    artists
        .map(|artist| Linked {
            id: artist.id.clone(),
            name: artist.name.clone(),
        })
        .collect()
}

/// Whole seconds. Casting floats to integers ends at the bounds.
fn seconds(duration: f64) -> i32 {
    duration as i32
}

/// What is in a file with this ending.
fn content_type(suffix: &str) -> &'static str {
    match suffix {
        "flac" => "audio/flac",
        "m4a" | "aac" => "audio/mp4",
        "ogg" | "opus" => "audio/ogg",
        "wav" => "audio/x-wav",
        _ => "audio/mpeg",
    }
}

pub(super) fn song(music: &Music, track: &Track, asked: &Asked<'_>) -> Song {
    let said = asked.annotation(music, &track.id);
    let artists = music.artists_of(track);
    let album_artists = music.album_artists_of(track);
    let display_album_artist = match track.album_artist.as_str() {
        "" => &track.artist,
        artist => artist,
    };
    Song {
        id: track.id.clone(),
        parent: track.album_id.clone(),
        is_dir: false,
        title: track.title.clone(),
        album: track.album.clone(),
        artist: track.artist.clone(),
        track: track.track_number,
        year: track.year,
        genre: track.genres.first().cloned(),
        cover_art: artwork_id(Kind::Track, &track.id),
        size: track.size,
        content_type: content_type(&track.suffix),
        suffix: track.suffix.clone(),
        starred: starred(said),
        duration: seconds(track.duration),
        bit_rate: track.bit_rate,
        path: track.path.clone(),
        disc_number: track.disc_number,
        created: time(track.created_at),
        album_id: track.album_id.clone(),
        artist_id: artists.first().map(|artist| artist.id.clone()),
        kind: "music",
        user_rating: said.rating,
        play_count: said.play_count,
        played: said.play_date.and_then(time),
        is_video: false,
        bpm: track.bpm,
        comment: track.comment.clone(),
        music_brainz_id: track.mbz_recording_id.clone(),
        isrc: track.tags.get("isrc").cloned().unwrap_or_default(),
        genres: named(&track.genres),
        artists: linked(&artists),
        album_artists: linked(&album_artists),
        display_artist: track.artist.clone(),
        display_album_artist: display_album_artist.to_owned(),
    }
}

pub(super) fn songs<'a>(
    music: &Music,
    tracks: impl IntoIterator<Item = &'a Track>,
    asked: &Asked<'_>,
) -> Vec<Song> {
    let tracks = tracks.into_iter();
    tracks.map(|track| song(music, track, asked)).collect()
}

pub(super) fn album(music: &Music, album: &Album, asked: &Asked<'_>) -> AlbumShape {
    let said = asked.annotation(music, &album.id);
    let tracks = music.tracks_of(album);
    let artist = music.artist_of(album);
    AlbumShape {
        id: album.id.clone(),
        name: album.title.clone(),
        artist: album.artist.clone(),
        artist_id: artist.map(|artist| artist.id.clone()),
        cover_art: artwork_id(Kind::Album, &album.id),
        song_count: tracks.len(),
        duration: seconds(tracks.iter().map(|track| track.duration).sum()),
        play_count: said.play_count,
        created: time(album.created_at),
        starred: starred(said),
        year: album.year,
        genre: album.genres.first().cloned(),
        played: said.play_date.and_then(time),
        user_rating: said.rating,
        genres: named(&album.genres),
        music_brainz_id: album.mbid.clone(),
        is_compilation: album.compilation,
        display_artist: album.artist.clone(),
    }
}

pub(super) fn albums<'a>(
    music: &Music,
    albums: impl IntoIterator<Item = &'a Album>,
    asked: &Asked<'_>,
) -> Vec<AlbumShape> {
    let albums = albums.into_iter();
    albums.map(|one| album(music, one, asked)).collect()
}

pub(super) fn artist(music: &Music, artist: &Artist, asked: &Asked<'_>) -> ArtistShape {
    let said = asked.annotation(music, &artist.id);
    ArtistShape {
        id: artist.id.clone(),
        name: artist.name.clone(),
        cover_art: artwork_id(Kind::Artist, &artist.id),
        album_count: music.albums_of(artist).count(),
        starred: starred(said),
        user_rating: said.rating,
        music_brainz_id: artist.mbid.clone(),
        sort_name: artist.sort_name.clone(),
    }
}

pub(super) fn artists<'a>(
    music: &Music,
    artists: impl IntoIterator<Item = &'a Artist>,
    asked: &Asked<'_>,
) -> Vec<ArtistShape> {
    let artists = artists.into_iter();
    artists.map(|one| artist(music, one, asked)).collect()
}
