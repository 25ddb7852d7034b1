//! The one connection: made, watched, and made again after a pause that grows with every failure.
//! Must not connect from a callback about the end of the connection: its id is free only when that callback has returned.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use nd_pdk::clock::{self, CALL_LIMIT};
use nd_pdk::host::{scheduler, websocket};
use nd_pdk::{Error, cache};
use serde::{Deserialize, Serialize};

use crate::message::Subscribe;
use crate::settings::Settings;

/// The id of the connection. There is one at most, as the server refuses a second one of the same id.
pub(crate) const CONNECTION: &str = "feed";

const STATE: &str = "connection";
/// The state is written with every message; a day later it means nothing.
const STATE_KEPT_FOR: Duration = Duration::from_secs(24 * 3600);

/// There is a heartbeat every second. The server itself would wait for ever for the next message of a peer that vanished.
const SILENCE: Duration = Duration::from_secs(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// The code of an end that is as good as any other.
const GOING_AWAY: i32 = 1001;

/// What a schedule is for; its payload.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Job {
    Connect,
    Watch,
}

/// What the calls of this plugin tell each other. It goes with the cache when the plugin is loaded anew, and so does the connection.
#[derive(Debug, Serialize, Deserialize)]
struct State {
    /// Attempts since a price or a heartbeat arrived last, the one that is made or planned included; 0 while they arrive.
    attempts: u32,
    /// When something arrived last, or when the last attempt began.
    heard: SystemTime,
}

impl State {
    /// Where nothing is known yet, the first attempt is about to be made.
    fn load() -> Result<Self, Error> {
        Ok(cache::get(STATE)?.unwrap_or_else(|| Self {
            attempts: 1,
            heard: clock::now(),
        }))
    }

    fn save(&self) -> Result<(), Error> {
        cache::set(STATE, self, STATE_KEPT_FOR)
    }
}

/// Connects and subscribes; where that fails, plans the next attempt.
pub(crate) fn connect(settings: &Settings) -> Result<(), Error> {
    let mut state = State::load()?;
    if state.attempts == 0 {
        // There were two plans, as a call may end between connecting and cancelling its rescue, and the other one came true.
        return Ok(());
    }
    // Before the attempt: as soon as it is made, messages arrive, and their calls write the state side by side with this one.
    state.heard = clock::now();
    state.save()?;

    // A handshake may use up the time of this call, which then ends here. So there is a next attempt before there is this one.
    let rescue = schedule(&Job::Connect, CALL_LIMIT + pause(state.attempts))?;
    let connected = websocket::connect(&settings.feed_url, HashMap::new(), CONNECTION);
    scheduler::cancel_schedule(&rescue)?;

    if let Err(error) = connected {
        return connect_later(&error.message);
    }
    nd_pdk::info!("connected, following {}", settings.products.join(", "));
    // If this fails, the connection is broken, and `on_error` takes care of it.
    let subscribe = serde_json::to_string(&Subscribe::to(&settings.products))?;
    websocket::send_text(CONNECTION, &subscribe)
}

/// Plans the next attempt, because of what has happened.
pub(crate) fn connect_later(reason: &str) -> Result<(), Error> {
    let mut state = State::load()?;
    let pause = pause(state.attempts);
    state.attempts = state.attempts.saturating_add(1);
    state.save()?;
    nd_pdk::warn!("no connection: {reason}; next attempt in {pause:?}");
    schedule(&Job::Connect, pause).map(drop)
}

/// Notes that the feed is well: a price has arrived, or a heartbeat. A connection that is merely accepted proves nothing.
pub(crate) fn is_alive() -> Result<(), Error> {
    let heard = clock::now();
    State { attempts: 0, heard }.save()
}

pub(crate) fn watch_every_minute() -> Result<(), Error> {
    let watch = serde_json::to_string(&Job::Watch)?;
    scheduler::schedule_recurring("@every 1m", &watch, "").map(drop)
}

/// Closes a connection that has gone quiet. `on_close`, called before the closing function returns, plans the next one.
pub(crate) fn close_if_silent() -> Result<(), Error> {
    let silence = clock::now()
        .duration_since(State::load()?.heard)
        .unwrap_or_default();
    if silence < SILENCE {
        return Ok(());
    }
    match websocket::close_connection(CONNECTION, GOING_AWAY, "nothing heard") {
        Ok(()) => nd_pdk::warn!("nothing was heard for {silence:?}"),
        Err(error) => nd_pdk::debug!("silent, and waiting for the next attempt: {error}"),
    }
    Ok(())
}

/// 1 second, then twice as long after each failure, up to 5 minutes.
fn pause(attempts: u32) -> Duration {
    let seconds = 1_u64.checked_shl(attempts).unwrap_or(u64::MAX);
    Duration::from_secs(seconds).min(LONGEST_PAUSE)
}

/// Schedules a job once and returns the schedule's id. That is a new one each time: an id stays taken until its callback has returned, and it is
/// callbacks that schedule the next attempt.
fn schedule(job: &Job, after: Duration) -> Result<String, Error> {
    let seconds = i32::try_from(after.as_secs()).unwrap_or(i32::MAX);
    scheduler::schedule_one_time(seconds, &serde_json::to_string(job)?, "")
}
