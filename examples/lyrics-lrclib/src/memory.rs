//! What LRCLIB has answered before. Must not ask it.
//!
//! In the key-value store: the server's cache counts from the last time that a value was asked for, so that a song played every day would never be looked
//! up again.

use std::time::Duration;

use nd_pdk::{Error, kvstore, warn};
use serde::{Deserialize, Serialize};

use crate::song::Song;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Lyrics get corrected now and then.
const FOUND: Duration = Duration::from_secs(30 * DAY.as_secs());
/// Somebody may add them tomorrow.
const MISSING: Duration = DAY;

/// The answer for a track.
#[derive(Serialize, Deserialize)]
struct Answer {
    /// What was asked: once the tags have changed the answer is for another song.
    song: Song,
    text: Option<String>,
}

/// The answer for a track if there was one, which may be that there are no lyrics.
pub(crate) fn recall(track: &str, song: &Song) -> Result<Option<Option<String>>, Error> {
    let answer = kvstore::get::<Answer>(track)?;
    let same = answer.filter(|answer| answer.song == *song);
    Ok(same.map(|answer| answer.text))
}

/// Keeps an answer, and hands it back.
pub(crate) fn remember(track: &str, song: Song, text: Option<String>) -> Option<String> {
    let time = if text.is_some() { FOUND } else { MISSING };
    let answer = Answer { song, text };
    // A store that is full makes the plugin slower, not wrong.
    if let Err(error) = kvstore::set_with_ttl(track, &answer, time) {
        warn!("cannot remember the lyrics of {track}: {error}");
    }
    answer.text
}
