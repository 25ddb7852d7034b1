//! Descriptions as lines: paragraphs and list items are filled, code and tables keep their lines, code without a language is no Rust.

use super::fence::{Fence, fence_of, language};
use super::inline::{code_span_length, definition, escape};
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec::IntoIter;

/// Columns of text: with `    /// ` before it, a line of documentation ends at column 100.
const WIDTH: usize = 92;

/// The lines of a description.
pub(super) fn tidy(markdown: &str) -> Vec<String> {
    let lines: Vec<String> = markdown.lines().map(clean).collect();
    let definitions = lines
        .iter()
        .filter_map(|line| definition(line))
        .map(str::to_owned);
    let mut page = Page {
        definitions: definitions.collect(),
        lines: Vec::new(),
        list_content: 0,
    };
    let mut rest = lines.into_iter().peekable();
    while let Some(line) = rest.next() {
        page.block(&line, &mut rest);
    }
    while page.lines.last().is_some_and(String::is_empty) {
        page.lines.pop();
    }
    page.lines
}

/// Index of the first heading, or the number of lines.
pub(super) fn first_heading(lines: &[String]) -> usize {
    let mut fence = None;
    for (at, line) in lines.iter().enumerate() {
        match (&fence, fence_of(line)) {
            (None, None) if is_heading(line) => return at,
            (None, opened) => fence = opened,
            (Some(open), Some(close)) if close.closes(open) => fence = None,
            (Some(_), _) => {}
        }
    }
    lines.len()
}

/// Without what source text must not hold: tabs, other control characters, and those that reverse the direction of text.
pub(super) fn clean(line: &str) -> String {
    let is_forbidden = |char: char| {
        char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = line
        .replace('\t', "    ")
        .chars()
        .filter(|char| !is_forbidden(*char))
        .collect();
    text.trim_end().to_owned()
}

struct Page {
    definitions: BTreeSet<String>,
    lines: Vec<String>,
    /// Column at which the text of the current list item starts; 0 outside of lists.
    list_content: usize,
}

type Rest = Peekable<IntoIter<String>>;

impl Page {
    /// The block that starts with `line`, together with the lines that belong to it.
    fn block(&mut self, line: &str, rest: &mut Rest) {
        let indent = line.len() - line.trim_start().len();
        let after_blank = self.lines.last().is_none_or(String::is_empty);
        if line.is_empty() {
            if !after_blank {
                self.lines.push(String::new());
            }
            return;
        }
        if after_blank && indent < self.list_content && item_content(line).is_none() {
            self.list_content = 0;
        }
        if let Some(fence) = fence_of(line) {
            self.fenced(&fence, rest);
        } else if after_blank && indent >= self.list_content + 4 {
            self.indented(line, indent, rest);
        } else if definition(line).is_some() {
            self.lines.push(line.to_owned());
        } else if stands_alone(line) {
            self.lines.push(escape(line, &self.definitions));
        } else if let Some(content) = item_content(line) {
            self.list_content = content;
            let (marker, text) = line.split_at(content);
            self.paragraph(marker, text, rest);
        } else {
            let pad = " ".repeat(if after_blank { self.list_content } else { 0 });
            self.paragraph(&pad, line.trim_start(), rest);
        }
    }

    fn fenced(&mut self, fence: &Fence, rest: &mut Rest) {
        let Fence { indent, mark, info } = fence;
        let pad = " ".repeat(*indent);
        self.lines.push(format!("{pad}{mark}{}", language(info)));
        for line in rest.by_ref() {
            if fence_of(&line).is_some_and(|close| close.closes(fence)) {
                break;
            }
            self.lines.push(line);
        }
        self.lines.push(format!("{pad}{mark}"));
    }

    /// Code by indentation, which rustdoc would compile as Rust.
    fn indented(&mut self, first: &str, indent: usize, rest: &mut Rest) {
        let pad = " ".repeat(self.list_content);
        self.lines.push(format!("{pad}```text"));
        self.lines.push(format!("{pad}{}", &first[indent..]));
        let is_code = |line: &String| line.starts_with(&" ".repeat(indent));
        while let Some(line) = rest.next_if(is_code) {
            self.lines.push(format!("{pad}{}", &line[indent..]));
        }
        self.lines.push(format!("{pad}```"));
    }

    fn paragraph(&mut self, marker: &str, text: &str, rest: &mut Rest) {
        let mut text = text.to_owned();
        while let Some(line) = rest.next_if(|line| continues_paragraph(line)) {
            text.push(' ');
            text.push_str(line.trim_start());
        }
        self.lines
            .extend(fill(marker, &escape(&text, &self.definitions)));
    }
}

fn continues_paragraph(line: &str) -> bool {
    !line.is_empty()
        && fence_of(line).is_none()
        && !stands_alone(line)
        && item_content(line).is_none()
}

/// Headings, rules, quotes, tables: lines that mean something as lines.
fn stands_alone(line: &str) -> bool {
    let text = line.trim_start();
    let is_rule =
        |mark: char| text.len() >= 3 && text.chars().all(|char| char == mark || char == ' ');
    is_heading(line)
        || text.starts_with(['>', '|'])
        || ['-', '*', '_', '='].into_iter().any(is_rule)
}

fn is_heading(line: &str) -> bool {
    let level = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&level) && line[level..].starts_with(' ')
}

