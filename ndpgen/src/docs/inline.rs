//! Text inside a paragraph: what rustdoc would take for a link, a tag or an unfinished code span is escaped, bare URLs become links.

use std::collections::BTreeSet;

/// The longest label of a link that Markdown knows.
const LABEL_LIMIT: usize = 999;

/// The text for rustdoc. `definitions` are the labels that the description defines as links.
pub(super) fn escape(text: &str, definitions: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (written, read) = match first {
            '\\' => escaped(rest),
            '`' => code_span(rest),
            '<' => angle(rest),
            '[' => bracket(rest, definitions),
            'h' if !out.ends_with(|char: char| char.is_alphanumeric()) => bare_url(rest),
            _ => None,
        }
        .unwrap_or_else(|| (first.to_string(), first.len_utf8()));
        out.push_str(&written);
        rest = &rest[read..];
    }
    out
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
    let end = text.find(|char: char| char == '>' || char.is_whitespace());
    if let Some(end) = end.filter(|end| text[*end..].starts_with('>'))
        && is_url(&text[1..end])
    {
        return Some((text[..=end].to_owned(), end + 1));
    }
    let next = text[1..].chars().next()?;
    let is_tag = next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
    is_tag.then(|| ("\\<".to_owned(), 1))
}

fn bracket(text: &str, definitions: &BTreeSet<String>) -> Step {
    if let Some(label) = label_length(text) {
        let (inside, after) = (&text[1..label - 1], &text[label..]);
        if let Some(target) = after
            .strip_prefix('(')
            .and_then(|after| after.split_once(')'))
            && is_safe_target(target.0)
        {
            let length = label + target.0.len() + 2;
            return Some((text[..length].to_owned(), length));
        }
        let reference = after
            .strip_prefix('[')
            .and_then(|after| after.split_once(']'));
        match reference {
            Some((name, _)) if definitions.contains(name) => {
                let length = label + name.len() + 2;
                return Some((text[..length].to_owned(), length));
            }
            _ if definitions.contains(inside) => {
                return Some((text[..label].to_owned(), label));
            }
            _ => {}
        }
    }
    Some(("\\[".to_owned(), 1))
}

/// Bytes up to and with the bracket that closes the first one.
fn label_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, char) in text.char_indices().take(LABEL_LIMIT) {
        match char {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
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
    let is_closed = |url: &str| url.matches('(').count() >= url.matches(')').count();
    let mut url = &text[..length];
    while let Some(last) = url.chars().next_back() {
        let belongs = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | ']' => false,
            ')' => is_closed(url),
            _ => true,
        };
        if belongs {
            break;
        }
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
        ];
        let definitions = BTreeSet::from(["doc".to_owned()]);
        for (text, expected) in cases {
            assert_eq!(escape(text, &definitions), expected);
        }
    }
}
