//! Who is listening to what. Must not know of connections.

use std::time::Duration;

use nd_pdk::types::TrackInfo;
use nd_pdk::{Error, cache, clock};
use serde::{Deserialize, Serialize};

use crate::image;
use crate::job::{self, Job};
use crate::presence::{Activity, Timestamps};
use crate::settings::{Account, Settings};

/// How long a track is shown beyond its end: so the next one follows it without a gap.
const GRACE: Duration = Duration::from_secs(5);
/// How long something of unknown length is shown.
const UNKNOWN_LENGTH: Duration = Duration::from_secs(10 * 60);
/// By how many milliseconds two reports of one playback may differ. Positions are whole seconds.
const TOLERANCE: u64 = 3000;
/// Beyond the end of any track: it is the schedule that removes it.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// What a user is listening to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Playing {
    track: String,
    timestamps: Timestamps,
    pub(crate) activity: Activity,
    /// The schedule that clears it.
    clearing: String,
}

fn key(user: &str) -> String {
    format!("playing:{user}")
}

pub(crate) fn now(user: &str) -> Result<Option<Playing>, Error> {
    cache::get(&key(user))
}

/// Takes down what the user is listening to, unless it is known already, and plans its end.
pub(crate) fn begin(
    settings: &Settings,
    account: &Account,
    track: &TrackInfo,
    position: i32,
) -> Result<(), Error> {
    let user = &account.username;
    let timestamps = Timestamps::of(track, position, clock::unix_seconds() * 1000);
    let before = now(user)?;
    if before
        .as_ref()
        .is_some_and(|before| before.goes_on(track, timestamps))
    {
        return Ok(());
    }
    let image = image::of(track, settings, account);
    let clear = Job::Clear { user: user.clone() };
    let playing = Playing {
        track: track.id.clone(),
        timestamps,
        activity: Activity::of(track, timestamps, image, &settings.client_id),
        clearing: clear.once(remaining(timestamps) + GRACE)?,
    };
    cache::set(&key(user), &playing, KEPT)?;
    // Only now: were it cancelled before and the call ended in between, what was shown would stay.
    if let Some(before) = before {
        job::cancel(&before.clearing);
    }
    Ok(())
}

/// The user is listening to nothing any more.
pub(crate) fn end(user: &str) -> Result<(), Error> {
    if let Some(playing) = now(user)? {
        job::cancel(&playing.clearing);
    }
    cache::remove(&key(user))
}

/// Whether the user is listening to this track.
pub(crate) fn is(user: &str, track: &TrackInfo) -> Result<bool, Error> {
    Ok(now(user)?.is_some_and(|playing| playing.track == track.id))
}

/// Whether this is the schedule that clears what the user is listening to. One that cannot be cancelled in time is that of an earlier track.
pub(crate) fn is_cleared_by(user: &str, schedule_id: &str) -> Result<bool, Error> {
    Ok(now(user)?.is_some_and(|playing| playing.clearing == schedule_id))
}

impl Playing {
    /// Whether it is the same track, without a jump: players report again and again, and Discord takes few updates a minute.
    fn goes_on(&self, track: &TrackInfo, timestamps: Timestamps) -> bool {
        self.track == track.id && self.timestamps.start.abs_diff(timestamps.start) < TOLERANCE
    }
}

fn remaining(timestamps: Timestamps) -> Duration {
    let Some(end) = timestamps.end else {
        return UNKNOWN_LENGTH;
    };
    let left = end.saturating_sub(clock::unix_seconds() * 1000);
    // Begun seconds count: what is shown must not end before the track does.
    Duration::from_secs(u64::try_from(left).unwrap_or(0).div_ceil(1000))
}
