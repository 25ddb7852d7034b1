//! Reading the single values of a construct: texts, flags, versions, references. What a text must look like is in the tables.

use crate::diag::{self, Code, Collector, Diagnostic, quote};
use crate::keys::{FORMATS, Key, REF_PREFIX, Value};
use crate::model::Version;
use crate::names::NameRule;
use crate::source::{Span, Spanned};
use crate::tree::{Entry, NodeKind};

use super::fields::{Fields, QUOTES, invalid_identifier, text, wrong_type};

/// How a version is written.
const VERSIONS: &str = "versions are written as `v0.60.0`";

impl Fields<'_> {
    /// A text, if there is one and it is what the key's table asks for.
    pub(super) fn text(&self, cx: &Collector, name: &str) -> Option<Spanned<String>> {
        let entry = self.entry(name)?;
        let key = self.construct.key(name)?;
        let help = match key.value {
            Value::Since => VERSIONS,
            Value::Text
            | Value::Words
            | Value::Flag
            | Value::Mark
            | Value::Permission
            | Value::Reference
            | Value::Name(_)
            | Value::OneOf(_)
            | Value::Names
            | Value::One(_)
            | Value::List(_)
            | Value::Named(_) => QUOTES,
        };
        let text = text(cx, &quote(name), help, &entry.value)?;
        let mistake = match key.value {
            Value::Name(rule) => invalid_identifier(rule, &text),
            Value::Words | Value::Permission => {
                text.value.trim().is_empty().then(|| empty(key, text.span))
            }
            Value::Text
            | Value::Flag
            | Value::Mark
            | Value::Since
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
            let help = match FORMATS.iter().any(|(format, _)| *format == text) {
                true => format!(
                    "{} is a `format`; {}",
                    quote(&text),
                    diag::list("valid", options)
                ),
                false => cx.choose(&text, "valid", options),
            };
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
            cx.report(error.help(VERSIONS));
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
