//! What LRCLIB tells recordings apart by. Must not ask anybody.

use nd_pdk::types::TrackInfo;
use serde::{Deserialize, Serialize};

/// A recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Song {
    pub(crate) artist: String,
    pub(crate) title: String,
    /// Empty if the track belongs to no album.
    pub(crate) album: String,
    /// In whole seconds.
    pub(crate) duration: u32,
}

impl Song {
    /// Nothing if the track has no title, no artist or no length.
    pub(crate) fn of(track: &TrackInfo) -> Option<Self> {
        // `artist` is what the tags show, such as “Ada & Bob”; the first one of the list is an artist that others know, too.
        let first = track.artists.first().map(|artist| &artist.name);
        let song = Self {
            artist: first.unwrap_or(&track.artist).clone(),
            title: track.title.clone(),
            album: track.album.clone(),
            duration: track.duration.round() as u32,
        };
        let complete = !song.artist.is_empty() && !song.title.is_empty() && song.duration > 0;
        complete.then_some(song)
    }
}
