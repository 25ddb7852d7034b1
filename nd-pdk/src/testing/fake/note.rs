//! Notes on what a plugin asked of other servers, for what neither fails a test nor shows in the words of the server. They go to standard error,
//! which the test harness shows of tests that fail.
//!
//! Must not change what the plugin gets.

use nd_rules::escape::begins_with_escape;

/// A service whose manifest entry has a list of hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reaching {
    Http,
    WebSocket,
}

/// Asks a rule about the hosts that the manifest lists. Where the list is why it refuses, the list is noted: the server's text does not have it.
///
/// # Errors
/// Those of the rule.
pub(super) fn asking<T>(
    service: Reaching,
    required_hosts: &[String],
    rule: impl Fn(&[String]) -> Result<T, String>,
) -> Result<T, String> {
    if let Some(text) = about_refusal(service, required_hosts, &rule) {
        eprintln!("{text}");
    }
    rule(required_hosts)
}

/// Prints what is to be known of a URL that the plugin asked for.
pub(super) fn on_url(url: &str) {
    for text in about_url(url) {
        eprintln!("{text}");
    }
}

fn about_refusal<T>(
    service: Reaching,
    required_hosts: &[String],
    rule: impl Fn(&[String]) -> Result<T, String>,
) -> Option<String> {
    let error = rule(required_hosts).err()?;
    // What is refused with every host allowed has nothing to do with the list.
    rule(&["*".to_owned()]).ok()?;
    let (permission, without_list, entries) = match service {
        Reaching::Http => (
            "http",
            "so every public host is allowed and no other one",
            "a host name without port, `*.example.org` for all names below, an IP address or range, or `*`",
        ),
        Reaching::WebSocket => (
            "websocket",
            "so no host is allowed",
            "a host name without port, `*.example.org` for all names below, or `*`",
        ),
    };
    let list = match required_hosts {
        [] => format!("has no `requiredHosts` for `{permission}`, {without_list}"),
        [_, ..] => format!("has for `{permission}` the `requiredHosts` {required_hosts:?}"),
    };
    Some(format!(
        "note: {error}: the manifest {list}; an entry is {entries}"
    ))
}

fn about_url(url: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let unencoded = unencoded(query(url));
    if !unencoded.is_empty() {
        let encoded = unencoded
            .iter()
            .map(|character| format!("{character:?} as {}", percent_encoded(*character)));
        notes.push(format!(
            "note: the query of {url:?} has characters that must be percent-encoded: {}. The server sends it as it is. \
             In a value `&` (%26), `#` (%23) and `+` (%2B) must be encoded, too",
            encoded.collect::<Vec<_>>().join(", ")
        ));
    }
    if let Some((_, fragment)) = url.split_once('#') {
        notes.push(format!(
            "note: of {url:?} the fragment is not sent: {:?}. A `#` that belongs to a value must be percent-encoded: %23",
            format!("#{fragment}")
        ));
    }
    notes
}

/// What is between `?` and the fragment of a URL, as written; empty if there is no query.
pub(super) fn query(url: &str) -> &str {
    let (_, query) = without_fragment(url).split_once('?').unwrap_or_default();
    query
}

/// A URL as it is sent: the fragment is for whoever reads the answer.
fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or_default()
}

/// The characters that may not stand in a query, each one once.
pub(super) fn unencoded(query: &str) -> Vec<char> {
    let mut found = Vec::new();
    for (position, character) in query.char_indices() {
        let may_stand = match character {
            '%' => begins_with_escape(&query[position..]),
            _ => character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(character),
        };
        if !may_stand && !found.contains(&character) {
            found.push(character);
        }
    }
    found
}

fn percent_encoded(character: char) -> String {
    let mut buffer = [0; 4];
    let bytes = character.encode_utf8(&mut buffer).bytes();
    bytes.map(|byte| format!("%{byte:02X}")).collect()
}

#[cfg(test)]
mod tests;
