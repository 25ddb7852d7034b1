//! Reading exports and imports.

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::keys::Construct;
use crate::names;
use crate::schema::{About, Call, CodeSample, Export, Import, Role};
use crate::source::Spanned;
use crate::tree::Entry;

use super::fields::{self, Fields};
use super::schemas;
use super::types;
use super::useless;

pub(super) fn export(cx: &Collector, entry: &Entry) -> Option<Export> {
    check_function_name(cx, &entry.key);
    let fields = fields::open(cx, Construct::Export, entry.key.span, &entry.value)?;
    Some(Export {
        name: entry.key.clone(),
        about: about(cx, &fields),
        input: fields.entry("input").and_then(|it| types::payload(cx, it)),
        output: fields.entry("output").and_then(|it| types::payload(cx, it)),
    })
}

pub(super) fn import(cx: &Collector, role: Role, entry: &Entry) -> Option<Import> {
    check_function_name(cx, &entry.key);
    let fields = fields::open(cx, Construct::Import, entry.key.span, &entry.value)?;
    Some(Import {
        name: entry.key.clone(),
        about: about(cx, &fields),
        call: call(cx, role, &fields),
        json_since: fields.since(cx, "x-json-since"),
    })
}

/// On the wasm side the name is a linker symbol, on the Rust side an identifier.
fn check_function_name(cx: &Collector, name: &Spanned<String>) {
    let valid = fields::invalid_identifier(names::NameRule::Xtp, name).is_none();
    if valid && !names::is_function(&name.value) {
        let message = format!("no Rust function can be called {}", quote(&name.value));
        let error = Diagnostic::new(Code::InvalidIdentifier, name.span, message);
        cx.report(error.help(
            "functions have no `$`, and are not called `crate`, `self`, `Self`, `super` or `_`",
        ));
    }
}

fn about(cx: &Collector, fields: &Fields<'_>) -> About {
    let samples = fields.list(cx, "codeSamples").unwrap_or_default();
    About {
        method: fields.text(cx, "x-name"),
        description: fields.text(cx, "description"),
        code_samples: samples
            .iter()
            .filter_map(|node| {
                let fields = fields::open(cx, Construct::CodeSample, node.span, node)?;
                code_sample(cx, &fields)
            })
            .collect(),
        since: fields.since(cx, "x-since"),
        deprecated: fields.text(cx, "x-deprecated"),
    }
}

fn code_sample(cx: &Collector, fields: &Fields<'_>) -> Option<CodeSample> {
    let (lang, source) = (fields.text(cx, "lang"), fields.text(cx, "source"));
    let label = fields.text(cx, "label");
    Some(CodeSample {
        lang: lang?,
        source: source?,
        label,
    })
}

/// Navidrome's envelope has parameters and results by name, XTP's call one block each way. Under `host/` the envelope is the rule.
fn call(cx: &Collector, role: Role, fields: &Fields<'_>) -> Call {
    let envelope = ["x-params", "x-results"];
    let direct = ["input", "output"];
    let has_envelope = envelope.iter().any(|key| fields.key(key).is_some());
    let has_direct = direct.iter().any(|key| fields.key(key).is_some());
    useless::check_call(cx, role, fields);
    if has_envelope && has_direct {
        for span in direct.iter().filter_map(|key| fields.key(key)) {
            let message = "one call cannot have both `x-params`/`x-results` and `input`/`output`";
            let error = Diagnostic::new(Code::MixedCall, span, message);
            cx.report(error.help("host functions of Navidrome have `x-params` and `x-results`"));
        }
    }
    let is_envelope = match role {
        Role::Service => has_envelope || !has_direct,
        Role::Capability | Role::Types => has_envelope,
    };
    if is_envelope {
        let read = |construct, it| schemas::property(cx, construct, it);
        return Call::Envelope {
            params: fields.named(cx, "x-params", |it| read(Construct::Param, it)),
            results: fields.named(cx, "x-results", |it| read(Construct::Result, it)),
        };
    }
    let payload = |key| fields.entry(key).and_then(|it| types::payload(cx, it));
    Call::Direct {
        input: payload("input").map(Box::new),
        output: payload("output").map(Box::new),
    }
}
