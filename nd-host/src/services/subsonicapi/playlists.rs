//! Endpoints about playlists. Must not show a user what is private to another.

use nd_pdk::host::matcher::Track;
use serde::Serialize;
use serde_json::json;

use super::asked::Asked;
use super::endpoint::{Body, Failure, body};
use super::shape::{self, Song};
use crate::music::{Music, Playlist};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaylistShape<'a> {
    id: &'a str,
    name: &'a str,
    comment: &'a str,
    owner: &'a str,
    public: bool,
    song_count: usize,
    duration: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Vec<Song>>,
}

fn may_see(asked: &Asked<'_>, playlist: &Playlist) -> bool {
    playlist.public || playlist.owner == asked.user.user_name
}

fn tracks<'a>(music: &'a Music, playlist: &Playlist) -> Vec<&'a Track> {
    let ids = playlist.tracks.iter();
    ids.filter_map(|id| music.track(id)).collect()
}

fn shape<'a>(music: &Music, playlist: &'a Playlist) -> PlaylistShape<'a> {
    let tracks = tracks(music, playlist);
    PlaylistShape {
        id: &playlist.id,
        name: &playlist.name,
        comment: &playlist.comment,
        owner: &playlist.owner,
        public: playlist.public,
        song_count: tracks.len(),
        // Casting floats to integers ends at the bounds.
        duration: tracks.iter().map(|track| track.duration).sum::<f64>() as i32,
        entry: None,
    }
}

pub(super) fn list(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let playlists = music.playlists().iter();
    let playlists: Vec<_> = playlists
        .filter(|playlist| may_see(asked, playlist))
        .map(|playlist| shape(music, playlist))
        .collect();
    body("playlists", json!({ "playlist": playlists }))
}

pub(super) fn one(music: &Music, asked: &Asked<'_>) -> Result<Body, Failure> {
    let id = asked.required("id")?;
    let mut playlists = music.playlists().iter();
    let playlist = playlists.find(|playlist| playlist.id == id && may_see(asked, playlist));
    let playlist = playlist.ok_or_else(|| Failure::not_found("playlist not found"))?;
    let entry = shape::songs(music, tracks(music, playlist), asked);
    let opened = PlaylistShape {
        entry: Some(entry),
        ..shape(music, playlist)
    };
    body("playlist", opened)
}