/// Column at which the text of a list item starts.
fn item_content(line: &str) -> Option<usize> {
    let text = line.trim_start();
    let number = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let marker = match (text.len() - number.len(), number.chars().next()?) {
        (0, '-' | '*' | '+') => 1,
        (digits @ 1..=9, '.' | ')') => digits + 1,
        _ => return None,
    };
    let content = text[marker..].trim_start();
    let has_gap = content.len() < text.len() - marker;
    (has_gap && !content.is_empty()).then(|| line.len() - content.len())
}

/// Words in lines of at most [`WIDTH`] columns. What would start a block of its own never starts a line.
pub(super) fn fill(marker: &str, text: &str) -> Vec<String> {
    let pad = " ".repeat(marker.len());
    let mut lines = vec![marker.to_owned()];
    let mut columns = marker.len();
    for (position, word) in words(text).into_iter().enumerate() {
        let width = word.chars().count();
        let Some(line) = lines.last_mut() else {
            continue;
        };
        if position > 0 && columns + 1 + width > WIDTH && !starts_block(word) {
            lines.push(format!("{pad}{word}"));
            columns = marker.len() + width;
        } else {
            let gap = if position > 0 { " " } else { "" };
            line.push_str(gap);
            line.push_str(word);
            columns += gap.len() + width;
        }
    }
    lines
}

fn starts_block(word: &str) -> bool {
    let is_item = item_content(&format!("{word} x")).is_some();
    is_item
        || word.starts_with(['#', '>', '|', '=', '~', '-', '+', '*', '_'])
        || fence_of(word).is_some()
}

/// Split at spaces, except those in code spans.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['`', ' ', '\\']) {
        at += found;
        if text[at..].starts_with(' ') {
            words.push(&text[start..at]);
            start = at + 1;
            at += 1;
        } else if text[at..].starts_with('\\') {
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
        } else {
            at += code_span_length(&text[at..]).unwrap_or(1);
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, tidy};

    #[test]
    fn code_without_a_language_is_no_rust() {
        let text = "Before\n```\nlet x = [1];\n```\n\n    indented <code>\n      more\n\nAfter\n~~~json\n{\"a\": 1}\n~~~";
        let expected = "Before\n```text\nlet x = [1];\n```\n\n```text\nindented <code>\n  more\n```\n\nAfter\n~~~json\n{\"a\": 1}\n~~~";
        assert_eq!(tidy(text).join("\n"), expected);
    }

    #[test]
    fn an_open_code_block_is_closed() {
        assert_eq!(tidy("```sh\nls"), ["```sh", "ls", "```"]);
    }

    #[test]
    fn paragraphs_are_filled_and_continue_under_their_item() {
        let words = "word ".repeat(40);
        let lines = tidy(&format!(
            "{words}\n\n- {words}\nlazy\n  * nested\n1. one\n\n   second"
        ));
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
        let text = lines.join("\n");
        assert!(text.contains("\n\n- word"), "{text}");
        assert!(text.contains("\n  word word"), "{text}");
        assert!(
            text.ends_with("word lazy\n  * nested\n1. one\n\n   second"),
            "{text}"
        );
    }

    #[test]
    fn a_filled_line_never_starts_a_block() {
        let text = format!("{} - not an item", "x".repeat(WIDTH - 1));
        assert_eq!(tidy(&text).len(), 2);
        assert!(!tidy(&text)[1].starts_with('-'));
    }

    #[test]
    fn forbidden_characters_go() {
        assert_eq!(tidy("a\u{202e}b\rc\u{0}\td"), ["abc d"]);
        assert_eq!(tidy("\n\n"), Vec::<String>::new());
    }
}
