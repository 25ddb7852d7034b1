//! What is reported of a play, and by which names templates ask for it. Must not know where it goes.

use nd_pdk::clock;
use nd_pdk::scrobbler::{NowPlayingRequest, PlaybackReportRequest, ScrobbleRequest};
use nd_pdk::types::TrackInfo;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Event {
    NowPlaying,
    Scrobble,
    PlaybackReport,
}

/// A play, as it is posted where no template says otherwise.
#[derive(Debug, Serialize)]
pub(crate) struct Play<'a> {
    pub(crate) event: Event,
    pub(crate) user: &'a str,
    pub(crate) title: &'a str,
    pub(crate) artist: &'a str,
    pub(crate) album: &'a str,
    pub(crate) album_artist: &'a str,
    pub(crate) track_id: &'a str,
    /// Of the recording; empty when unknown.
    pub(crate) mbid: &'a str,
    /// Length of the track, in whole seconds.
    pub(crate) duration: i64,
    /// When it was played or reported, in Unix seconds.
    pub(crate) timestamp: i64,
    /// How far into the track playback is, in seconds.
    pub(crate) position: Option<i64>,
    /// Of a playback report, such as `paused`.
    pub(crate) state: Option<&'a str>,
    /// Of a playback report: the name of the player.
    pub(crate) player: Option<&'a str>,
}

/// A placeholder of a template. The names are those of [`Play`]'s fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Event,
    User,
    Title,
    Artist,
    Album,
    AlbumArtist,
    TrackId,
    Mbid,
    Duration,
    Timestamp,
    Position,
    State,
    Player,
}

impl<'a> Play<'a> {
    pub(crate) fn now_playing(req: &'a NowPlayingRequest) -> Self {
        Self {
            timestamp: clock::unix_seconds(),
            position: Some(req.position.into()),
            ..Self::of(Event::NowPlaying, &req.username, &req.track)
        }
    }

    pub(crate) fn scrobble(req: &'a ScrobbleRequest) -> Self {
        Self {
            timestamp: req.timestamp,
            ..Self::of(Event::Scrobble, &req.username, &req.track)
        }
    }

    pub(crate) fn playback_report(req: &'a PlaybackReportRequest) -> Self {
        Self {
            timestamp: req.timestamp,
            position: Some(req.position_ms / 1000),
            state: Some(&req.state),
            player: Some(&req.player_name),
            ..Self::of(Event::PlaybackReport, &req.username, &req.track)
        }
    }

    fn of(event: Event, user: &'a str, track: &'a TrackInfo) -> Self {
        Self {
            event,
            user,
            title: &track.title,
            artist: &track.artist,
            album: &track.album,
            album_artist: &track.album_artist,
            track_id: &track.id,
            mbid: &track.mbz_recording_id,
            duration: track.duration.round() as i64,
            timestamp: 0,
            position: None,
            state: None,
            player: None,
        }
    }

    /// What stands for a placeholder: a text, a number, or `null` where the event has no such thing.
    pub(crate) fn value(&self, field: Field) -> Value {
        match field {
            Field::Event => json!(self.event),
            Field::User => self.user.into(),
            Field::Title => self.title.into(),
            Field::Artist => self.artist.into(),
            Field::Album => self.album.into(),
            Field::AlbumArtist => self.album_artist.into(),
            Field::TrackId => self.track_id.into(),
            Field::Mbid => self.mbid.into(),
            Field::Duration => self.duration.into(),
            Field::Timestamp => self.timestamp.into(),
            Field::Position => self.position.into(),
            Field::State => self.state.into(),
            Field::Player => self.player.into(),
        }
    }
}
