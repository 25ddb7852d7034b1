//! Text inside a paragraph: what rustdoc would take for a link, a tag or an unfinished code span is escaped, bare URLs become links.

use std::collections::{BTreeSet, HashMap};

/// The longest label of a link, in bytes: the number of characters that Markdown allows.
const LABEL_LIMIT: usize = 999;
/// The longest target of a link that is looked at.
const TARGET_LIMIT: usize = 2048;
/// The longest row of backticks that opens a code span; Markdown in C draws the line there too.
const TICKS_LIMIT: usize = 80;

/// The text for rustdoc. `definitions` are the labels that the description defines as links.
pub(super) fn escape(text: &str, definitions: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let links = Links::of(text, definitions);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (written, read) = match first {
            '\\' => escaped(rest),
            '`' => code_span(rest),
            '<' => angle(rest),
            '[' => links.at(text, text.len() - rest.len()),
            'h' if !out.ends_with(|char: char| char.is_alphanumeric()) => bare_url(rest),
            _ => None,
        }
        .unwrap_or_else(|| (first.to_string(), first.len_utf8()));
        out.push_str(&written);
        rest = &rest[read..];
    }
    out
}

/// The text as a code span, between more backticks than it holds in a row.
pub(super) fn code(text: &str) -> String {
    let rows = text.split(|char| char != '`').map(str::len);
    let ticks = "`".repeat(rows.max().unwrap_or(0) + 1);
    let gap = match text.starts_with('`') || text.ends_with('`') {
        true => " ",
        false => "",
    };
    format!("{ticks}{gap}{text}{gap}{ticks}")
}

/// The label of a link definition, `[label]: target`.
pub(super) fn definition(line: &str) -> Option<&str> {
    let (label, target) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let is_target = is_safe_target(target.trim());
    (is_target && !label.is_empty() && !label.contains(['[', ']'])).then_some(label)
}

/// How many bytes at the start are a code span, if they are one.
pub(super) fn code_span_length(text: &str) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks > TICKS_LIMIT {
        return None;
    }
    let mut at = ticks;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            return Some(start + run);
        }
        at = start + run;
    }
    None
}

/// What to write, and how many bytes of the text it stands for.
type Step = Option<(String, usize)>;

fn escaped(text: &str) -> Step {
    let next = text[1..].chars().next()?;
    next.is_ascii_punctuation()
        .then(|| (text[..2].to_owned(), 2))
}

fn code_span(text: &str) -> Step {
    if let Some(length) = code_span_length(text) {
        return Some((text[..length].to_owned(), length));
    }
    let ticks = text.len() - text.trim_start_matches('`').len();
    Some(("\\`".repeat(ticks), ticks))
}

fn angle(text: &str) -> Step {
    let inside = &text[1..];
    let length = inside.find(|char: char| matches!(char, '<' | '>') || char.is_whitespace());
    if let Some(length) = length.filter(|length| inside[*length..].starts_with('>'))
        && is_url(&inside[..length])
    {
        let length = length + 2;
        return Some((text[..length].to_owned(), length));
    }
    let next = text[1..].chars().next()?;
    let is_tag = next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
    is_tag.then(|| ("\\<".to_owned(), 1))
}

/// Where brackets close, found in one pass: a text may consist of nothing but brackets.
struct Links<'d> {
    definitions: &'d BTreeSet<String>,
    /// The bracket that closes the one at a place.
    closing: HashMap<usize, usize>,
    /// Every `)`, in order.
    round: Vec<usize>,
    /// Every `]`, in order.
    square: Vec<usize>,
}

