//! Versions that contradict each other: nothing is older than what it belongs to.

use crate::diag::{Code, Collector, Diagnostic};
use crate::model::Version;
use crate::schema::{Call, Document, Import, Property, Schema, SchemaShape};
use crate::source::Spanned;

pub(super) fn check(cx: &Collector, document: &Document) {
    for schema in &document.schemas {
        let properties = match &schema.shape {
            SchemaShape::Object { properties, .. } => properties.as_slice(),
            SchemaShape::Enum(_) | SchemaShape::Map(_) => &[],
        };
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
