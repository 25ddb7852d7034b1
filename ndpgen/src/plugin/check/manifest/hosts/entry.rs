//! One entry of a list of hosts: what it means to the server, or what is wrong with it and what was probably meant. Must not know its place.

use std::net::IpAddr;

use ipnet::IpNet;
use nd_rules::address::{Judged, literal};
use nd_rules::manifest::Permission;

use super::super::super::super::code::Code;
use super::{pattern, range};

/// Whose list it is: the server does not read both alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Http(Judged),
    /// Compared as text: there are no ranges, IPv6 addresses have brackets, and names reach what they stand for.
    WebSocket,
}

/// What an entry means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    Any,
    /// All hosts below this one, which is itself not meant.
    Below(String),
    Name(String),
    Address(IpAddr),
    Range(IpNet),
}

/// What is wrong with an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) code: Code,
    /// Goes on where the quoted entry ends.
    pub(super) what: String,
    /// Entries without this mistake, which may have others; none if nobody can tell what was meant.
    pub(super) instead: Vec<String>,
    /// What to do where nothing else is known.
    pub(super) advice: &'static str,
}

/// Something that is only found in a private network.
pub(super) struct Private {
    pub(super) stands_for: &'static str,
    /// What unlocks it.
    pub(super) add: &'static str,
}

/// Names of hosts have at most 253 characters; no address is longer.
const LONGEST: usize = 300;
/// Corrected entries are shown up to this number.
const MOST_CORRECTED: usize = 8;
/// No entry has so many mistakes; what goes on is not understood.
const MOST_MISTAKES: usize = 12;

const NAME_THE_HOST: &str = "write the name of the host alone, such as `api.example.com`";

/// The ends of names that are given out in private networks only.
const PRIVATE_ENDS: [&str; 11] = [
    "localhost",
    "localdomain",
    "local",
    "lan",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "private",
    "corp",
    "fritz.box",
];

impl List {
    pub(super) fn permission(self) -> Permission {
        match self {
            List::Http(_) => Permission::Http,
            List::WebSocket => Permission::WebSocket,
        }
    }
}

impl Mistake {
    pub(super) fn new(code: Code, what: impl Into<String>, instead: Vec<String>) -> Self {
        Self {
            code,
            what: what.into(),
            instead,
            advice: NAME_THE_HOST,
        }
    }

    pub(super) fn advice(self, advice: &'static str) -> Self {
        Self { advice, ..self }
    }
}

/// Reads an entry.
///
/// # Errors
/// The first mistake in it.
pub(super) fn judge(text: &str, list: List) -> Result<Entry, Mistake> {
    if let Some(entry) = address(text, list) {
        return entry;
    }
    let rules = [
        blank,
        too_long,
        pattern::filled_in,
        scheme,
        range::check,
        user,
        path,
        port,
        pattern::several,
        pattern::check,
        case,
    ];
    match rules.iter().find_map(|rule| rule(text, list)) {
        Some(mistake) => Err(mistake),
        None => Ok(match text.strip_prefix('*') {
            Some("") => Entry::Any,
            Some(suffix) => Entry::Below(suffix.trim_start_matches('.').to_owned()),
            None => Entry::Name(text.to_owned()),
        }),
    }
}

/// Entries that are right and say what the wrong one was meant to say, as far as that can be told.
pub(super) fn corrected(mistake: &Mistake, list: List) -> Vec<String> {
    let mut right: Vec<String> = Vec::new();
    let mut left = mistake.instead.clone();
    for _ in 0..MOST_MISTAKES {
        let mut next = Vec::new();
        for text in left {
            match judge(&text, list) {
                Ok(_) if right.contains(&text) => {}
                Ok(_) => right.push(text),
                Err(mistake) => next.extend(mistake.instead),
            }
        }
        next.truncate(MOST_CORRECTED);
        left = next;
    }
    right.truncate(MOST_CORRECTED);
    right
}

