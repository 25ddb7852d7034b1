//! Sending a play to its targets. Must not decide what the server does about a failure.

use std::time::Duration;

use nd_pdk::clock::Deadline;
use nd_pdk::{Error, http};

use crate::play::Play;
use crate::settings::{Method, Target};

/// The longest time that one target gets.
const PATIENCE: Duration = Duration::from_secs(10);

/// With less there is no point in asking.
const LEAST: Duration = Duration::from_millis(100);

/// What must be left of the call after the last target: the server drops a scrobble whose call takes too long.
const RESERVE: Duration = Duration::from_secs(5);

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    Accepted,
    /// The target will not have it, today or tomorrow.
    Rejected(String),
    /// Later it may work.
    Unavailable(String),
}

/// Sends to one target after the other, and tells `each` how it went.
///
/// They share what is left of the call: one that never answers does not keep the others from their turn.
pub(crate) fn send(targets: &[&Target], play: &Play<'_>, mut each: impl FnMut(&Target, Answer)) {
    let deadline = Deadline::of_call();
    for (sent, target) in targets.iter().enumerate() {
        let time = deadline.remaining().saturating_sub(RESERVE);
        let share = time / u32::try_from(targets.len() - sent).unwrap_or(u32::MAX);
        let answer = if share < LEAST {
            Answer::Unavailable("no time is left for it".to_owned())
        } else {
            send_one(target, play, share.min(PATIENCE))
        };
        match &answer {
            Answer::Accepted => nd_pdk::debug!("{}: accepted {:?}", target.name, play.title),
            Answer::Rejected(why) => nd_pdk::error!("{}: {why}", target.name),
            Answer::Unavailable(why) => nd_pdk::warn!("{}: {why}", target.name),
        }
        each(target, answer);
    }
}

fn send_one(target: &Target, play: &Play<'_>, patience: Duration) -> Answer {
    let url = target.url.fill(play);
    let request = match (target.method, &target.template) {
        (Method::Get, _) => http::get(url),
        (Method::Post, None) => http::post(url).json(play),
        (Method::Post, Some(template)) => http::post(url).json(&template.fill(play)),
    };
    let headers = target.headers.iter();
    let request = headers.fold(request, |request, header| {
        request.header(&header.name, &header.value)
    });
    match request.timeout(patience).send() {
        Ok(response) => judge(response.status()),
        Err(error) => Answer::Unavailable(cause(&error).to_owned()),
    }
}

fn judge(status: u16) -> Answer {
    match status {
        200..=299 => Answer::Accepted,
        // It took too long, or there were too many: the same request may work later.
        408 | 429 | 500.. => Answer::Unavailable(format!("status {status}")),
        _ => Answer::Rejected(format!("status {status}")),
    }
}

/// The last part of a text such as `Get "https://…": connection refused`: the whole address of a webhook may be a secret.
fn cause(error: &Error) -> &str {
    let parts = error.message.rsplit_once("\": ");
    parts.map_or(&error.message, |(_, cause)| cause)
}
