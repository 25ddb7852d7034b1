//! Versions that contradict each other: nothing is older than what it belongs to.

use crate::diag::{Code, Collector, Diagnostic};
use crate::model::Version;
use crate::schema::{Call, Document, Import, Property, Schema};
use crate::source::Spanned;

pub(super) fn check(cx: &Collector, document: &Document) {
    check_root_is_inherited(cx, document);
    for schema in &document.schemas {
        let properties = schema.properties();
        check_is_inherited(cx, schema, properties);
        for property in properties {
            let (since, owner) = (property.since.as_ref(), schema.since.as_ref());
            check_not_older(cx, "the property", since, "its object", owner);
        }
    }
    for import in &document.imports {
        check_import(cx, document, import);
    }
}

/// The file's version is there for what has none of its own, nor gets one from what is nearer.
fn check_root_is_inherited(cx: &Collector, document: &Document) {
    let Some(since) = &document.since else {
        return;
    };
    let exports = document.exports.iter().map(|it| &it.about);
    let mut functions = exports.chain(document.imports.iter().map(|it| &it.about));
    let mut schemas = document.schemas.iter();
    if functions.all(|it| it.since.is_some()) && !schemas.any(inherits) {
        let message = "`x-since` has no effect where everything has its own";
        cx.report(Diagnostic::new(Code::UselessKey, since.span, message));
    }
}

/// Whether a schema leaves the version of a property to the file.
fn inherits(schema: &Schema) -> bool {
    schema.since.is_none() && schema.properties().iter().any(|it| it.since.is_none())
}

/// A schema's version is there for the properties that have none of their own.
fn check_is_inherited(cx: &Collector, schema: &Schema, properties: &[Property]) {
    if let Some(since) = &schema.since
        && properties.iter().all(|it| it.since.is_some())
    {
        let message = "`x-since` has no effect where every property has its own";
        cx.report(Diagnostic::new(Code::UselessKey, since.span, message));
    }
}

fn check_import(cx: &Collector, document: &Document, import: &Import) {
    let owner = import.about.since.as_ref().or(document.since.as_ref());
    let values = match &import.call {
        Call::Envelope { params, results } => [params.as_slice(), results.as_slice()],
        Call::Direct { .. } => [&[][..], &[][..]],
    };
    for value in values.into_iter().flatten() {
        check_not_older(cx, "the value", value.since.as_ref(), "its function", owner);
    }
    if let (Some(json), Some(owner)) = (&import.json_since, owner)
        && json.value <= owner.value
    {
        let message = format!("the function is no older, it is of {}", owner.value);
        let error = Diagnostic::new(Code::ContradictorySince, json.span, message);
        let error = error.help("`x-json-since` is for functions whose reply became JSON later");
        cx.report(error.note("the other version is", owner.span));
    }
}

fn check_not_older(
    cx: &Collector,
    thing: &str,
    since: Option<&Spanned<Version>>,
    owner_name: &str,
    owner: Option<&Spanned<Version>>,
) {
    if let (Some(since), Some(owner)) = (since, owner)
        && since.value < owner.value
    {
        let message = format!(
            "{thing} is older than {owner_name}, which is of {}",
            owner.value
        );
        let error = Diagnostic::new(Code::ContradictorySince, since.span, message);
        cx.report(error.note("the other version is", owner.span));
    }
}
