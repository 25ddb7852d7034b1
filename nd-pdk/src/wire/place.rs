//! Where in a JSON text something went wrong: `opts.items[3].score`.
//!
//! Works on the part of the text before that point, so neither reading nor writing has to keep track. Only for error messages.

/// The path of the value that begins or ends where `text` stops, relative to the whole; empty for the whole itself.
///
/// `text` must be the beginning of a well-formed JSON text.
pub(super) fn path(text: &[u8]) -> String {
    let mut open: Vec<Segment<'_>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        match byte {
            b'{' => open.push(Segment::Key(None)),
            b'[' => open.push(Segment::Index(0)),
            b'}' | b']' => {
                open.pop();
            }
            b',' => match open.last_mut() {
                Some(Segment::Key(key)) => *key = None,
                Some(Segment::Index(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let end = end_of_string(text, at + 1);
                // The first string of an entry is its key.
                if let Some(Segment::Key(key @ None)) = open.last_mut() {
                    *key = Some(&text[at + 1..end]);
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    display(&open)
}

/// The part of `text` before the place that the JSON library speaks of: it counts lines from 1 and bytes in a line.
pub(super) fn before(text: &[u8], line: usize, column: usize) -> &[u8] {
    let lines_before: usize = text
        .split_inclusive(|&byte| byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    &text[..text.len().min(lines_before + column)]
}

/// One level of nesting.
enum Segment<'a> {
    /// An object, and the key of the entry that is being read.
    Key(Option<&'a [u8]>),
    /// A list, and the element that is being read.
    Index(usize),
}

/// The closing quote of the string whose content starts at `start`, or the end of the text.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at.min(text.len())
}

fn display(segments: &[Segment<'_>]) -> String {
    let mut path = String::new();
    for segment in segments {
        match segment {
            Segment::Key(None) => {}
            Segment::Key(Some(key)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&String::from_utf8_lossy(key));
            }
            Segment::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_value_that_comes_next() {
        assert_eq!(path(br#""#), "");
        assert_eq!(path(br#"{"a":"#), "a");
        assert_eq!(path(br#"{"a":{"b":[{"c":1},{"c":"#), "a.b[1].c");
        assert_eq!(path(br#"[[],["#), "[1][0]");
    }

    #[test]
    fn names_the_value_just_read() {
        assert_eq!(path(br#"{"a":1,"b":"text""#), "b");
        assert_eq!(path(br#"{"a":[1,2"#), "a[1]");
    }

    #[test]
    fn braces_and_quotes_in_strings_are_text() {
        assert_eq!(path(br#"{"a{[":"]\"},","b":"#), "b");
        assert_eq!(path(br#"{"a\\":"#), r"a\\");
        assert_eq!(path(br#"{"open"#), "open");
    }

    #[test]
    fn cuts_at_line_and_column() {
        assert_eq!(before(b"abc", 1, 2), b"ab");
        assert_eq!(before(b"ab\ncd\nef", 2, 1), b"ab\nc");
        assert_eq!(before(b"ab", 9, 9), b"ab");
        assert_eq!(before(b"ab", 0, 0), b"");
    }
}
