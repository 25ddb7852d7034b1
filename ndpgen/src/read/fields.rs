//! Opening a mapping as a construct: unknown and missing keys are reported here, once, for all constructs, and values are read by kind.

use std::collections::HashSet;

use crate::diag::{self, Code, Collector, Diagnostic, quote};
use crate::keys::{Construct, Key, OUR_PREFIX, Value};
use crate::names::NameRule;
use crate::source::{Span, Spanned};
use crate::tree::{Entry, Node, NodeKind};

/// A mapping whose keys have been looked at.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t> {
    pub(super) construct: Construct,
    /// The key or list entry that the mapping belongs to.
    pub(super) owner: Span,
    entries: &'t [Entry],
}

/// Opens a mapping, or says that something else is there.
pub(super) fn open<'t>(
    cx: &Collector,
    construct: Construct,
    owner: Span,
    node: &'t Node,
) -> Option<Fields<'t>> {
    let entries = mapping(cx, construct.describe(), node)?;
    let fields = Fields {
        construct,
        owner,
        entries,
    };
    // A misspelt key is not missing as well.
    let mut meant = HashSet::new();
    for entry in entries {
        if construct.key(&entry.key.value).is_none() {
            let nearest = cx.nearest(&entry.key.value, construct.names());
            cx.report(unknown_key(construct, entry, nearest));
            meant.extend(nearest);
        }
    }
    for key in construct.keys() {
        if let Some(code) = key.missing
            && fields.entry(key.name).is_none()
            && !meant.contains(key.name)
        {
            cx.report(missing_key(construct, owner, key, code));
        }
    }
    Some(fields)
}

/// The entries of a mapping, whatever its keys.
pub(super) fn mapping<'t>(cx: &Collector, what: &str, node: &'t Node) -> Option<&'t [Entry]> {
    match &node.kind {
        NodeKind::Map(entries) => Some(entries),
        kind => {
            let expected = format!("{what} is a mapping");
            let error = wrong_type(&expected, node);
            cx.report(match kind {
                NodeKind::Null => error.help("write `{}` if there is nothing to say"),
                NodeKind::Bool(_)
                | NodeKind::Number
                | NodeKind::Text(_)
                | NodeKind::List(_)
                | NodeKind::Map(_) => error,
            });
            None
        }
    }
}

pub(super) fn wrong_type(expected: &str, node: &Node) -> Diagnostic {
    let message = format!("{expected}, found {}", node.kind.describe());
    Diagnostic::new(Code::WrongType, node.span, message)
}

fn unknown_key(construct: Construct, entry: &Entry, nearest: Option<&str>) -> Diagnostic {
    let Entry { key, value, .. } = entry;
    let name = key.value.as_str();
    let here = construct.describe();
    let mut homes = Construct::ALL
        .into_iter()
        .filter(|other| other.key(name).is_some())
        .map(Construct::describe)
        .peekable();
    if name.starts_with(OUR_PREFIX) && homes.peek().is_some() {
        let homes = homes.collect::<Vec<_>>().join(", ");
        let message = format!("{} has no effect on {here}", quote(name));
        return Diagnostic::new(Code::UselessKey, key.span, message)
            .help(format!("it belongs to {homes}"));
    }
    let message = format!("{here} has no key {}", quote(name));
    let help = match written_inline(construct, name, value) {
        Some(help) => help.to_owned(),
        None => diag::advise(nearest, "valid keys", construct.names()),
    };
    Diagnostic::new(Code::UnknownKey, key.span, message).help(help)
}

/// What to do with a type that is described where it is used, as JSON Schema and OpenAPI allow.
fn written_inline(construct: Construct, key: &str, value: &Node) -> Option<&'static str> {
    const NAMED: &str =
        "make it a named schema under `components.schemas` and refer to it with `$ref`";
    let is_list = match value.kind {
        NodeKind::List(_) => true,
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Number
        | NodeKind::Text(_)
        | NodeKind::Map(_) => false,
    };
    match key {
        "enum" | "properties" if construct.has_type() => Some(NAMED),
        "required" if construct.has_type() && is_list => Some(NAMED),
        "required" if construct == Construct::Property => {
            Some("list the name under the schema's `required`")
        }
        _ => None,
    }
}

