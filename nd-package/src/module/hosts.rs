//! Hosts that a module has in its data, as parts of URLs. Guesses: must not be taken for all the hosts that a plugin speaks to, or for none but those.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use wasmparser::{Parser, Payload};

/// Nobody reads more of them.
const MOST_HOSTS: usize = 1_000;
/// The longest name in the domain name system.
const LONGEST_NAME: usize = 253;
/// Longer ones are known, or not taken for what ends a name.
const LONGEST_TOP_LEVEL: usize = 6;
/// Top-level domains that are longer, or begin like one of the next list.
const LONG_TOP_LEVELS: &[&str] = &[
    "academy",
    "community",
    "company",
    "computer",
    "digital",
    "download",
    "education",
    "foundation",
    "international",
    "network",
    "organic",
    "photography",
    "services",
    "software",
    "solutions",
    "streaming",
    "systems",
    "technology",
];
/// The compiler leaves nothing between texts, so `https://dbpedia.org` may go on with `application/json`. These are taken for the end of a name.
const ENDS: &[&str] = &[
    "app", "com", "dev", "edu", "gov", "info", "net", "online", "org", "xyz",
];
const SCHEMES: [&[u8]; 4] = [b"https", b"http", b"wss", b"ws"];
/// Named in messages, documentation and as namespaces, not spoken to.
const NOT_SPOKEN_TO: &[&str] = &[
    "crates.io",
    "doc.rust-lang.org",
    "docs.rs",
    "example.com",
    "example.net",
    "example.org",
    "json-schema.org",
    "schemas.xmlsoap.org",
    "www.w3.org",
];

/// The hosts of `http`, `https`, `ws` and `wss` URLs in the data of a module, in lower case: names with a dot, and IPv4 addresses. What is no module
/// has none.
#[must_use]
pub fn hosts_in_data(wasm: &[u8]) -> BTreeSet<String> {
    let mut hosts = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm).map_while(Result::ok) {
        let Payload::DataSection(section) = payload else {
            continue;
        };
        for segment in section.into_iter().map_while(Result::ok) {
            let left = MOST_HOSTS - hosts.len();
            hosts.extend(hosts_in(segment.data).take(left));
        }
    }
    hosts
}

fn hosts_in(data: &[u8]) -> impl Iterator<Item = String> {
    let colons = data.iter().enumerate().filter(|(_, byte)| **byte == b':');
    colons.filter_map(|(at, _)| {
        let after = data[at..].strip_prefix(b"://")?;
        let before = &data[..at];
        let before = SCHEMES
            .iter()
            .find_map(|scheme| before.strip_suffix(*scheme))?;
        // The address of a project, in the name a plugin gives itself, or a link in a text.
        let is_aside = matches!(before.last(), Some(b'(' | b'<' | b'[' | b'+'));
        (!is_aside).then(|| host(after)).flatten()
    })
}

/// The host that begins there. Ends where no host goes on, and before capitals: hosts are written small, and the texts after them often are not.
fn host(text: &[u8]) -> Option<String> {
    let is_part = |byte: &u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
    };
    let length = text
        .iter()
        .take(LONGEST_NAME + 1)
        .take_while(|it| is_part(it))
        .count();
    // A name before `@` is that of a user, and `{` or `%` come in the middle of something that is put together.
    if matches!(text.get(length), Some(b'@' | b'{' | b'%' | b'_')) {
        return None;
    }
    let host = std::str::from_utf8(&text[..length]).ok()?;
    if host.parse::<Ipv4Addr>().is_ok() {
        return Some(host.to_owned());
    }
    let host = name(host)?;
    (!NOT_SPOKEN_TO.contains(&host)).then(|| host.to_owned())
}

/// The name of a host at the beginning of a text that holds nothing but letters, digits, dots and hyphens.
fn name(text: &str) -> Option<&str> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let (front, last) = text.rsplit_once('.')?;
    let name = &text[..front.len() + 1 + top_level(last)?.len()];
    (name.len() <= LONGEST_NAME && name.split('.').all(is_label)).then_some(name)
}

/// The top-level domain at the beginning of what follows the last dot.
fn top_level(last: &str) -> Option<&str> {
    if last
        .strip_prefix("xn--")
        .is_some_and(|encoded| !encoded.is_empty())
        || LONG_TOP_LEVELS.contains(&last)
    {
        return Some(last);
    }
    if let Some(end) = ENDS.iter().find(|end| last.starts_with(**end)) {
        return Some(end);
    }
    let is_plausible = last.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=LONGEST_TOP_LEVEL).contains(&last.len());
    is_plausible.then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(data: &str) -> Vec<String> {
        let module = format!("(module (memory 1) (data (i32.const 0) {data:?}))");
        hosts_in_data(&wat::parse_str(module).unwrap())
            .into_iter()
            .collect()
    }

    #[test]
    fn hosts_are_found_wherever_their_names_end() {
        for (data, host) in [
            ("https://lrclib.net/api/get", "lrclib.net"),
            ("see http://a.b-c.example.de:8080?q", "a.b-c.example.de"),
            ("wss://gateway.discord.gg", "gateway.discord.gg"),
            ("ws://10.0.0.7:80", "10.0.0.7"),
            (
                "https://query.wikidata.orgFailed to ask",
                "query.wikidata.org",
            ),
            ("https://xn--bcher-kva.xn--p1ai/", "xn--bcher-kva.xn--p1ai"),
            ("https://collection.photography ", "collection.photography"),
            ("https://lrclib.netapplication/json", "lrclib.net"),
            ("https://dbpedia.org9SELECT", "dbpedia.org"),
            ("https://a.network", "a.network"),
        ] {
            assert_eq!(hosts(data), [host], "{data}");
        }
        assert_eq!(hosts("https://b.orghttps://a.org"), ["a.org", "b.org"]);
        assert_eq!(
            hosts("https://b.de/https://a.de/http://b.de"),
            ["a.de", "b.de"]
        );
    }

    #[test]
    fn what_is_no_host_is_left_out() {
        for data in [
            "https://",
            "https:///api",
            "ftp://a.de",
            "https://localhost:4533",
            "https://user.name@a.de",
            "https://api.{region}.de",
            "https://api.{}",
            "https://1.2.3",
            "https://lrclib.deapplication/json",
            "Plays/1.0 (https://plays.org)",
            "Plays/1.0 (+https://plays.org)",
            "https://-a.de",
            "https://a..de",
            "https://docs.rs/nd-pdk",
            "http://json-schema.org/draft-07/schema#",
        ] {
            assert_eq!(hosts(data), [""; 0], "{data}");
        }
    }

    #[test]
    fn what_is_no_module_has_no_hosts() {
        assert!(hosts_in_data(b"https://a.de").is_empty());
        assert!(hosts_in_data(b"").is_empty());
    }

    #[test]
    fn there_is_an_end_to_it() {
        let many: String = (0..5_000).map(|n| format!("https://h{n}.de/")).collect();
        assert_eq!(hosts(&many).len(), MOST_HOSTS);
        assert!(hosts(&format!("https://{}.de", "a.".repeat(30_000))).is_empty());
    }
}
