//! LRCLIB's API: the record of a recording, and a search for what is nearly it. Must not remember anything.

use nd_pdk::http::{self, Request, Response};
use nd_pdk::{Error, debug};
use serde::Deserialize;

use crate::settings::Settings;
use crate::song::Song;

/// LRCLIB asks clients to say who they are and where to read about them.
const USER_AGENT: &str = concat!(
    "navidrome-lyrics-lrclib/",
    env!("CARGO_PKG_VERSION"),
    " (https://www.navidrome.org)"
);

/// Lyrics of one recording. What LRCLIB does not have is `null`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    /// In seconds.
    duration: Option<f64>,
    #[serde(default)]
    instrumental: bool,
    plain_lyrics: Option<String>,
    synced_lyrics: Option<String>,
}

impl Record {
    /// How many seconds lie between this recording and the song.
    fn distance(&self, song: &Song) -> f64 {
        let distance = |duration: f64| (duration - f64::from(song.duration)).abs();
        self.duration.map_or(f64::INFINITY, distance)
    }

    fn synced(&self) -> Option<&str> {
        self.synced_lyrics
            .as_deref()
            .filter(|text| !text.is_empty())
    }

    /// The synchronised text, or else the plain one.
    fn text(&self) -> Option<&str> {
        let plain = self.plain_lyrics.as_deref();
        self.synced().or(plain.filter(|text| !text.is_empty()))
    }
}

/// The lyrics of a song; `None` if there are none, as for instrumental music.
///
/// # Errors
/// LRCLIB cannot be reached, answers with an error such as 429 or 503, or with something else than its records.
pub(crate) fn find(song: &Song, settings: &Settings) -> Result<Option<String>, Error> {
    let record = match exact(song, settings)? {
        Some(record) => Some(record),
        None => similar(song, settings)?,
    };
    let Some(record) = record else {
        debug!("LRCLIB does not know “{}” by {}", song.title, song.artist);
        return Ok(None);
    };
    if record.instrumental {
        debug!("“{}” by {} is instrumental", song.title, song.artist);
        return Ok(None);
    }
    Ok(record.text().map(str::to_owned))
}

/// The record with this artist, title, album and, give or take two seconds, length.
fn exact(song: &Song, settings: &Settings) -> Result<Option<Record>, Error> {
    let mut request = request(settings, "get", song).query("duration", song.duration);
    if !song.album.is_empty() {
        request = request.query("album_name", &song.album);
    }
    match found(request.send()?)? {
        Some(response) => response.json().map(Some),
        None => Ok(None),
    }
}

/// The best of the records with this artist and title and about this length: synchronised if there is such a one, then the nearest.
fn similar(song: &Song, settings: &Settings) -> Result<Option<Record>, Error> {
    let Some(response) = found(request(settings, "search", song).send()?)? else {
        return Ok(None);
    };
    let mut records: Vec<Record> = response.json()?;
    let tolerance = f64::from(settings.tolerance());
    records.retain(|record| record.distance(song) <= tolerance && record.text().is_some());
    records.sort_by(|a, b| a.distance(song).total_cmp(&b.distance(song)));
    records.sort_by_key(|record| record.synced().is_none());
    Ok(records.into_iter().next())
}

fn request(settings: &Settings, method: &str, song: &Song) -> Request {
    http::get(format!("{}/api/{method}", settings.lrclib()))
        .header("User-Agent", USER_AGENT)
        .query("artist_name", &song.artist)
        .query("track_name", &song.title)
}

/// Not to know a song is no failure.
fn found(response: Response) -> Result<Option<Response>, Error> {
    match response.status() {
        404 => Ok(None),
        _ => response.error_for_status().map(Some),
    }
}
