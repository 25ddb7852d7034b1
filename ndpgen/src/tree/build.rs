//! From parser events to nodes: collections under construction, anchors and aliases, and the limits on depth and aliases. No recursion over the
//! input.

use std::collections::HashMap;

use serde_yaml::granit_parser::{self as granit, Event};

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::source::{FileId, Span, Spanned};

use super::scalar::{core_tag, scalar};
use super::{Entry, Node, NodeKind, Stop};

/// Deeper nesting is refused, so that nothing after this stage can run out of stack.
pub(super) const MAX_DEPTH: usize = 64;
/// What all aliases of a file may add to it. Counted like text: 16 bytes a node and its characters.
const MAX_ALIASED: usize = 4 << 20;

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

/// What an alias stands for.
struct Anchored {
    node: Node,
    height: usize,
}

pub(super) struct Builder<'c> {
    cx: &'c Collector,
    file: FileId,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    aliased: usize,
    root: Option<Node>,
}

impl<'c> Builder<'c> {
    pub(super) fn new(cx: &'c Collector, file: FileId) -> Self {
        Self {
            cx,
            file,
            open: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
            root: None,
        }
    }

    /// The tree, once all events are in. A file without content is `null`.
    pub(super) fn root(self) -> Node {
        self.root.unwrap_or(Node {
            span: Span::beginning(self.file),
            kind: NodeKind::Null,
        })
    }

    pub(super) fn event(&mut self, event: Event<'_>, span: granit::Span) -> Result<(), Stop> {
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
            let (node, height) = (node.clone(), height(&node));
            self.anchors.insert(anchor, Anchored { node, height });
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
        let Some(Anchored { node, height }) = self.anchors.get(&anchor) else {
            let message = "the alias stands inside its own anchor, so it never ends";
            let error = Diagnostic::new(Code::AliasExplosion, place, message);
            return Err(Box::new(error));
        };
        // An alias is one event, whatever is nested inside.
        if self.open.len() + height > MAX_DEPTH {
            return Err(Box::new(too_deep(place)));
        }
        self.charge(size(node), place)?;
        Ok(self.anchors[&anchor].node.clone())
    }

    /// Counts what is copied for aliases, before it is copied.
    fn charge(&mut self, size: usize, place: Span) -> Result<(), Stop> {
        self.aliased += size;
        if self.aliased > MAX_ALIASED {
            let message = format!("aliases add more than {} MiB", MAX_ALIASED >> 20);
            let error = Diagnostic::new(Code::AliasExplosion, place, message);
            return stop(error.help("write out what is repeated, or name it under `components`"));
        }
        Ok(())
    }
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("nested deeper than {MAX_DEPTH} levels");
    Diagnostic::new(Code::TooDeep, span, message).help("name the inner types under `components`")
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

/// How many collections are inside each other, the node included.
fn height(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number | NodeKind::Text(_) => 0,
        NodeKind::List(items) => 1 + items.iter().map(height).max().unwrap_or(0),
        NodeKind::Map(entries) => {
            let values = entries.iter().map(|it| height(&it.value));
            1 + values.max().unwrap_or(0)
        }
    }
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