impl<'d> Links<'d> {
    fn of(text: &str, definitions: &'d BTreeSet<String>) -> Self {
        let mut links = Links {
            definitions,
            closing: HashMap::new(),
            round: Vec::new(),
            square: Vec::new(),
        };
        let mut open = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'[' => open.push(at),
                b')' => links.round.push(at),
                b']' => {
                    links.square.push(at);
                    if let Some(start) = open.pop() {
                        links.closing.insert(start, at);
                    }
                }
                _ => {}
            }
        }
        links
    }

    /// What the bracket at `start` is: a link to a URL or to a definition, or text.
    fn at(&self, text: &str, start: usize) -> Step {
        let link = self.link_end(text, start);
        Some(link.map_or_else(
            || ("\\[".to_owned(), 1),
            |end| (text[start..end].to_owned(), end - start),
        ))
    }

    fn link_end(&self, text: &str, start: usize) -> Option<usize> {
        let close = *self.closing.get(&start)?;
        if close - start > LABEL_LIMIT {
            return None;
        }
        let after = close + 1;
        let target = before(&self.round, text, after, "(", TARGET_LIMIT);
        if target.is_some_and(is_safe_target) {
            return target.map(|target| after + target.len() + 2);
        }
        let name = before(&self.square, text, after, "[", LABEL_LIMIT);
        match name.filter(|name| self.definitions.contains(*name)) {
            Some(name) => Some(after + name.len() + 2),
            None => {
                let inside = &text[start + 1..close];
                self.definitions.contains(inside).then_some(after)
            }
        }
    }
}

/// The text after `open`, if that is what there is at a place, and before the first of `ends`, if that is not too far.
fn before<'t>(
    ends: &[usize],
    text: &'t str,
    at: usize,
    open: &str,
    limit: usize,
) -> Option<&'t str> {
    let start = at + open.len();
    text[at..].starts_with(open).then_some(())?;
    let end = *ends.get(ends.partition_point(|end| *end < start))?;
    (end - start <= limit).then(|| &text[start..end])
}

/// A URL, or a place on the page. Anything else rustdoc would look up as the path of an item.
fn is_safe_target(target: &str) -> bool {
    !target.contains(char::is_whitespace) && (is_url(target) || target.starts_with('#'))
}

fn is_url(text: &str) -> bool {
    let is_scheme =
        |it: &str| !it.is_empty() && it.chars().all(|char| char.is_ascii_alphanumeric());
    text.starts_with("mailto:") || text.split_once("://").is_some_and(|(it, _)| is_scheme(it))
}

fn bare_url(text: &str) -> Step {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let stops = |char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | '`' | '\\');
    let length = text.find(stops).unwrap_or(text.len());
    let mut url = &text[..length];
    let opened = url.matches('(').count();
    let mut closed = url.matches(')').count();
    while let Some(last) = url.chars().next_back() {
        let belongs = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | ']' => false,
            ')' => opened >= closed,
            _ => true,
        };
        if belongs {
            break;
        }
        closed -= usize::from(last == ')');
        url = &url[..url.len() - last.len_utf8()];
    }
    (!host.is_empty() && url.len() > text.len() - host.len())
        .then(|| (format!("<{url}>"), url.len()))
}

#[cfg(test)]
mod tests {
    use super::escape;
    use std::collections::BTreeSet;

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        let cases = [
            ("a `Vec<T>` of [x]", "a `Vec<T>` of \\[x]"),
            (
                "[`Foo`] and [a](b) and a[0]",
                "\\[`Foo`] and \\[a](b) and a\\[0]",
            ),
            (
                "[site](https://example.org/a_b) [top](#top)",
                "[site](https://example.org/a_b) [top](#top)",
            ),
            (
                "a <tag> and </tag> and a < b, Vec<T>",
                "a \\<tag> and \\</tag> and a < b, Vec\\<T>",
            ),
            (
                "see https://example.org/a(b).",
                "see <https://example.org/a(b)>.",
            ),
            ("(see http://example.org)", "(see <http://example.org>)"),
            ("<https://example.org>", "<https://example.org>"),
            ("https:// alone", "https:// alone"),
            ("an open ` tick", "an open \\` tick"),
            ("``two` ticks", "\\`\\`two\\` ticks"),
            ("[x](self::y) [x](http)", "\\[x](self::y) \\[x](http)"),
            ("already \\[x] \\< fine", "already \\[x] \\< fine"),
            ("[doc] and [the text][doc]", "[doc] and [the text][doc]"),
            ("ends in \\", "ends in \\"),
            ("<https://a<b>", "\\<<https://a>\\<b>"),
            ("see http://a/b(c)).)", "see <http://a/b(c)>).)"),
            ("é[ä[doc]](#ö) ][", "é[ä[doc]](#ö) ]\\["),
        ];
        let definitions = BTreeSet::from(["doc".to_owned()]);
        for (text, expected) in cases {
            assert_eq!(escape(text, &definitions), expected);
        }
    }
}
