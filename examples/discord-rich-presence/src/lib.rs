//! Shows on Discord what users are listening to. This file says what happens when the server calls; how it is done is in the modules:
//!
//! - `settings`: what the administrator has entered, `job`: what is scheduled;
//! - `gateway`: the messages of Discord's gateway, `presence`: what they say about a track, `image`: its picture;
//! - `playing`: who is listening to what, `session`: the connection of a user.
//!
//! Must not keep anything in memory: every call gets a fresh instance, and calls overlap. What one call leaves to the next is in the cache, which
//! the server drops together with the connections and the schedules that it is about.

mod gateway;
mod image;
mod job;
mod playing;
mod presence;
mod session;
mod settings;

use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::scrobbler::{
    IsAuthorizedRequest, NowPlayingRequest, PlaybackReportRequest, ScrobbleRequest, Scrobbler,
};
use nd_pdk::websocket::{
    BinaryMessageProvider, CloseProvider, ErrorProvider, OnBinaryMessageRequest, OnCloseRequest,
    OnErrorRequest, OnTextMessageRequest, TextMessageProvider,
};
use nd_pdk::{Error, register};

use job::Job;
use settings::Settings;

#[derive(Default)]
struct DiscordPresence;

register!(DiscordPresence: Scrobbler, WebSocketCallback, SchedulerCallback);

impl Scrobbler for DiscordPresence {
    /// Asked before every other method of the scrobbler, so the answer must not take long: whoever has a token is served.
    fn is_authorized(&self, req: IsAuthorizedRequest) -> Result<bool, Error> {
        Ok(Settings::load()?.account(&req.username).is_ok())
    }

    fn now_playing(&self, req: NowPlayingRequest) -> Result<(), Error> {
        let settings = Settings::load()?;
        let account = settings.account(&req.username)?;
        playing::begin(&settings, account, &req.track, req.position)?;
        session::show(&settings, &req.username)
    }

    /// Discord shows the present. An error would lose nothing, but be logged for every track.
    fn scrobble(&self, _: ScrobbleRequest) -> Result<(), Error> {
        Ok(())
    }

    /// Servers before v0.62.0 do not call it: there a paused track is shown until it would have ended.
    fn playback_report(&self, req: PlaybackReportRequest) -> Result<(), Error> {
        match req.state.as_str() {
            "paused" | "stopped" | "expired" if playing::is(&req.username, &req.track)? => {
                playing::end(&req.username)?;
                session::rest(&req.username)
            }
            // What starts and goes on comes as `now_playing`, and a late report of another track says nothing about this one.
            _ => Ok(()),
        }
    }
}

impl CallbackProvider for DiscordPresence {
    fn on_callback(&self, req: SchedulerCallbackRequest) -> Result<(), Error> {
        match Job::read(&req.payload)? {
            Job::Heartbeat { user } => session::heartbeat(&user),
            Job::Connect { user } => session::connect_again(&Settings::load()?, &user),
            Job::Clear { user } if playing::is_cleared_by(&user, &req.schedule_id)? => {
                playing::end(&user)?;
                session::rest(&user)
            }
            // The next track has begun while this call was on its way.
            Job::Clear { .. } => Ok(()),
        }
    }
}

// A connection has the name of its user for an ID.

impl TextMessageProvider for DiscordPresence {
    fn on_text_message(&self, req: OnTextMessageRequest) -> Result<(), Error> {
        session::receive(&req.connection_id, &req.message)
    }
}

impl BinaryMessageProvider for DiscordPresence {
    /// The gateway sends binary messages to those who ask for compression. It is here because the server logs an error for every event without a callback.
    fn on_binary_message(&self, req: OnBinaryMessageRequest) -> Result<(), Error> {
        nd_pdk::debug!("passing over {} bytes from Discord", req.data.len());
        Ok(())
    }
}

impl CloseProvider for DiscordPresence {
    /// Called when Discord closes in good order, and when the plugin itself does.
    fn on_close(&self, req: OnCloseRequest) -> Result<(), Error> {
        nd_pdk::debug!(
            "the connection of {} was closed: {}",
            req.connection_id,
            req.code
        );
        session::ended(&req.connection_id)
    }
}

impl ErrorProvider for DiscordPresence {
    /// All other ends, among them every close code of Discord's own.
    fn on_error(&self, req: OnErrorRequest) -> Result<(), Error> {
        if gateway::is_refusal(&req.error) {
            nd_pdk::error!("Discord refuses {}: {}", req.connection_id, req.error);
            return session::refused(&req.connection_id);
        }
        nd_pdk::warn!(
            "the connection of {} broke: {}",
            req.connection_id,
            req.error
        );
        session::ended(&req.connection_id)
    }
}

#[cfg(test)]
mod tests;
