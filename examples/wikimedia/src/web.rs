//! Requests as Wikimedia wants them. Must not know what is asked.

use std::time::Duration;

use nd_pdk::http::{self, Request};

/// Wikimedia turns away clients that do not say who they are and where to read about them.
const USER_AGENT: &str = concat!(
    "navidrome-wikimedia/",
    env!("CARGO_PKG_VERSION"),
    " (https://www.navidrome.org)"
);

/// The longest way to an answer takes four requests, and a call of a plugin 30 seconds at most.
const TIMEOUT: Duration = Duration::from_secs(7);

pub(crate) fn get(url: impl Into<String>) -> Request {
    http::get(url)
        .header("User-Agent", USER_AGENT)
        .timeout(TIMEOUT)
}