fn missing_key(construct: Construct, owner: Span, key: &Key, code: Code) -> Diagnostic {
    let message = format!("{} needs {}", construct.describe(), quote(key.name));
    let help = match key.value {
        Value::OneOf(choice) => match choice.options().as_slice() {
            [only] => format!("write `{}: {only}`", key.name),
            options => diag::list("valid", options.iter().copied()),
        },
        Value::Text
        | Value::Words
        | Value::Flag
        | Value::Mark
        | Value::Since
        | Value::Permission
        | Value::Reference
        | Value::Name(_)
        | Value::Names
        | Value::One(_)
        | Value::List(_)
        | Value::Named(_) => format!("{}: {}", quote(key.name), key.doc),
    };
    Diagnostic::new(code, owner, message).help(help)
}

impl<'t> Fields<'t> {
    /// Nothing if the key is not there, and nothing if the construct has no such key.
    pub(super) fn entry(&self, name: &str) -> Option<&'t Entry> {
        self.construct.key(name)?;
        self.entries.iter().find(|entry| entry.key.value == name)
    }

    /// The place of the key, if it is there.
    pub(super) fn key(&self, name: &str) -> Option<Span> {
        self.entry(name).map(|entry| entry.key.span)
    }

    /// A list of texts.
    pub(super) fn texts(&self, cx: &Collector, name: &str) -> Option<Vec<Spanned<String>>> {
        let items = self.list(cx, name)?;
        let what = format!("an entry of {}", quote(name));
        let texts = items.iter().filter_map(|it| text(cx, &what, QUOTES, it));
        Some(texts.collect())
    }

    pub(super) fn list(&self, cx: &Collector, name: &str) -> Option<&'t [Node]> {
        let Entry { value: node, .. } = self.entry(name)?;
        match &node.kind {
            NodeKind::List(items) => Some(items),
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number
            | NodeKind::Text(_)
            | NodeKind::Map(_) => {
                let expected = format!("{} is a list", quote(name));
                cx.report(wrong_type(&expected, node));
                None
            }
        }
    }

    /// A mapping with names that the author chose; those that are no names are reported.
    pub(super) fn named<T>(
        &self,
        cx: &Collector,
        name: &str,
        read: impl Fn(&'t Entry) -> Option<T>,
    ) -> Vec<T> {
        let Some(entry) = self.entry(name) else {
            return Vec::new();
        };
        let entries = mapping(cx, &quote(name), &entry.value).unwrap_or_default();
        for Entry { key, .. } in entries {
            if let Some(mistake) = invalid_identifier(NameRule::Xtp, key) {
                cx.report(mistake);
            }
        }
        entries.iter().filter_map(read).collect()
    }
}

/// How to make a text of what YAML takes for a number or a flag.
pub(super) const QUOTES: &str = "put it in quotes";

/// A text; `help` is for what YAML takes for a number or a flag.
pub(super) fn text(cx: &Collector, what: &str, help: &str, node: &Node) -> Option<Spanned<String>> {
    match &node.kind {
        NodeKind::Text(value) => Some(Spanned {
            value: value.clone(),
            span: node.span,
        }),
        kind => {
            let error = wrong_type(&format!("{what} is text"), node);
            cx.report(match kind {
                NodeKind::Bool(_) | NodeKind::Number => error.help(help),
                NodeKind::Null | NodeKind::Text(_) | NodeKind::List(_) | NodeKind::Map(_) => error,
            });
            None
        }
    }
}

pub(super) fn invalid_identifier(rule: NameRule, text: &Spanned<String>) -> Option<Diagnostic> {
    if rule.accepts(&text.value) {
        return None;
    }
    let message = format!("{} cannot be a name here", quote(&text.value));
    let help = match rule.repair(&text.value) {
        Some(name) => format!("{}, such as {}", rule.explain(), quote(&name)),
        None => rule.explain().to_owned(),
    };
    Some(Diagnostic::new(Code::InvalidIdentifier, text.span, message).help(help))
}
