//! A URL as it is written, and as HTTP wants it. Must not judge who is reached.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nd_rules::address::Address;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use ureq::http::Uri;
use url::Host;

/// What may stand in a URL, yet not in the first line of a request.
const NOT_SENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The URL without user and password, escaped where it must be.
///
/// # Errors
/// When the host is none that can be looked up.
pub(crate) fn uri(url: &str, address: &Address) -> Result<Uri, String> {
    let (_, path) = split(url);
    let path = utf8_percent_encode(path, NOT_SENT);
    let host = host(address)?;
    let text = format!("{}://{host}{path}", address.scheme);
    text.parse()
        .map_err(|error| format!("{text} cannot be asked for: {error}"))
}

/// The value of `Authorization` for a URL with user and password in it.
pub(super) fn credentials(url: &str) -> Option<String> {
    let (authority, _) = split(url);
    let (user, _) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    let mut pair = percent_decode_str(name).collect::<Vec<u8>>();
    pair.push(b':');
    pair.extend(percent_decode_str(password));
    Some(format!("Basic {}", STANDARD.encode(pair)))
}

/// Whether there is a user in the URL.
pub(crate) fn names_user(url: &str) -> bool {
    let (authority, _) = split(url);
    authority.contains('@')
}

/// Who is asked, and for what.
fn split(url: &str) -> (&str, &str) {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
}

/// Names with letters beyond ASCII are looked up in their ASCII form; a colon without a port is left out.
fn host(address: &Address) -> Result<String, String> {
    let host = address.host.trim_end_matches(':');
    let name = address.hostname();
    if host.is_ascii() {
        return Ok(host.to_owned());
    }
    let ascii = Host::parse(name).map_err(|error| format!("{name}: {error}"))?;
    let port = host.strip_prefix(name).unwrap_or_default();
    Ok(format!("{ascii}{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(url: &str) -> String {
        let address = nd_rules::address::parse(url).unwrap();
        uri(url, &address).unwrap().to_string()
    }

    #[test]
    fn what_cannot_be_sent_is_escaped_and_the_rest_stays_as_it_is() {
        for (url, expected) in [
            ("http://a.example", "http://a.example/"),
            ("HTTP://A.example?q=1", "http://A.example/?q=1"),
            ("http://a.example:/x", "http://a.example/x"),
            ("http://a.example/a/../b%20c", "http://a.example/a/../b%20c"),
            (
                "http://a.example/ä b?q=ö|",
                "http://a.example/%C3%A4%20b?q=%C3%B6%7C",
            ),
            (
                "http://me:secret@a.example:8080/x@y",
                "http://a.example:8080/x@y",
            ),
            (
                "http://müsli.example:80/",
                "http://xn--msli-0ra.example:80/",
            ),
            ("http://[::1]:80/", "http://[::1]:80/"),
        ] {
            assert_eq!(sent(url), expected);
        }
    }

    #[test]
    fn user_and_password_authorise_the_request() {
        let basic = |url: &str| credentials(url);
        assert_eq!(
            basic("http://me:pa%20ss@a.example/").as_deref(),
            Some("Basic bWU6cGEgc3M=")
        );
        assert_eq!(basic("http://me@a.example/").as_deref(), Some("Basic bWU6"));
        assert_eq!(basic("http://a.example/x@y"), None);
    }
}
