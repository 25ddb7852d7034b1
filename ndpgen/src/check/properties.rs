//! Properties with keys that do not fit the type they refer to.

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::resolve::Symbols;
use crate::schema::{Document, Property, SchemaShape, TypeShape};

pub(super) fn check(cx: &Collector, document: &Document, symbols: &Symbols<'_>) {
    for schema in &document.schemas {
        for property in schema.properties() {
            check_omit_empty(cx, document, property, symbols);
        }
    }
}

/// No value of an enum is an empty one: the default is its first value, which would never be written.
fn check_omit_empty(
    cx: &Collector,
    document: &Document,
    property: &Property,
    symbols: &Symbols<'_>,
) {
    let (Some(span), TypeShape::Reference(name)) = (property.omit_empty, &property.ty.shape) else {
        return;
    };
    let id = symbols.find(document.file, name);
    let Some(schema) = id.and_then(|id| symbols.schema(id)) else {
        return;
    };
    let first = match &schema.shape {
        SchemaShape::Enum(values) => values.first(),
        SchemaShape::Object { .. } | SchemaShape::Map(_) => None,
    };
    if let Some(first) = first {
        let value = quote(&first.value);
        let message = format!("{value} would be left out, as if it were no value");
        let error = Diagnostic::new(Code::OmittedValue, span, message);
        let error = error.help("without the key it is an `Option`, left out when `None`");
        cx.report(error.note("it is the first value of the enum", first.span));
    }
}
