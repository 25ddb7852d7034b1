//! HTTP headers, and methods, the way the server writes and reads them. Must not know what a header means beyond that.

use std::collections::BTreeMap;

use crate::quoted::quoted;

/// The name as the server writes it: each word begins with a capital, as in `Content-Type`. What is no valid name stays as it is.
#[must_use]
pub fn canonical(name: &str) -> String {
    if !is_name(name) {
        return name.to_owned();
    }
    let capitalised = |word: &str| {
        let mut word = word.to_ascii_lowercase();
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        word
    };
    let words: Vec<_> = name.split('-').map(capitalised).collect();
    words.join("-")
}

/// What a plugin sees of the headers of a response: canonical names, and the first value of each.
pub fn first_values<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<String, String> {
    let mut first = BTreeMap::new();
    for (name, value) in headers {
        first
            .entry(canonical(name))
            .or_insert_with(|| value.to_owned());
    }
    first
}

/// The headers that a plugin sets, with canonical names.
///
/// Where several names are the same header, such as `x-key` and `X-Key`, the name that is last in ascending byte order counts: that in lower case.
/// On the server any of them may count, as it takes them in no order.
pub fn canonical_names<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<String, String> {
    sorted(headers)
        .into_iter()
        .map(|(name, value)| (canonical(name), value.to_owned()))
        .collect()
}

/// What is sent of the headers a plugin sets: [`canonical_names`], without those that it cannot set.
///
/// # Errors
/// The words of the server: a name or a value cannot be sent. Of several the first one is told, in ascending byte order of the names.
pub fn to_send<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<String, String>, String> {
    let headers = sorted(headers);
    headers
        .iter()
        .try_for_each(|(name, value)| check(name, value))?;
    let mut sent = canonical_names(headers);
    sent.retain(|name, _| can_be_set(name));
    Ok(sent)
}

/// By their names as they are written, so that nothing depends on the order of a hash map.
fn sorted<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut headers: Vec<_> = headers.into_iter().collect();
    headers.sort_unstable();
    headers
}

fn check(name: &str, value: &str) -> Result<(), String> {
    if !is_name(name) {
        return Err(invalid_name(name));
    }
    let is_control = |byte: u8| byte.is_ascii_control() && byte != b'\t';
    if value.bytes().any(is_control) {
        return Err(invalid_value(name));
    }
    Ok(())
}

/// The server's words for a name that cannot be sent.
#[must_use]
pub fn invalid_name(name: &str) -> String {
    format!("net/http: invalid header field name {}", quoted(name))
}

/// The server's words for a value that cannot be sent. It may be a secret, so it is not shown.
#[must_use]
pub fn invalid_value(name: &str) -> String {
    format!(
        "net/http: invalid header field value for {}",
        quoted(&canonical(name))
    )
}

/// Whether this can be the method of a request: the same letters as in the name of a header.
///
/// # Errors
/// The words of the server.
pub fn check_method(method: &str) -> Result<(), String> {
    if is_name(method) {
        return Ok(());
    }
    Err(format!("net/http: invalid method {}", quoted(method)))
}

/// Whether a header with this canonical name is sent when a plugin sets it: others follow from the URL and the body.
#[must_use]
pub fn can_be_set(canonical_name: &str) -> bool {
    !["Host", "Content-Length", "Transfer-Encoding", "Trailer"].contains(&canonical_name)
}

/// Whether a header with this canonical name authorises the request: a redirect to a stranger leaves it out.
#[must_use]
pub fn is_credential(canonical_name: &str) -> bool {
    [
        "Authorization",
        "Www-Authenticate",
        "Cookie",
        "Cookie2",
        "Proxy-Authorization",
        "Proxy-Authenticate",
    ]
    .contains(&canonical_name)
}

/// Whether a header with this canonical name describes the body: a redirect that drops the body leaves it out.
#[must_use]
pub fn describes_body(canonical_name: &str) -> bool {
    [
        "Content-Encoding",
        "Content-Language",
        "Content-Location",
        "Content-Type",
    ]
    .contains(&canonical_name)
}

fn is_name(name: &str) -> bool {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(belongs)
}

#[cfg(test)]
mod tests;
