//! The connection of a user to Discord's gateway, from hello to goodbye. Must not decide what is shown.
//!
//! There is a connection while there is something to show. The messages of one come one at a time, but everything else may happen at once: a
//! heartbeat, a new track, a message. So whatever is done here may be done twice, or find that the connection has just gone.

mod address;
mod state;

use std::collections::HashMap;
use std::time::Duration;

use nd_pdk::Error;
use nd_pdk::host::websocket;

use self::state::{Phase, State};
use crate::gateway::{Command, Event, Message};
use crate::job::{self, Job};
use crate::playing::{self, Playing};
use crate::presence::Presence;
use crate::settings::Settings;

/// The pause before a new connection; each further one is twice as long, up to the longest. Discord wants 5 seconds between two.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// The close code for an end in good order.
const NORMAL: i32 = 1000;

/// Shows what the user is listening to, now or as soon as there is a connection.
pub(crate) fn show(settings: &Settings, user: &str) -> Result<(), Error> {
    match State::of(user).phase()? {
        None => connect(settings, user),
        Some(Phase::Ready) => update(user),
        // It shows what there is when it is ready.
        Some(Phase::Connecting { .. } | Phase::Identified) => Ok(()),
        Some(Phase::Refused) => {
            nd_pdk::debug!("{user} is not shown, as Discord has refused the token");
            Ok(())
        }
    }
}

/// There is nothing to show.
pub(crate) fn rest(user: &str) -> Result<(), Error> {
    match State::of(user).phase()? {
        // Discord shows what it was told last for a while after the end of a connection.
        Some(Phase::Ready) => update(user)?,
        Some(Phase::Connecting { .. } | Phase::Identified) => {}
        None | Some(Phase::Refused) => return Ok(()),
    }
    close(user, "nothing is playing")
}

/// Discord has sent something.
pub(crate) fn receive(user: &str, text: &str) -> Result<(), Error> {
    let message = Message::read(text)
        .map_err(|error| format!("a message of Discord cannot be read: {error}"))?;
    let state = State::of(user);
    if let Some(sequence) = message.sequence {
        state.set_sequence(sequence)?;
    }
    match message.event {
        Event::Hello { heartbeat_interval } => identify(user, heartbeat_interval),
        Event::Ready => {
            nd_pdk::info!("{user} is connected to Discord");
            state.enter(Phase::Ready)?;
            state.clear_tries()?;
            update(user)
        }
        Event::HeartbeatWanted => beat(user),
        Event::HeartbeatAck => state.set_waiting(false),
        Event::Reconnect => close(user, "Discord asks for a new connection"),
        Event::InvalidSession => close(user, "Discord does not know the session"),
        Event::Other => Ok(()),
    }
}

/// It is time to tell Discord that the connection is alive. If the last time has had no answer, it is not.
pub(crate) fn heartbeat(user: &str) -> Result<(), Error> {
    let state = State::of(user);
    if state.phase()?.is_none() {
        job::cancel(&heartbeat_id(user));
        return Ok(());
    }
    if state.is_waiting()? {
        nd_pdk::warn!("Discord has not answered the last heartbeat of {user}");
        return close(user, "no answer to a heartbeat");
    }
    beat(user)
}

/// The connection is gone, whoever has ended it.
pub(crate) fn ended(user: &str) -> Result<(), Error> {
    forget(user)?;
    if playing::now(user)?.is_some() {
        connect_later(user)?;
    }
    Ok(())
}

/// Discord does not want the user. That stays so until the settings are changed: then the server loads the plugin anew, with an empty cache.
pub(crate) fn refused(user: &str) -> Result<(), Error> {
    forget(user)?;
    State::of(user).enter(Phase::Refused)
}

/// The pause is over.
pub(crate) fn connect_again(settings: &Settings, user: &str) -> Result<(), Error> {
    match playing::now(user)? {
        Some(_) => show(settings, user),
        None => Ok(()),
    }
}

fn connect(settings: &Settings, user: &str) -> Result<(), Error> {
    // As when Discord never said hello. It would be in the way of a new one, which `on_close` has planned by now.
    if websocket::close_connection(user, NORMAL, "no hello").is_ok() {
        nd_pdk::warn!("closed a connection of {user} that had led to nothing");
        return Ok(());
    }
    State::of(user).enter(Phase::connecting())?;
    let connected =
        address::gateway(settings).and_then(|url| websocket::connect(&url, HashMap::new(), user));
    if let Err(error) = connected {
        address::forget()?;
        forget(user)?;
        connect_later(user)?;
        return Err(error);
    }
    Ok(())
}

/// Connects after a pause. Not at once: while its end is being told, the ID of a connection is taken.
fn connect_later(user: &str) -> Result<(), Error> {
    let tries = State::of(user).count_try()?;
    let factor = 2_u32.saturating_pow(tries.saturating_sub(1));
    let pause = SHORTEST_PAUSE.saturating_mul(factor).min(LONGEST_PAUSE);
    nd_pdk::info!("connecting {user} in {} seconds", pause.as_secs());
    Job::Connect { user: user.into() }.once(pause)?;
    Ok(())
}

/// The answer to Discord's hello.
fn identify(user: &str, heartbeat_interval: Duration) -> Result<(), Error> {
    let beat = Job::Heartbeat { user: user.into() };
    beat.every(heartbeat_interval, &heartbeat_id(user))?;
    let state = State::of(user);
    let playing = playing::now(user)?;
    state.enter(Phase::Identified)?;
    state.set_shown(playing.as_ref())?;
    let settings = Settings::load()?;
    let command = Command::Identify {
        token: &settings.account(user)?.token,
        presence: presence(playing),
    };
    send(user, &command)
}

/// Tells Discord what is playing, if it does not know.
fn update(user: &str) -> Result<(), Error> {
    let state = State::of(user);
    let playing = playing::now(user)?;
    if state.shown()? == playing {
        return Ok(());
    }
    state.set_shown(playing.as_ref())?;
    send(user, &Command::UpdatePresence(presence(playing)))
}

fn beat(user: &str) -> Result<(), Error> {
    let state = State::of(user);
    // Before it is sent: the answer may be faster than this call.
    state.set_waiting(true)?;
    let sequence = state.sequence()?;
    send(user, &Command::Heartbeat { sequence })
}

fn send(user: &str, command: &Command<'_>) -> Result<(), Error> {
    let sent = websocket::send_text(user, &command.to_json()?);
    sent.or_else(|error| {
        nd_pdk::warn!("the connection of {user} is of no use: {error}");
        close(user, "sending failed")
    })
}

/// Ends the connection. `on_close` runs before this returns and does what remains, so without a connection it is done here.
fn close(user: &str, reason: &str) -> Result<(), Error> {
    nd_pdk::debug!("closing the connection of {user}: {reason}");
    websocket::close_connection(user, NORMAL, reason).or_else(|_| ended(user))
}

fn forget(user: &str) -> Result<(), Error> {
    job::cancel(&heartbeat_id(user));
    State::of(user).forget()
}

fn heartbeat_id(user: &str) -> String {
    format!("heartbeat:{user}")
}

fn presence(playing: Option<Playing>) -> Presence {
    Presence::of(playing.map(|playing| playing.activity))
}
