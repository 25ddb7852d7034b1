//! The report for a user: what it says, how it reads, and where it is kept. Must not count.

use std::fmt;

use nd_pdk::host::matcher::{self, MatchOptions, SongRef, Track};
use nd_pdk::{Error, kvstore};
use serde::{Deserialize, Serialize};

use crate::plays::{Period, Plays};

/// What a user has listened to, in the log as a line and in the key-value store as JSON.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) period: Period,
    pub(crate) plays: u64,
    /// How many different ones were played.
    pub(crate) songs: usize,
    /// The most played ones, the first one most.
    pub(crate) top: Vec<Song>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Song {
    pub(crate) id: String,
    pub(crate) plays: u64,
    /// `None` if it is gone, or in a library that the plugin does not have.
    pub(crate) found: Option<Found>,
}

/// A song as its listener knows it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(crate) title: String,
    pub(crate) artist: String,
    pub(crate) starred: bool,
    /// 1 to 5; 0 for none.
    pub(crate) rating: i32,
}

impl Report {
    /// Looks up the most played songs. The matcher answers for a user here: stars and ratings are theirs.
    pub(crate) fn new(user: &str, plays: &Plays, songs: usize) -> Result<Self, Error> {
        let most_played = plays.most_played(songs);
        let ids = most_played.iter().map(|(id, _)| SongRef {
            id: (*id).to_owned(),
            ..Default::default()
        });
        let username = user.to_owned();
        let tracks = matcher::match_songs(ids.collect(), MatchOptions { username })?;
        let top = most_played.into_iter().zip(tracks);
        Ok(Self {
            period: plays.period,
            plays: plays.total(),
            songs: plays.songs(),
            top: top
                .map(|((id, plays), track)| Song {
                    id: id.to_owned(),
                    plays,
                    found: track.map(Found::from),
                })
                .collect(),
        })
    }

    /// The last one that was written for a user.
    pub(crate) fn load(user: &str) -> Result<Option<Self>, Error> {
        kvstore::get(&key(user))
    }

    pub(crate) fn save(&self, user: &str) -> Result<(), Error> {
        kvstore::set(&key(user), self)
    }
}

fn key(user: &str) -> String {
    format!("report:{user}")
}

impl From<Track> for Found {
    fn from(track: Track) -> Self {
        Self {
            title: track.title,
            artist: track.artist,
            starred: track.starred,
            rating: track.rating,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.plays, self.songs) {
            (0, _) => f.write_str("nothing was played")?,
            (1, _) => f.write_str("1 play")?,
            (plays, 1) => write!(f, "{plays} plays of 1 song")?,
            (plays, songs) => write!(f, "{plays} plays of {songs} songs")?,
        }
        for (place, song) in (1..).zip(&self.top) {
            write!(f, "; {place}. {song}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Song {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(found) = &self.found else {
            return write!(f, "a song that is not in the library ({})", self.plays);
        };
        let Found { title, artist, .. } = found;
        write!(f, "{title} - {artist} ({}", self.plays)?;
        if found.starred {
            f.write_str(", starred")?;
        }
        if found.rating > 0 {
            write!(f, ", rated {}", found.rating)?;
        }
        f.write_str(")")
    }
}
