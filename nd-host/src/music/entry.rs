//! A file of music as it is written. Must not check how its parts fit together.

use std::collections::HashMap;

use nd_pdk::host::matcher::{ArtistRef, Track};
use serde::Deserialize;
use serde_yaml::Spanned;

use super::time::Time;

/// Entries, with their places.
type List<T> = Vec<Spanned<T>>;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct File {
    pub(super) users: List<User>,
    pub(super) libraries: List<Library>,
    pub(super) artists: List<Artist>,
    pub(super) albums: List<Album>,
    pub(super) tracks: List<TrackEntry>,
    pub(super) playlists: List<Playlist>,
    pub(super) annotations: List<Annotation>,
    pub(super) scrobbles: List<Scrobble>,
    pub(super) now_playing: List<NowPlaying>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct User {
    pub(super) user_name: String,
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) is_admin: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Library {
    pub(super) id: Option<i32>,
    pub(super) name: String,
    pub(super) path: Option<String>,
    pub(super) last_scan_at: Option<Time>,
    pub(super) total_songs: Option<i32>,
    pub(super) total_albums: Option<i32>,
    pub(super) total_artists: Option<i32>,
    pub(super) total_size: Option<i64>,
    pub(super) total_duration: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Artist {
    pub(super) name: String,
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) mbid: String,
    #[serde(default)]
    pub(super) sort_name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Album {
    pub(super) title: String,
    pub(super) artist: String,
    pub(super) id: Option<String>,
    pub(super) mbz_album_id: String,
    pub(super) mbz_release_group_id: String,
    pub(super) year: i32,
    pub(super) genres: Vec<String>,
    pub(super) compilation: bool,
    pub(super) has_cover_art: bool,
    pub(super) created_at: Option<Time>,
    pub(super) library_id: Option<i32>,
    pub(super) tracks: List<TrackEntry>,
}

/// The keys are those of [`Track`].
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct TrackEntry {
    pub(super) id: Option<String>,
    pub(super) library_id: Option<i32>,
    path: String,
    missing: bool,
    pub(super) title: String,
    pub(super) album: String,
    pub(super) artist: String,
    pub(super) album_artist: String,
    sort_title: String,
    pub(super) track_number: i32,
    pub(super) disc_number: i32,
    disc_subtitle: String,
    pub(super) year: i32,
    date: String,
    size: i64,
    suffix: String,
    duration: f64,
    bit_rate: i32,
    sample_rate: i32,
    bit_depth: Option<i32>,
    channels: i32,
    codec: String,
    pub(super) genres: Vec<String>,
    comment: String,
    bpm: Option<i32>,
    explicit_status: String,
    pub(super) compilation: bool,
    pub(super) has_cover_art: bool,
    mbz_recording_id: String,
    mbz_release_track_id: String,
    pub(super) mbz_album_id: String,
    pub(super) mbz_release_group_id: String,
    rg_album_gain: Option<f64>,
    rg_album_peak: Option<f64>,
    rg_track_gain: Option<f64>,
    rg_track_peak: Option<f64>,
    pub(super) created_at: Option<Time>,
    updated_at: Option<Time>,
    tags: HashMap<String, Vec<String>>,
    pub(super) participants: Option<Vec<Participant>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Participant {
    id: String,
    name: String,
    mbid: String,
    sort_name: String,
    role: String,
    sub_role: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Playlist {
    pub(super) name: String,
    pub(super) id: Option<String>,
    pub(super) owner: Option<String>,
    #[serde(default)]
    pub(super) comment: String,
    #[serde(default)]
    pub(super) public: bool,
    #[serde(default)]
    pub(super) tracks: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Annotation {
    pub(super) user: String,
    pub(super) of: String,
    #[serde(default)]
    pub(super) starred: bool,
    pub(super) starred_at: Option<Time>,
    #[serde(default)]
    pub(super) rating: i32,
    #[serde(default)]
    pub(super) play_count: i64,
    pub(super) play_date: Option<Time>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Scrobble {
    pub(super) user: String,
    pub(super) track: String,
    pub(super) at: Time,
    pub(super) id: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct NowPlaying {
    pub(super) user: String,
    pub(super) track: String,
    #[serde(default)]
    pub(super) minutes_ago: i64,
    #[serde(default)]
    pub(super) player: String,
}

impl TrackEntry {
    /// The track without what its surroundings say: identifiers, library, participants that are not written down.
    pub(super) fn track(self) -> Track {
        let seconds = |time: Option<Time>| time.map_or(0, |Time(seconds)| seconds);
        Track {
            path: self.path,
            missing: self.missing,
            title: self.title,
            album: self.album,
            artist: self.artist,
            album_artist: self.album_artist,
            sort_title: self.sort_title,
            track_number: self.track_number,
            disc_number: self.disc_number,
            disc_subtitle: self.disc_subtitle,
            year: self.year,
            date: self.date,
            size: self.size,
            suffix: self.suffix,
            duration: self.duration,
            bit_rate: self.bit_rate,
            sample_rate: self.sample_rate,
            bit_depth: self.bit_depth,
            channels: self.channels,
            codec: self.codec,
            genres: self.genres,
            comment: self.comment,
            bpm: self.bpm,
            explicit_status: self.explicit_status,
            compilation: self.compilation,
            has_cover_art: self.has_cover_art,
            mbz_recording_id: self.mbz_recording_id,
            mbz_release_track_id: self.mbz_release_track_id,
            mbz_album_id: self.mbz_album_id,
            mbz_release_group_id: self.mbz_release_group_id,
            rg_album_gain: self.rg_album_gain,
            rg_album_peak: self.rg_album_peak,
            rg_track_gain: self.rg_track_gain,
            rg_track_peak: self.rg_track_peak,
            created_at: seconds(self.created_at),
            updated_at: seconds(self.updated_at),
            tags: self.tags,
            participants: self
                .participants
                .into_iter()
                .flatten()
                .map(Participant::artist)
                .collect(),
            ..Track::default()
        }
    }
}

impl Participant {
    fn artist(self) -> ArtistRef {
        ArtistRef {
            id: self.id,
            name: self.name,
            mbid: self.mbid,
            sort_name: self.sort_name,
            role: self.role,
            sub_role: self.sub_role,
        }
    }
}
