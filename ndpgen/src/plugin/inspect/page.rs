//! The layout of a page: headings, and rows whose labels are aligned below each heading. Must not know what it shows.

use anstyle::{AnsiColor, Style};

use super::super::finding::printable;

const HEADING: Style = Style::new().bold();
const LABEL: Style = AnsiColor::Cyan.on_default();

/// Labels above this width stand on their own, so that one long one does not push everything to the right.
const WIDEST: usize = 24;

/// A page that grows at its end.
#[derive(Debug, Default)]
pub(super) struct Page {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    heading: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
enum Row {
    Labelled { label: String, text: String },
    Line(String),
}

impl Page {
    pub(super) fn heading(&mut self, heading: &str) {
        self.parts.push(Part {
            heading: printable(heading),
            rows: Vec::new(),
        });
    }

    pub(super) fn row(&mut self, label: &str, text: &str) {
        self.push(Row::Labelled {
            label: printable(label),
            text: printable(text),
        });
    }

    /// A row without a label.
    pub(super) fn line(&mut self, text: &str) {
        self.push(Row::Line(printable(text)));
    }

    fn push(&mut self, row: Row) {
        if let Some(part) = self.parts.last_mut() {
            part.rows.push(row);
        }
    }

    /// The page with colours; whoever prints it takes them out where they are not wanted.
    pub(super) fn into_text(self) -> String {
        let parts: Vec<String> = self.parts.iter().map(Part::to_text).collect();
        parts.join("\n")
    }
}

impl Part {
    fn to_text(&self) -> String {
        let widths = self.rows.iter().filter_map(|row| match row {
            Row::Labelled { label, .. } => Some(width(label)),
            Row::Line(_) => None,
        });
        let column = widths.filter(|width| *width <= WIDEST).max();
        let column = column.unwrap_or_default();
        let heading = &self.heading;
        let mut text = format!("{HEADING}{heading}{HEADING:#}\n");
        for row in &self.rows {
            text.push_str(&row.to_text(column));
        }
        text
    }
}

impl Row {
    fn to_text(&self, column: usize) -> String {
        match self {
            Self::Line(text) => format!("  {text}\n"),
            Self::Labelled { label, text } if label.is_empty() => {
                format!("  {:column$}  {text}\n", "")
            }
            Self::Labelled { label, text } => {
                let (gap, indent) = match column.checked_sub(width(label)) {
                    Some(gap) => (gap, String::new()),
                    None => (0, format!("\n  {:column$}", "")),
                };
                format!("  {LABEL}{label}{LABEL:#}{:gap$}{indent}  {text}\n", "")
            }
        }
    }
}

/// In characters, which is what it is for all that people name things.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_aligned_below_each_heading_and_long_ones_stand_alone() {
        let mut page = Page::default();
        page.heading("One");
        page.row("a", "first");
        page.row("äöü", "second\u{1b}[31m");
        page.row("", "more");
        page.row(&"l".repeat(WIDEST + 1), "third");
        page.heading("Two");
        page.line("nothing");
        let text = anstream::adapter::strip_str(&page.into_text()).to_string();
        let long = "l".repeat(WIDEST + 1);
        let expected = format!(
            "One\n  a    first\n  äöü  second\u{fffd}[31m\n       more\n  {long}\n       third\n\nTwo\n  nothing\n"
        );
        assert_eq!(text, expected);
    }
}
