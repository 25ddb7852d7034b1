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
}

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
        Self {
            starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    /// The position of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.start(line);
        let before = text.get(start..offset).unwrap_or_default();
        Position {
            line,
            column: before.chars().count() + 1,
        }
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
