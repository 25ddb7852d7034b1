//! YAML (and so JSON) text to a tree of nodes that know their place. Knows nothing about schemas; builds without recursion, within limits.

mod build;
mod scalar;

use serde_yaml::granit_parser::{self as granit, ErrorKind, Parser, ScanError};

use crate::diag::{Code, Collector, Diagnostic};
use crate::source::{FileId, Source, Span, Spanned};

use build::{Builder, MAX_DEPTH};

/// Larger files are refused: the largest schema known has 20 KB.
pub const MAX_BYTES: usize = 1 << 20;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Span,
    pub kind: NodeKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    Null,
    Bool(bool),
    /// A plain number, as written: schemas have no use for its value.
    Number,
    Text(String),
    List(Vec<Node>),
    /// In order, every key once.
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: Spanned<String>,
    pub value: Node,
}

impl NodeKind {
    /// For messages: "expected text, found a list".
    pub fn describe(&self) -> &'static str {
        match self {
            NodeKind::Null => "nothing",
            NodeKind::Bool(_) => "a boolean",
            NodeKind::Number => "a number",
            NodeKind::Text(_) => "text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a mapping",
        }
    }
}

/// Reads one file. Duplicate keys are reported and left out; after any other mistake there is no tree.
pub fn parse(cx: &Collector, file: FileId, source: &Source) -> Option<Node> {
    build(cx, file, &source.text)
        .map_err(|stop| cx.report(*stop))
        .ok()
}

/// The mistake of a file beyond [`MAX_BYTES`], for those who can see that before reading it.
pub fn too_large_message() -> String {
    format!("the file is larger than {} KiB", MAX_BYTES >> 10)
}

/// What stops the reading of a file; boxed, since success is the usual case.
type Stop = Box<Diagnostic>;

fn build(cx: &Collector, file: FileId, text: &str) -> Result<Node, Stop> {
    if text.len() > MAX_BYTES {
        let beginning = Span::beginning(file);
        let error = Diagnostic::new(Code::FileTooLarge, beginning, too_large_message());
        return Err(Box::new(error.help("split it into several files")));
    }
    let options = granit::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder = Builder::new(cx, file);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| scan_error(file, text, &error))?;
        builder.event(event, span)?;
    }
    Ok(builder.root())
}

fn scan_error(file: FileId, text: &str, error: &ScanError) -> Stop {
    let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let span = Span {
        file,
        start,
        end: start,
    };
    Box::new(match error.kind() {
        ErrorKind::RecursionLimitExceeded => build::too_deep(span),
        ErrorKind::UnknownAnchor => {
            Diagnostic::new(Code::YamlSyntax, span, "the alias has no anchor before it")
                .help("write `&name` before the first value and `*name` where it is repeated")
        }
        kind => {
            let error = Diagnostic::new(Code::YamlSyntax, span, kind.to_string());
            match syntax_help(kind) {
                Some(help) => error.help(help),
                None => error,
            }
        }
    })
}

/// What usually lies behind the errors that people make most.
fn syntax_help(kind: &ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::MappingValueNotAllowed => Some("text with `: ` in it must be in quotes"),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation => Some("indent with spaces"),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            Some("keys of one mapping are indented alike")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            Some("inside single quotes, a quote is written twice")
        }
        // The parser's list of kinds is open, and most say enough.
        _ => None,
    }
}
