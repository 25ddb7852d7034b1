//! What calls tell each other about the connection of a user, through the cache. Must not act on it.

use std::time::{Duration, SystemTime};

use nd_pdk::{Error, cache, clock};
use serde::{Deserialize, Serialize};

use crate::playing::Playing;

/// Values are read at every heartbeat, which starts their time to live anew.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// A connection that has not said hello by now never will.
const CONNECTING: Duration = Duration::from_secs(60);

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Phase {
    /// It is being made, and Discord has not said hello. The time is in here as a time to live would start anew whenever somebody asks.
    Connecting { until: SystemTime },
    /// We have said who we are, and wait for the answer.
    Identified,
    /// What is sent is shown.
    Ready,
    /// There is none, and there is to be none.
    Refused,
}

impl Phase {
    pub(super) fn connecting() -> Self {
        Self::Connecting {
            until: clock::now() + CONNECTING,
        }
    }

    /// Whether nothing will come of it any more.
    fn is_over(self) -> bool {
        match self {
            Self::Connecting { until } => until <= clock::now(),
            Self::Identified | Self::Ready | Self::Refused => false,
        }
    }
}

/// The state of the connection of one user. Each value has a key of its own, as calls that run at the same time change different ones.
pub(super) struct State<'a> {
    user: &'a str,
}

impl<'a> State<'a> {
    pub(super) fn of(user: &'a str) -> Self {
        Self { user }
    }

    /// `None` if there is no connection, or none that is of use.
    pub(super) fn phase(&self) -> Result<Option<Phase>, Error> {
        let phase = cache::get::<Phase>(&self.key("phase"))?;
        Ok(phase.filter(|phase| !phase.is_over()))
    }

    pub(super) fn enter(&self, phase: Phase) -> Result<(), Error> {
        cache::set(&self.key("phase"), &phase, KEPT)
    }

    /// The number of the last numbered message; `None` if there was none on this connection.
    pub(super) fn sequence(&self) -> Result<Option<i64>, Error> {
        cache::get(&self.key("sequence"))
    }

    pub(super) fn set_sequence(&self, sequence: i64) -> Result<(), Error> {
        cache::set(&self.key("sequence"), &sequence, KEPT)
    }

    /// Whether a heartbeat has had no answer yet.
    pub(super) fn is_waiting(&self) -> Result<bool, Error> {
        Ok(cache::get(&self.key("waiting"))?.unwrap_or(false))
    }

    pub(super) fn set_waiting(&self, waiting: bool) -> Result<(), Error> {
        cache::set(&self.key("waiting"), &waiting, KEPT)
    }

    /// What Discord was told last that the user is listening to.
    pub(super) fn shown(&self) -> Result<Option<Playing>, Error> {
        Ok(cache::get(&self.key("shown"))?.flatten())
    }

    pub(super) fn set_shown(&self, playing: Option<&Playing>) -> Result<(), Error> {
        cache::set(&self.key("shown"), &playing, KEPT)
    }

    /// Counts a try to connect, and says the how manieth it is since the last that was good.
    pub(super) fn count_try(&self) -> Result<u32, Error> {
        let tries = cache::get(&self.key("tries"))?.unwrap_or(0) + 1;
        cache::set(&self.key("tries"), &tries, KEPT)?;
        Ok(tries)
    }

    pub(super) fn clear_tries(&self) -> Result<(), Error> {
        cache::remove(&self.key("tries"))
    }

    /// Forgets the connection, but not how many there were.
    pub(super) fn forget(&self) -> Result<(), Error> {
        for value in ["phase", "sequence", "waiting", "shown"] {
            cache::remove(&self.key(value))?;
        }
        Ok(())
    }

    fn key(&self, value: &str) -> String {
        format!("{value}:{}", self.user)
    }
}
