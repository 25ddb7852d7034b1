//! Diagnostics: collecting all mistakes of a stage, and the report that shows them. The rules themselves live in the stages.

mod code;
mod render;
mod suggest;

use std::cell::{Cell, RefCell};

pub use code::Code;
pub use render::plural;
pub use suggest::{advise, list, nearest, quote};

use crate::source::{LineIndex, Position, Source, Span};

/// One mistake in the schemas.
#[derive(Debug)]
pub struct Diagnostic {
    code: Code,
    span: Span,
    message: String,
    help: Option<String>,
    notes: Vec<(String, Span)>,
}

impl Diagnostic {
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            help: None,
            notes: Vec::new(),
        }
    }

    /// What would be right.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another place that has to do with it.
    pub fn note(mut self, note: impl Into<String>, span: Span) -> Self {
        self.notes.push((note.into(), span));
        self
    }
}

/// After so many searches for the nearest name nobody reads on, and each takes its time.
const SEARCHES: usize = 1_000;

/// Takes the diagnostics of one stage.
///
/// Only [`stage`] makes and ends one, so what was reported cannot be forgotten.
#[derive(Debug)]
pub struct Collector {
    found: RefCell<Vec<Diagnostic>>,
    searches: Cell<usize>,
}

impl Collector {
    /// [`advise`], after a search for the nearest option.
    pub fn choose<'o>(
        &self,
        given: &str,
        what: &str,
        options: impl Iterator<Item = &'o str> + Clone,
    ) -> String {
        let nearest = self.nearest(given, options.clone());
        advise(nearest, what, options)
    }

    /// The option that differs least from what was written, if the difference looks like a slip.
    pub fn nearest<'o>(
        &self,
        given: &str,
        options: impl Iterator<Item = &'o str>,
    ) -> Option<&'o str> {
        let left = self.searches.get().checked_sub(1)?;
        self.searches.set(left);
        nearest(given, options)
    }

    pub fn report(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }
}

/// Runs one stage over the sources. What it returns counts only if it reported nothing.
///
/// # Errors
///
/// Everything that was reported.
pub fn stage<T>(sources: &[Source], run: impl FnOnce(&Collector) -> T) -> Result<T, Report> {
    let collector = Collector {
        found: RefCell::default(),
        searches: Cell::new(SEARCHES),
    };
    let done = run(&collector);
    let found = collector.found.into_inner();
    match found.is_empty() {
        true => Ok(done),
        false => Err(Report::new(locate(sources, found))),
    }
}

/// A mistake with everything needed to show it.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    /// Of a file or folder, as the user knows it.
    pub path: String,
    pub message: String,
    pub help: Option<String>,
    snippet: Option<Snippet>,
    notes: Vec<String>,
}

impl Finding {
    /// A mistake of a whole file or folder.
    pub fn of_file(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            path: path.into(),
            message: message.into(),
            help: None,
            snippet: None,
            notes: Vec::new(),
        }
    }

    /// What to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line and column, unless the mistake is one of the whole file.
    pub fn position(&self) -> Option<Position> {
        self.snippet.as_ref().map(|snippet| snippet.position)
    }
}

/// The line a mistake is on.
#[derive(Debug, PartialEq, Eq)]
pub struct Snippet {
    pub position: Position,
    line: String,
    indent: usize,
    carets: usize,
}

/// All mistakes of a stage, in order of file and position. `Display` is what the user sees.
#[derive(Debug)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Sorts the findings; a mistake seen twice, as through two aliases of one place, is shown once.
    pub fn new(mut findings: Vec<Finding>) -> Self {
        let key = |it: &Finding| (it.path.clone(), it.position(), it.code, it.message.clone());
        findings.sort_by_cached_key(key);
        findings.dedup();
        Self { findings }
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl std::error::Error for Report {}

/// Turns byte ranges into lines and columns.
fn locate(sources: &[Source], diagnostics: Vec<Diagnostic>) -> Vec<Finding> {
    let mut lines: Vec<Option<LineIndex>> = sources.iter().map(|_| None).collect();
    let mut snippet = |span: Span| {
        let text = &sources[span.file.0].text;
        let lines = lines[span.file.0].get_or_insert_with(|| LineIndex::new(text));
        Snippet::new(lines, text, span.start, span.end)
    };
    let path = |span: Span| sources[span.file.0].path.as_str();
    let mut locate_one = |it: Diagnostic| Finding {
        code: it.code,
        path: path(it.span).to_owned(),
        message: it.message,
        help: it.help,
        snippet: Some(snippet(it.span)),
        notes: it
            .notes
            .into_iter()
            .map(|(note, span)| {
                let Position { line, column } = snippet(span).position;
                format!("{note} at {}:{line}:{column}", path(span))
            })
            .collect(),
    };
    diagnostics.into_iter().map(&mut locate_one).collect()
}
