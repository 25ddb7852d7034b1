//! The request that follows from a redirect. Must not decide whether it is followed.

use url::Url;

use super::Hop;
use crate::address::{self, Address};
use crate::header;

/// Whether a status sends the client elsewhere.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Where a redirect leads to. A whole URL is taken as it is written.
pub(super) fn target(from: &str, location: &str) -> Result<(String, Address), String> {
    let address = address::parse(location)?;
    if !address.scheme.is_empty() {
        return Ok((location.to_owned(), address));
    }
    let base = Url::parse(from).map_err(|error| error.to_string())?;
    let url = base.join(location).map_err(|error| error.to_string())?;
    let address = address::parse(url.as_str())?;
    Ok((url.into(), address))
}

/// The next request: what a stranger must not see stays out, and only 307 and 308 keep method and body.
pub(super) fn hop(from: &Hop, status: u16, url: String, address: Address, origin: &Address) -> Hop {
    let keeps_body = matches!(status, 307 | 308);
    let keeps_method = keeps_body || from.method == "HEAD";
    // Credentials that were left out once are not in `headers` any more, so they stay out.
    let keeps_credentials = address::keeps_credentials(origin, &address);
    let kept = |name: &str| {
        (keeps_credentials || !header::is_credential(name))
            && (keeps_body || !header::describes_body(name))
    };
    let headers = from.headers.iter().filter(|(name, _)| kept(name));
    Hop {
        method: match keeps_method {
            true => from.method.clone(),
            false => "GET".to_owned(),
        },
        headers: headers
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        body: match keeps_body {
            true => from.body.clone(),
            false => Vec::new(),
        },
        address,
        url,
    }
}

/// Errors end up in logs, so they show the URL without the password in it.
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let split = authority
        .rsplit_once('@')
        .and_then(|(user, host)| Some((user.split_once(':')?.0, host)));
    match split {
        Some((name, host)) => format!("{scheme}://{name}:***@{host}{path}"),
        None => url.to_owned(),
    }
}
