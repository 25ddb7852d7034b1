//! Entries that look like patterns, and are none that the server knows: it knows `*` and `*.suffix`. Must not judge addresses.

use super::super::super::super::code::Code;
use super::entry::{List, Mistake};

/// What patterns of other tools are made of.
const SIGNS: [char; 13] = [
    '*', '?', '[', ']', '{', '}', '(', ')', '|', '^', '$', '\\', '%',
];

const UNKNOWN: &str =
    "is no pattern that the server knows; it knows `*.` before the end of names, and `*` alone";

const NAME_OR_ANY: &str = "name the host; if only the user knows it, write `*`, and let a setting of config.schema say so with `\"format\": \"uri\"`";

const NAME_EACH: &str = "name each host by itself, or all below one, as in `*.example.com`";

/// `{config.server}`, `${HOST}`, `<server>`.
pub(super) fn filled_in(text: &str, _: List) -> Option<Mistake> {
    let between = |open, close| text.split_once(open)?.1.split_once(close).map(|(it, _)| it);
    let inside = between('{', '}').or_else(|| between('<', '>'))?;
    let is_name = |char: char| char.is_alphanumeric() || "._-$ ".contains(char);
    if !inside.chars().all(is_name) || !inside.contains(char::is_alphabetic) {
        return None;
    }
    let what = "waits for something to be filled in, and the server fills in nothing, not even settings: it matches nothing";
    Some(Mistake::new(Code::HostPattern, what, Vec::new()).advice(NAME_OR_ANY))
}

/// `a.example,b.example`.
pub(super) fn several(text: &str, _: List) -> Option<Mistake> {
    if !text.contains([',', ';']) || text.contains('{') {
        return None;
    }
    let parts = text.split([',', ';']).filter(|part| !part.is_empty());
    let what = "names several hosts in one text";
    Some(Mistake::new(
        Code::HostPattern,
        what,
        parts.take(8).map(str::to_owned).collect(),
    ))
}

pub(super) fn check(text: &str, list: List) -> Option<Mistake> {
    let name = match text.strip_prefix("*.") {
        Some(suffix) => suffix,
        None if text == "*" => return None,
        None => text,
    };
    if is_name(name) || list == List::WebSocket && is_bracketed(text) {
        return None;
    }
    let dots = || {
        let what = "begins or ends with a dot, or has two beside each other, as no host does";
        with_dots(text).map(|instead| (what, instead))
    };
    let (what, instead) = dots().unwrap_or_else(|| (UNKNOWN, meant(text)));
    Some(Mistake::new(Code::HostPattern, what, instead).advice(NAME_EACH))
}

fn is_name(text: &str) -> bool {
    text.split('.')
        .all(|label| !label.is_empty() && !label.contains(SIGNS))
}

fn is_bracketed(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    inner.is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok())
}

/// What was meant by a name that has dots where none belong.
fn with_dots(text: &str) -> Option<Vec<String>> {
    if text.contains(SIGNS) {
        return None;
    }
    let labels: Vec<&str> = text.split('.').filter(|label| !label.is_empty()).collect();
    let name = labels.join(".");
    Some(match (name.is_empty(), text.starts_with('.')) {
        (true, _) => Vec::new(),
        (false, true) => vec![format!("*.{name}"), name],
        (false, false) => vec![name],
    })
}

/// Entries that come near to what the pattern would say elsewhere; none if they would allow far more.
fn meant(text: &str) -> Vec<String> {
    if text.contains('*') && text.chars().all(|char| "*.?".contains(char)) {
        return vec!["*".to_owned()];
    }
    if let Some(alternatives) = alternatives(text) {
        return alternatives;
    }
    if let Some(plain) = without_regex(text) {
        return vec![plain];
    }
    if let Some(suffix) = text.strip_prefix('*').filter(|rest| is_name(rest)) {
        return vec![suffix.to_owned(), format!("*.{suffix}")];
    }
    let labels: Vec<&str> = text.split('.').filter(|label| !label.is_empty()).collect();
    let fixed = labels.iter().rev().take_while(|label| is_name(label));
    let fixed = fixed.count();
    // A single label would be a whole top-level domain.
    match fixed >= 2 && fixed < labels.len() {
        true => vec![format!("*.{}", labels[labels.len() - fixed..].join("."))],
        false => Vec::new(),
    }
}

/// `{a,b}.example` is `a.example` and `b.example`; likewise with round brackets and bars.
fn alternatives(text: &str) -> Option<Vec<String>> {
    let of = |open, close, between: char| {
        let (before, rest) = text.split_once(open)?;
        let (inside, after) = rest.split_once(close)?;
        let parts = inside.split(between).take(8);
        Some(parts.map(|part| format!("{before}{part}{after}")).collect())
    };
    of('{', '}', ',').or_else(|| of('(', ')', '|'))
}

/// Without what makes it a regular expression, if it is one.
fn without_regex(text: &str) -> Option<String> {
    let plain = text.replace(['\\', '^', '$'], "");
    let plain = plain.replace(".+", "*").replace(".*.", "*.");
    let plain = match plain.strip_prefix(".*") {
        Some(rest) => format!("*{rest}"),
        None => plain,
    };
    (plain != text && text.contains(['\\', '^', '$'])).then_some(plain)
}
