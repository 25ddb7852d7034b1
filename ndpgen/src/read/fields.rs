//! Opening a mapping as a construct: unknown and missing keys are reported here, once, for all constructs, and values are read by kind.

use crate::diag::{self, Code, Collector, Diagnostic, quote};
use crate::keys::{Construct, Key, OUR_PREFIX, REF_PREFIX, Value};
use crate::model::Version;
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
    for entry in entries {
        if construct.key(&entry.key.value).is_none() {
            cx.report(unknown_key(construct, &entry.key));
        }
    }
    for key in construct.keys() {
        if let Some(code) = key.missing
            && fields.entry(key.name).is_none()
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

fn unknown_key(construct: Construct, key: &Spanned<String>) -> Diagnostic {
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
    Diagnostic::new(Code::UnknownKey, key.span, message).help(diag::choose(
        name,
        "valid keys",
        construct.names(),
    ))
}

fn missing_key(construct: Construct, owner: Span, key: &Key, code: Code) -> Diagnostic {
    let message = format!("{} needs {}", construct.describe(), quote(key.name));
    Diagnostic::new(code, owner, message).help(key.doc)
}

impl<'t> Fields<'t> {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Nothing if the key is not there, and nothing if the construct has no such key.
    pub(super) fn entry(&self, name: &str) -> Option<&'t Entry> {
        self.construct.key(name)?;
        self.entries.iter().find(|entry| entry.key.value == name)
    }

    /// The place of the key, if it is there.
    pub(super) fn key(&self, name: &str) -> Option<Span> {
        self.entry(name).map(|entry| entry.key.span)
    }

    /// A text, if there is one and it is what the key's table asks for.
    pub(super) fn text(&self, cx: &Collector, name: &str) -> Option<Spanned<String>> {
        let entry = self.entry(name)?;
        let text = text(cx, &quote(name), &entry.value)?;
        let key = self.construct.key(name)?;
        let mistake = match key.value {
            Value::Name(rule) => invalid_identifier(rule, &text),
            Value::Words => text.value.trim().is_empty().then(|| empty(key, text.span)),
            Value::Text
            | Value::Flag
            | Value::Mark
            | Value::Since
            | Value::Permission
            | Value::Reference
            | Value::OneOf(_)
            | Value::Names
            | Value::One(_)
            | Value::List(_)
            | Value::Named(_) => None,
        };
        match mistake {
            Some(mistake) => {
                cx.report(mistake);
                None
            }
            None => Some(text),
        }
    }

    /// One of the texts of a table, as what it means.
    pub(super) fn one_of<T: Copy>(
        &self,
        cx: &Collector,
        name: &str,
        table: &[(&'static str, T)],
        code: Code,
    ) -> Option<Spanned<T>> {
        let Spanned { value: text, span } = self.text(cx, name)?;
        let found = table.iter().find(|(option, _)| *option == text);
        if found.is_none() {
            let message = format!("unknown {}: {}", quote(name), quote(&text));
            let options = table.iter().map(|(option, _)| *option);
            let help = diag::choose(&text, "valid", options);
            cx.report(Diagnostic::new(code, span, message).help(help));
        }
        found.map(|(_, value)| Spanned {
            value: *value,
            span,
        })
    }

    pub(super) fn flag(&self, cx: &Collector, name: &str) -> Option<Spanned<bool>> {
        let Entry { value: node, .. } = self.entry(name)?;
        match node.kind {
            NodeKind::Bool(value) => Some(Spanned {
                value,
                span: node.span,
            }),
            NodeKind::Null
            | NodeKind::Number
            | NodeKind::Text(_)
            | NodeKind::List(_)
            | NodeKind::Map(_) => {
                let expected = format!("{} is `true` or `false`", quote(name));
                cx.report(wrong_type(&expected, node));
                None
            }
        }
    }

    /// The place of a key that can only say `true`.
    pub(super) fn mark(&self, cx: &Collector, name: &str) -> Option<Span> {
        let flag = self.flag(cx, name)?;
        if !flag.value {
            let message = format!("{} has no effect when it is `false`", quote(name));
            let error = Diagnostic::new(Code::UselessKey, flag.span, message);
            cx.report(error.help("leave the key out"));
            return None;
        }
        self.key(name)
    }

    pub(super) fn since(&self, cx: &Collector, name: &str) -> Option<Spanned<Version>> {
        let Spanned { value: text, span } = self.text(cx, name)?;
        let version = version(&text);
        if version.is_none() {
            let message = format!("{} is no version of Navidrome", quote(&text));
            let error = Diagnostic::new(Code::InvalidSince, span, message);
            cx.report(error.help("versions are written as `v0.60.0`"));
        }
        version.map(|value| Spanned { value, span })
    }

    /// A `$ref`, as the name it refers to.
    pub(super) fn reference(&self, cx: &Collector, name: &str) -> Option<Spanned<String>> {
        let Spanned { value: text, span } = self.text(cx, name)?;
        match text.strip_prefix(REF_PREFIX) {
            Some(name) if NameRule::Xtp.accepts(name) => Some(Spanned {
                value: name.to_owned(),
                span,
            }),
            Some(_) | None => {
                let message = format!("{} does not refer to a schema", quote(&text));
                let error = Diagnostic::new(Code::MalformedRef, span, message);
                cx.report(error.help(format!("references are written as `{REF_PREFIX}NAME`")));
                None
            }
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self, cx: &Collector, name: &str) -> Option<Vec<Spanned<String>>> {
        let items = self.list(cx, name)?;
        let what = format!("an entry of {}", quote(name));
        Some(items.iter().filter_map(|it| text(cx, &what, it)).collect())
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

fn text(cx: &Collector, what: &str, node: &Node) -> Option<Spanned<String>> {
    match &node.kind {
        NodeKind::Text(value) => Some(Spanned {
            value: value.clone(),
            span: node.span,
        }),
        kind => {
            let error = wrong_type(&format!("{what} is text"), node);
            cx.report(match kind {
                NodeKind::Bool(_) | NodeKind::Number => error.help("put it in quotes"),
                NodeKind::Null | NodeKind::Text(_) | NodeKind::List(_) | NodeKind::Map(_) => error,
            });
            None
        }
    }
}

pub(super) fn invalid_identifier(rule: NameRule, text: &Spanned<String>) -> Option<Diagnostic> {
    let message = || format!("{} cannot be a name here", quote(&text.value));
    let error = || Diagnostic::new(Code::InvalidIdentifier, text.span, message());
    (!rule.accepts(&text.value)).then(|| error().help(rule.explain()))
}

fn empty(key: &Key, span: Span) -> Diagnostic {
    let name = quote(key.name);
    match key.missing {
        Some(_) => Diagnostic::new(Code::EmptyValue, span, format!("{name} is empty")),
        None => {
            let message = format!("{name} has no effect when it is empty");
            Diagnostic::new(Code::UselessKey, span, message).help("leave the key out")
        }
    }
}

/// `vX.Y.Z`, nothing else.
fn version(text: &str) -> Option<Version> {
    let numbers = text.strip_prefix('v')?;
    let mut parts = numbers.split('.').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    });
    let version = Version {
        major: parts.next()??,
        minor: parts.next()??,
        patch: parts.next()??,
    };
    parts.next().is_none().then_some(version)
}
