//! YAML (and so JSON) text to a tree of nodes that know their place. Knows nothing about schemas; builds without recursion, within limits.

mod scalar;

use std::collections::HashMap;

use serde_yaml::granit_parser::{self as granit, ErrorKind, Event, Parser, ScanError};

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::source::{FileId, Source, Span, Spanned};

use scalar::{core_tag, scalar};

/// Larger files are refused: the largest schema known has 20 KB.
pub const MAX_BYTES: usize = 1 << 20;
/// Deeper nesting is refused, so that nothing after this stage can run out of stack.
const MAX_DEPTH: usize = 64;
/// What all aliases of a file may add to it. Counted like text: 16 bytes a node and its characters.
const MAX_ALIASED: usize = 4 << 20;

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
    match build(cx, file, &source.text) {
        Ok(root) => Some(root),
        Err(diagnostic) => {
            cx.report(diagnostic);
            None
        }
    }
}

/// The mistake of a file beyond [`MAX_BYTES`], for those who can see that before reading it.
pub fn too_large_message() -> String {
    format!("the file is larger than {} KiB", MAX_BYTES >> 10)
}

/// What stops the reading of a file; boxed, since success is the usual case.
type Stop = Box<Diagnostic>;

fn build(cx: &Collector, file: FileId, text: &str) -> Result<Node, Diagnostic> {
    let whole = Span {
        file,
        start: 0,
        end: 0,
    };
    if text.len() > MAX_BYTES {
        let error = Diagnostic::new(Code::FileTooLarge, whole, too_large_message());
        return Err(error.help("split it into several files"));
    }
    let options = granit::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder = Builder {
        cx,
        file,
        open: Vec::new(),
        anchors: HashMap::new(),
        aliased: 0,
        root: None,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| scan_error(file, text, &error))?;
        builder.event(event, span).map_err(|stop| *stop)?;
    }
    Ok(builder.root.unwrap_or(Node {
        span: whole,
        kind: NodeKind::Null,
    }))
}

fn scan_error(file: FileId, text: &str, error: &ScanError) -> Diagnostic {
    let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let span = Span {
        file,
        start,
        end: start,
    };
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(span),
        ErrorKind::UnknownAnchor => {
            Diagnostic::new(Code::YamlSyntax, span, "the alias has no anchor before it")
                .help("write `&name` before the first value and `*name` where it is repeated")
        }
        // The parser's list of kinds is open; all the others are plain syntax errors with a text.
        kind => Diagnostic::new(Code::YamlSyntax, span, kind.to_string()),
    }
}

fn too_deep(span: Span) -> Diagnostic {
    let message = format!("nested deeper than {MAX_DEPTH} levels");
    Diagnostic::new(Code::TooDeep, span, message).help("name the inner types under `components`")
}

/// A collection whose end has not come yet.
struct Open {
    anchor: usize,
    span: Span,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        seen: HashMap<String, Span>,
        /// The key whose value comes next.
        key: Option<Spanned<String>>,
    },
}

