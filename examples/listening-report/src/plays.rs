//! How often a user has played which song. Must not know what the songs are called.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use nd_pdk::Error;
use nd_pdk::clock::Deadline;
use nd_pdk::host::scrobbleretriever::{self, ScrobbleOptions};
use serde::{Deserialize, Serialize};

/// How far the first report for a user looks back, in seconds: a week.
const FIRST: i64 = 7 * 24 * 3600;

/// Plays of a page: few enough that even a slow server needs far less than [`RESERVE`] for one.
const PAGE: i32 = 1000;

/// No further page is read when less of the call is left: looking up songs and keeping the report come after the last one.
const RESERVE: Duration = Duration::from_secs(15);

/// A time in Unix seconds; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Period {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

impl Period {
    /// What comes after the last report, up to `to`; `None` if that is nothing.
    pub(crate) fn after(last: Option<Self>, to: i64) -> Option<Self> {
        let end = last.map_or(to - FIRST, |last| last.to);
        let from = end + 1;
        (from <= to).then_some(Self { from, to })
    }
}

/// Whether there are plays left to be counted.
pub(crate) enum Counted {
    All,
    Part,
}

/// The plays of a user during a period, as far as they are counted. They travel from call to call with the schedule, counts and place together:
/// whatever happens to a call, nothing counts twice.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Plays {
    pub(crate) period: Period,
    /// By the ID of the song.
    songs: BTreeMap<String, u64>,
    /// The next page; `None` after the last one.
    next: Option<ScrobbleOptions>,
}

impl Plays {
    /// The plays during a period, none of them counted yet.
    pub(crate) fn during(period: Period) -> Self {
        Self {
            period,
            songs: BTreeMap::new(),
            next: Some(ScrobbleOptions {
                from_timestamp: Some(period.from),
                to_timestamp: Some(period.to),
                max_items: PAGE,
                ..Default::default()
            }),
        }
    }

    /// Counts page after page. The time is looked at after a page, never before: each call gets on, if only by one.
    pub(crate) fn count(&mut self, user: &str, deadline: Deadline) -> Result<Counted, Error> {
        while let Some(options) = self.next.take() {
            let (scrobbles, next) = scrobbleretriever::get_scrobbles(user, options)?;
            for scrobble in scrobbles {
                *self.songs.entry(scrobble.media_file_id).or_default() += 1;
            }
            self.next = next;
            if deadline.remaining() < RESERVE {
                return Ok(Counted::Part);
            }
        }
        Ok(Counted::All)
    }

    /// How many songs were played.
    pub(crate) fn songs(&self) -> usize {
        self.songs.len()
    }

    /// How many times something was played.
    pub(crate) fn total(&self) -> u64 {
        self.songs.values().sum()
    }

    /// The songs that were played most, with their plays; of those with as many, the ones of lower ID.
    pub(crate) fn most_played(&self, count: usize) -> Vec<(&str, u64)> {
        let songs = self.songs.iter();
        let mut songs: Vec<_> = songs.map(|(id, plays)| (id.as_str(), *plays)).collect();
        songs.sort_unstable_by_key(|(id, plays)| (Reverse(*plays), *id));
        songs.truncate(count);
        songs
    }
}
