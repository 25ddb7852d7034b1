//! Source texts and places inside them. Knows no YAML and never touches the disk.

use serde::{Serialize, Serializer};

/// One schema file, already read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Relative to the schema folder, with forward slashes: `host/cache.yaml`.
    pub path: String,
    pub text: String,
}

/// The file name without folder and without its last extension: `host/cache.yaml` is `cache`.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        Some(_) | None => name,
    }
}

/// Index of a file in the list of sources that is being compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub usize);

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// For what a file says as a whole.
    pub const fn beginning(file: FileId) -> Self {
        Self {
            file,
            start: 0,
            end: 0,
        }
    }
}

/// A value and the place it was read from. Serializes as the value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// Where each line of a text begins, to find the line of a byte offset without reading the text again.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// The number of characters before each block of bytes: a file may be one long line.
    characters: Vec<usize>,
}

/// The bytes between two counts of characters.
const BLOCK: usize = 1 << 10;

/// A place as editors count it: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let after_breaks = text
            .bytes()
            .enumerate()
            .filter_map(|(at, byte)| (byte == b'\n').then_some(at + 1));
        let mut count = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            count += characters(block);
            count
        });
        Self {
            starts: std::iter::once(0).chain(after_breaks).collect(),
            characters: std::iter::once(0).chain(blocks).collect(),
        }
    }

    /// The position of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = |offset| self.characters_before(text, offset);
        Position {
            line,
            column: before(offset) - before(self.start(line)) + 1,
        }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.characters[block] + characters(&text.as_bytes()[block * BLOCK..offset])
    }

    /// The byte offset of the beginning of a line (counted from 1).
    pub fn start(&self, line: usize) -> usize {
        self.starts[line - 1]
    }

    /// The text of a line (counted from 1), without its line break.
    pub fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let start = self.start(line);
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        text.get(start..end)
            .unwrap_or_default()
            .trim_end_matches(['\n', '\r'])
    }
}

/// The characters that begin in some bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| (**byte as i8) >= -0x40;
    bytes.iter().filter(begins).count()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, LineIndex, Position};

    #[test]
    fn positions_count_lines_and_characters() {
        let text = format!("a\n{}b\r\nc", "ü".repeat(BLOCK));
        let lines = LineIndex::new(&text);
        let position = |byte| {
            let at = text.rfind(byte).expect("the byte is there");
            lines.position(&text, at)
        };
        let at = |line, column| Position { line, column };
        assert_eq!(position('a'), at(1, 1));
        assert_eq!(position('b'), at(2, BLOCK + 1));
        assert_eq!(position('c'), at(3, 1));
        assert_eq!(lines.position(&text, usize::MAX), at(3, 2));
        assert_eq!(lines.line(&text, 3), "c");
        assert_eq!(LineIndex::new("").position("", 0), at(1, 1));
    }
}
