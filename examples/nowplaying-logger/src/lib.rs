//! Writes into the log who listens to what: a schedule, a question to the server's own API, and a memory of what was logged.
//! Must not log the same play again at every question.

use std::collections::BTreeSet;
use std::time::Duration;

use nd_pdk::host::{scheduler, users};
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::{Error, cache, config, register, subsonic};
use serde::{Deserialize, Serialize};

/// The key in the cache of what was being played at the last question.
const LOGGED: &str = "logged";

/// How long the answer to a question counts as the last one. Whoever plays the same song an hour later has begun anew.
const MEMORY: Duration = Duration::from_secs(60 * 60);

/// What the administrator can set.
#[derive(Debug, Deserialize)]
struct Settings {
    #[serde(default = "every_minute")]
    schedule: String,
    /// In whose name to ask.
    user: Option<String>,
}

/// What `getNowPlaying` answers.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(rename = "nowPlaying")]
    now_playing: NowPlaying,
}

/// While nobody listens there is no list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NowPlaying {
    entry: Vec<Entry>,
}

/// A song that is being played. What the server leaves out is empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Entry {
    id: String,
    title: String,
    artist: String,
    username: String,
    player_name: String,
}

/// By what a play is recognised at the next question.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Play {
    user: String,
    player: String,
    song: String,
}

#[derive(Default)]
struct Logger;

impl InitProvider for Logger {
    fn on_init(&self) -> Result<(), Error> {
        let settings: Settings = config::load()?;
        scheduler::schedule_recurring(&settings.schedule, "", "ask").map(drop)
    }
}

impl CallbackProvider for Logger {
    fn on_callback(&self, _: SchedulerCallbackRequest) -> Result<(), Error> {
        let settings: Settings = config::load()?;
        let user = settings.user.map_or_else(first_user, Ok)?;
        let answer: Answer = subsonic::request("getNowPlaying", &user).send()?;

        let before: BTreeSet<Play> = cache::get(LOGGED)?.unwrap_or_default();
        let mut now = BTreeSet::new();
        for entry in answer.now_playing.entry {
            let play = entry.play();
            if !before.contains(&play) {
                entry.log();
            }
            now.insert(play);
        }
        cache::set(LOGGED, &now, MEMORY)
    }
}

register!(Logger: lifecycle::InitProvider, SchedulerCallback);

impl Entry {
    fn log(&self) {
        let Self {
            title,
            artist,
            username,
            player_name,
            ..
        } = self;
        nd_pdk::info!("{username} listens to {title} by {artist} on {player_name}");
    }

    fn play(&self) -> Play {
        Play {
            user: self.username.clone(),
            player: self.player_name.clone(),
            song: self.id.clone(),
        }
    }
}

/// One user is enough to ask with.
fn first_user() -> Result<String, Error> {
    let mut users = users::get_users()?.into_iter();
    let first = users.next().ok_or("no user is assigned to the plugin")?;
    Ok(first.user_name)
}

fn every_minute() -> String {
    "1m".to_owned()
}

#[cfg(test)]
mod tests;
