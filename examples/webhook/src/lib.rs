//! Tells other services over HTTP what is played: requests to addresses of the administrator's choice, with what the settings say in them.
//! Must not lose a scrobble that a target could still take, nor send it twice to one that has it.

mod delivery;
mod play;
mod receipts;
mod settings;
mod template;

use nd_pdk::scrobbler::{
    IsAuthorizedRequest, NowPlayingRequest, PlaybackReportRequest, ScrobbleRequest, Scrobbler,
    ScrobblerError,
};
use nd_pdk::{Error, register};

use delivery::Answer;
use play::{Event, Play};
use receipts::Receipts;
use settings::Settings;

#[derive(Default)]
struct Webhook;

impl Scrobbler for Webhook {
    fn is_authorized(&self, req: IsAuthorizedRequest) -> Result<bool, Error> {
        match Settings::load() {
            Ok(settings) => Ok(settings.is_for(&req.username)),
            Err(error) => {
                // `false` would lose the play. This way it waits until the settings are mended.
                nd_pdk::error!("{error}");
                Ok(true)
            }
        }
    }

    fn now_playing(&self, req: NowPlayingRequest) -> Result<(), Error> {
        announce(&Play::now_playing(&req))
    }

    fn scrobble(&self, req: ScrobbleRequest) -> Result<(), Error> {
        let later = |error| ScrobblerError::RetryLater.with_reason(error);
        let settings = Settings::load().map_err(later)?;
        if !settings.is_for(&req.username) {
            return Err(ScrobblerError::NotAuthorized.into());
        }
        let receipts = Receipts::of(&req).map_err(later)?;
        deliver(&settings, &Play::scrobble(&req), receipts)
    }

    fn playback_report(&self, req: PlaybackReportRequest) -> Result<(), Error> {
        announce(&Play::playback_report(&req))
    }
}

register!(Webhook: Scrobbler);

/// Sends what is of interest for a moment only: once, and whoever does not get it has missed it.
fn announce(play: &Play<'_>) -> Result<(), Error> {
    let settings = Settings::load()?;
    if settings.is_for(play.user) {
        // The log has what went wrong. An error would add nothing but a second line.
        delivery::send(&settings.targets(play.event), play, |_, _| ());
    }
    Ok(())
}

/// Sends a scrobble to those who have not got it yet.
///
/// One target that may take it later makes the server try again; one that never will does not.
fn deliver(settings: &Settings, play: &Play<'_>, mut receipts: Receipts) -> Result<(), Error> {
    let mut targets = settings.targets(Event::Scrobble);
    targets.retain(|target| !receipts.has(target));
    let (mut rejected, mut unavailable) = (Vec::new(), Vec::new());
    delivery::send(&targets, play, |target, answer| match answer {
        Answer::Accepted => receipts.settle(target),
        Answer::Rejected(why) => {
            rejected.push(format!("{}: {why}", target.name));
            receipts.settle(target);
        }
        Answer::Unavailable(why) => unavailable.push(format!("{}: {why}", target.name)),
    });
    if !unavailable.is_empty() {
        receipts.keep();
        return Err(ScrobblerError::RetryLater.with_reason(unavailable.join("; ")));
    }
    receipts.discard();
    if !rejected.is_empty() {
        return Err(ScrobblerError::Unrecoverable.with_reason(rejected.join("; ")));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
