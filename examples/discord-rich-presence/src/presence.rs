//! What Discord shows of a track. Must not know where the track or its picture comes from.

use nd_pdk::types::TrackInfo;
use serde::{Deserialize, Serialize};

/// The name after "Listening to".
const NAME: &str = "Navidrome";
/// The type of activity that reads "Listening to".
const LISTENING: u8 = 2;
/// As many characters as Discord takes in a line; and no fewer than two.
const LONGEST_LINE: usize = 128;

/// What a user shows: an activity, or none.
#[derive(Debug, Serialize)]
pub(crate) struct Presence {
    /// Since when the user has been idle; it is for players to know.
    since: Option<i64>,
    activities: Vec<Activity>,
    status: &'static str,
    afk: bool,
}

impl Presence {
    pub(crate) fn of(activity: Option<Activity>) -> Self {
        Self {
            since: None,
            activities: activity.into_iter().collect(),
            status: "online",
            afk: false,
        }
    }
}

/// "Listening to", with two lines of text, a picture, and how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Activity {
    name: String,
    #[serde(rename = "type")]
    kind: u8,
    application_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    timestamps: Timestamps,
    assets: Assets,
}

/// When the track began and will end, in Unix milliseconds: Discord draws the progress between them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Timestamps {
    pub(crate) start: i64,
    /// Absent where the length is not known, as with radio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<i64>,
}

impl Timestamps {
    /// Of a track that is at `position` (seconds) at the time `now` (Unix milliseconds).
    pub(crate) fn of(track: &TrackInfo, position: i32, now: i64) -> Self {
        let start = now - i64::from(position) * 1000;
        let length = (f64::from(track.duration) * 1000.0) as i64;
        Self {
            start,
            end: (length > 0).then(|| start.saturating_add(length)),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Assets {
    #[serde(skip_serializing_if = "Option::is_none")]
    large_image: Option<String>,
    /// Shown as a third line, and when the mouse is over the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    large_text: Option<String>,
}

impl Activity {
    pub(crate) fn of(
        track: &TrackInfo,
        timestamps: Timestamps,
        image: Option<String>,
        client_id: &str,
    ) -> Self {
        Self {
            name: NAME.into(),
            kind: LISTENING,
            application_id: client_id.into(),
            details: line(&track.title),
            state: line(&track.artist),
            timestamps,
            assets: Assets {
                large_image: image,
                large_text: line(&track.album),
            },
        }
    }
}

/// Discord refuses texts that are empty, a single character, or too long. Characters are counted, as bytes may not be cut anywhere.
fn line(text: &str) -> Option<String> {
    let mut line: String = text.chars().take(LONGEST_LINE).collect();
    match line.chars().count() {
        0 => return None,
        1 => line.push(' '),
        _ => {}
    }
    Some(line)
}
