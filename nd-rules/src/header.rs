//! HTTP headers the way the server writes and reads them. Must not know what a header means beyond that.

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

/// What is sent of the headers a plugin sets: canonical names, without those that it cannot set.
///
/// # Errors
/// The words of the server: a name or a value cannot be sent.
pub fn to_send<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<String, String>, String> {
    let mut sent = BTreeMap::new();
    for (name, value) in headers {
        if !is_name(name) {
            return Err(format!(
                "net/http: invalid header field name {}",
                quoted(name)
            ));
        }
        let name = canonical(name);
        // The value may be a secret, so it is not shown.
        if value
            .bytes()
            .any(|byte| byte.is_ascii_control() && byte != b'\t')
        {
            return Err(format!(
                "net/http: invalid header field value for {}",
                quoted(&name)
            ));
        }
        if can_be_set(&name) {
            sent.insert(name, value.to_owned());
        }
    }
    Ok(sent)
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
