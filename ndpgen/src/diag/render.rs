//! How a report looks on a terminal: code, message, place, source line, carets, help. Decides nothing about schemas.

use std::collections::HashSet;
use std::fmt::{self, Display, Formatter};

use crate::source::{LineIndex, Position};

use super::{Finding, Report, Snippet};

/// A source line is cut to this many characters around the mistake.
const LINE_WIDTH: usize = 120;

/// Without a line break at the end, like any other error.
impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for finding in self.findings() {
            writeln!(f, "{finding}")?;
        }
        let errors = self.findings().len();
        let paths: HashSet<&str> = self.findings().iter().map(|it| it.path.as_str()).collect();
        let (errors, files) = (plural(errors, "error"), plural(paths.len(), "file"));
        write!(f, "{errors} in {files}; nothing was written")
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "error[{}]: {}", self.code, self.message)?;
        match &self.snippet {
            Some(Snippet { position, .. }) => {
                let Position { line, column } = position;
                writeln!(f, "  --> {}:{line}:{column}", self.path)?;
            }
            None => writeln!(f, "  --> {}", self.path)?,
        }
        match (&self.snippet, &self.help) {
            (Some(snippet), Some(help)) => snippet.write(f, &format!(" help: {help}"))?,
            (Some(snippet), None) => snippet.write(f, "")?,
            (None, Some(help)) => writeln!(f, "   = help: {help}")?,
            (None, None) => {}
        }
        self.notes
            .iter()
            .try_for_each(|note| writeln!(f, "   = note: {note}"))
    }
}

impl Snippet {
    /// Cuts the surroundings of a place out of its line, which may be as long as the file.
    pub fn new(lines: &LineIndex, text: &str, start: usize, end: usize) -> Self {
        let position = lines.position(text, start);
        let line = lines.line(text, position.line);
        let marked = text.get(start..end).unwrap_or_default();
        let marked = marked.lines().next().unwrap_or_default();
        let (before, after) = line
            .split_at_checked(start - lines.start(position.line))
            .unwrap_or((line, ""));
        let cut = before.char_indices().rev().nth(LINE_WIDTH / 2);
        let (ellipsis, before) = match cut {
            Some((at, _)) => ("…", &before[at..]),
            None => ("", before),
        };
        let window = ellipsis.chars().chain(before.chars());
        let indent = window.clone().count();
        let rest = after.chars().take(LINE_WIDTH - indent);
        let carets = marked.chars().take(LINE_WIDTH - indent).count();
        Self {
            position,
            carets: carets.clamp(1, rest.clone().count().max(1)),
            line: window.chain(rest).map(printable).collect(),
            indent,
        }
    }

    /// The line and, below it, what is marked, with a label behind it.
    pub fn write(&self, f: &mut Formatter<'_>, label: &str) -> fmt::Result {
        let (indent, carets) = (" ".repeat(self.indent), "^".repeat(self.carets));
        writeln!(f, "{}", format!("   | {}", self.line).trim_end())?;
        writeln!(f, "   | {indent}{carets}{label}")
    }
}

/// One column for every character, and no control of the terminal by a schema file.
fn printable(char: char) -> char {
    match char {
        '\t' => ' ',
        char if char.is_control() => char::REPLACEMENT_CHARACTER,
        char => char,
    }
}

/// "1 error", "2 errors".
pub fn plural(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