struct Builder<'c> {
    cx: &'c Collector,
    file: FileId,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    root: Option<Node>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: granit::Span) -> Result<(), Stop> {
        let place = self.span(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let kind = match self.awaits_key() {
                    true => NodeKind::Text(text.into_owned()),
                    false => scalar(&text, style, tag.as_deref(), place)?,
                };
                self.close(anchor, Node { span: place, kind })
            }
            Event::SequenceStart(_, anchor, tag) => {
                core_tag(tag.as_deref(), &["seq"], place)?;
                self.open(anchor, place, Content::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                core_tag(tag.as_deref(), &["map"], place)?;
                let (entries, seen) = (Vec::new(), HashMap::new());
                let key = None;
                self.open(anchor, place, Content::Map { entries, seen, key })
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            Event::Alias(anchor) => {
                let node = self.resolve(anchor, place)?;
                self.close(0, node)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                let message = "a second document in one file";
                stop(Diagnostic::new(Code::YamlSyntax, place, message).help("use one file each"))
            }
            // The parser's list of events is open; what is left are marks around the nodes.
            _ => Ok(()),
        }
    }

    fn span(&self, span: granit::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span {
            file: self.file,
            start: range.start,
            end: range.end,
        }
    }

    /// A key is text whatever it looks like: `on`, `null` and `1` are names, good or bad.
    fn awaits_key(&self) -> bool {
        match self.open.last().map(|open| &open.content) {
            Some(Content::Map { key, .. }) => key.is_none(),
            Some(Content::List(_)) | None => false,
        }
    }

    fn open(&mut self, anchor: usize, span: Span, content: Content) -> Result<(), Stop> {
        if self.open.len() >= MAX_DEPTH {
            return stop(too_deep(span));
        }
        self.open.push(Open {
            anchor,
            span,
            content,
        });
        Ok(())
    }

    fn end(&mut self, end: Span) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let kind = match open.content {
            Content::List(items) => NodeKind::List(items),
            Content::Map { entries, .. } => NodeKind::Map(entries),
        };
        let span = Span {
            end: end.end.max(open.span.end),
            ..open.span
        };
        self.close(open.anchor, Node { span, kind })
    }

    /// A node is complete: remember it for aliases and hand it to what contains it.
    fn close(&mut self, anchor: usize, node: Node) -> Result<(), Stop> {
        if anchor != 0 {
            self.charge(size(&node), node.span)?;
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map { key: slot, .. } if slot.is_none() => *slot = Some(key(node)?),
            Content::Map { entries, seen, key } => {
                let Some(key) = key.take() else { return Ok(()) };
                match seen.get(&key.value) {
                    Some(first) => self.cx.report(duplicate(&key, *first)),
                    None => {
                        seen.insert(key.value.clone(), key.span);
                        entries.push(Entry { key, value: node });
                    }
                }
            }
        }
        Ok(())
    }

    fn resolve(&mut self, anchor: usize, place: Span) -> Result<Node, Stop> {
        let Some(node) = self.anchors.get(&anchor) else {
            let message = "the alias stands inside its own anchor, so it never ends";
            let error = Diagnostic::new(Code::AliasExplosion, place, message);
            return Err(Box::new(error));
        };
        self.charge(size(node), place)?;
        Ok(self.anchors[&anchor].clone())
    }

    /// Counts what is copied for aliases, before it is copied.
    fn charge(&mut self, size: usize, place: Span) -> Result<(), Stop> {
        self.aliased += size;
        if self.aliased > MAX_ALIASED {
            let message = format!("aliases add more than {} MiB", MAX_ALIASED >> 20);
            return stop(Diagnostic::new(Code::AliasExplosion, place, message));
        }
        Ok(())
    }
}

fn stop(diagnostic: Diagnostic) -> Result<(), Stop> {
    Err(Box::new(diagnostic))
}

fn size(node: &Node) -> usize {
    let content = match &node.kind {
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number => 0,
        NodeKind::Text(text) => text.len(),
        NodeKind::List(items) => items.iter().map(size).sum(),
        NodeKind::Map(entries) => entries
            .iter()
            .map(|it| 16 + it.key.value.len() + size(&it.value))
            .sum(),
    };
    16 + content
}

fn key(node: Node) -> Result<Spanned<String>, Stop> {
    match node.kind {
        NodeKind::Text(value) => Ok(Spanned {
            value,
            span: node.span,
        }),
        kind => {
            let message = format!("expected text as key, found {}", kind.describe());
            Err(Box::new(Diagnostic::new(
                Code::YamlSyntax,
                node.span,
                message,
            )))
        }
    }
}

fn duplicate(key: &Spanned<String>, first: Span) -> Diagnostic {
    let message = format!("duplicate key {}", quote(&key.value));
    Diagnostic::new(Code::DuplicateKey, key.span, message).note("first used", first)
}