/// What only a private network knows by this name, or by names below it.
pub(super) fn private(name: &str, is_below: bool) -> Option<Private> {
    let is_or_ends = |end: &str| {
        let before = name.strip_suffix(end);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    if is_or_ends("localhost") {
        return Some(Private {
            stands_for: "the machine that the server runs on",
            add: "`127.0.0.1` and `::1` beside it",
        });
    }
    let is_private = PRIVATE_ENDS.iter().any(|end| is_or_ends(end));
    let is_single = !is_below && !name.contains('.');
    (is_private || is_single).then_some(Private {
        stands_for: "a machine in a private network",
        add: "its address beside it, such as `192.168.1.10`, or the range of the network, such as `192.168.0.0/16`",
    })
}

fn address(text: &str, list: List) -> Option<Result<Entry, Mistake>> {
    let range = text.parse::<IpNet>().ok().map(Entry::Range);
    let entry = literal(text).map(Entry::Address).or(range)?;
    if list != List::WebSocket {
        return Some(Ok(entry));
    }
    let (code, no_brackets) = (
        Code::HostRange,
        "is an IPv6 address without the brackets that it has in a URL, with which the server compares it",
    );
    match entry {
        Entry::Range(_) => Some(Err(Mistake::new(
            code,
            "is a range of addresses, which the server reads for `http` only",
            Vec::new(),
        )
        .advice("name each host as it stands in the URLs that are opened"))),
        Entry::Address(_) if text.contains(':') => Some(Err(Mistake::new(
            code,
            no_brackets,
            vec![format!("[{text}]")],
        ))),
        entry => Some(Ok(entry)),
    }
}

fn blank(text: &str, _: List) -> Option<Mistake> {
    let is_blank = |char: char| char.is_whitespace() || char.is_control();
    if text.chars().all(is_blank) {
        let what = "names no host";
        return Some(
            Mistake::new(Code::HostEmpty, what, Vec::new())
                .advice("remove it, or write the name of a host"),
        );
    }
    text.contains(is_blank).then(|| {
        let parts = text.split(|char| is_blank(char) || char == ',' || char == ';');
        let parts = parts.filter(|part| !part.is_empty()).map(str::to_owned);
        let what = "has blanks in it, which the name of a host has not";
        Mistake::new(Code::HostEmpty, what, parts.take(MOST_CORRECTED).collect())
    })
}

fn too_long(text: &str, _: List) -> Option<Mistake> {
    let what = "is longer than the name of any host";
    (text.len() > LONGEST).then(|| Mistake::new(Code::HostPattern, what, Vec::new()))
}

fn scheme(text: &str, _: List) -> Option<Mistake> {
    let schemes = ["http:", "https:", "ws:", "wss:"];
    let known = || {
        let mut rests = schemes
            .iter()
            .filter_map(|scheme| text.strip_prefix(scheme));
        rests.find(|rest| !rest.is_empty())
    };
    let (_, rest) = match text.split_once("//") {
        Some((before, rest)) if before.is_empty() || before.ends_with(':') => (before, rest),
        _ => ("", known()?),
    };
    let what =
        "has a scheme, but the server compares the name of the host alone: it matches nothing";
    Some(Mistake::new(Code::HostScheme, what, one(rest)))
}

fn user(text: &str, _: List) -> Option<Mistake> {
    let (_, host) = text.rsplit_once('@')?;
    let what =
        "has a user in it, but the server compares the name of the host alone: it matches nothing";
    Some(Mistake::new(Code::HostPath, what, one(host)))
}

fn path(text: &str, _: List) -> Option<Mistake> {
    let query = || text.find('?').filter(|at| text[*at..].contains('='));
    let end = text.find(['/', '#']).or_else(query)?;
    let end = query().map_or(end, |query| query.min(end));
    let what = "has a path, but the server compares the name of the host alone: it matches nothing";
    Some(Mistake::new(Code::HostPath, what, one(&text[..end])))
}

fn port(text: &str, list: List) -> Option<Mistake> {
    let is_bracketed = |host: &str| host.starts_with('[') && host.ends_with(']');
    let (host, _) = text.rsplit_once(':')?;
    if host.contains(':') && !is_bracketed(host) {
        return None;
    }
    let host = match list {
        List::Http(_) => host.trim_matches(['[', ']']),
        List::WebSocket => host,
    };
    let what = "has a port, but the server compares the name of the host alone: it matches nothing, and every port is allowed anyway";
    Some(Mistake::new(Code::HostPort, what, one(host)))
}

fn case(text: &str, _: List) -> Option<Mistake> {
    let what =
        "has capitals, so it does not match a URL that is written in small letters, as most are";
    text.contains(|char: char| char.is_ascii_uppercase())
        .then(|| Mistake::new(Code::HostCase, what, one(&text.to_ascii_lowercase())))
}

fn one(text: &str) -> Vec<String> {
    match text.is_empty() {
        true => Vec::new(),
        false => vec![text.to_owned()],
    }
}
