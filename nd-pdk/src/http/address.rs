//! Addresses: percent-encoding, adding to a query, and what of an address may be shown. Must not judge them: the host does.

use std::fmt::Write as _;

/// Percent-encodes a text, to be a segment of a path or a part of a query: everything but ASCII letters, digits, `-`, `.`, `_` and `~`.
///
/// ```
/// use nd_pdk::http::encode;
///
/// assert_eq!(encode("AC/DC"), "AC%2FDC");
/// assert_eq!(encode("Sigur Rós"), "Sigur%20R%C3%B3s");
/// ```
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_encoded(&mut encoded, text);
    encoded
}

fn push_encoded(to: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(to, "%{byte:02X}");
        }
    }
}

/// Adds `key=value` to what is a query or the body of a form, both encoded.
pub(crate) fn push_pair(to: &mut String, key: &str, value: &str) {
    if !to.is_empty() && !to.ends_with(['?', '&']) {
        to.push('&');
    }
    push_encoded(to, key);
    to.push('=');
    push_encoded(to, value);
}

/// Adds `key=value` to the query of `url`, which ends where a fragment begins.
pub(super) fn add_query(url: &mut String, key: &str, value: &str) {
    let end = url.find('#').unwrap_or(url.len());
    let fragment = url.split_off(end);
    if !url.contains('?') {
        url.push('?');
    }
    push_pair(url, key, value);
    url.push_str(&fragment);
}

/// What may be shown of an address: the query and whatever stands before the host may hold secrets, and a fragment is never sent.
pub(super) fn shown(url: &str) -> String {
    let url = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    [scheme, "://", host, path].concat()
}

/// An error text of the host with its addresses as they may be shown: there they stand in quotes, as in `Get "https://…": …`.
pub(super) fn without_secrets(message: &str) -> String {
    let parts = message.split('"').map(|part| {
        if part.starts_with("http://") || part.starts_with("https://") {
            shown(part)
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("\"")
}
