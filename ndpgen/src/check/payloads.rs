//! What a content type can carry.

use crate::diag::{Code, Collector, Diagnostic, list, quote};
use crate::keys::CONTENT_TYPES;
use crate::model::{Encoding, Scalar};
use crate::resolve::Symbols;
use crate::schema::{Call, Document, Payload, SchemaShape, TypeShape};
use crate::source::FileId;

pub(super) fn check(cx: &Collector, document: &Document, symbols: &Symbols<'_>) {
    for payload in payloads(document) {
        let fits = |encoding| can_carry(encoding, &payload.ty.shape, document.file, symbols);
        if !fits(payload.content_type.value) {
            let fitting = CONTENT_TYPES.iter().filter(|(_, it)| fits(*it));
            cx.report(mismatch(payload, fitting.map(|(name, _)| *name)));
        }
    }
}

fn payloads(document: &Document) -> impl Iterator<Item = &Payload> {
    let exports = document
        .exports
        .iter()
        .flat_map(|it| [it.input.as_ref(), it.output.as_ref()]);
    let imports = document.imports.iter().flat_map(|it| match &it.call {
        Call::Direct { input, output } => [input.as_deref(), output.as_deref()],
        Call::Envelope { .. } => [None, None],
    });
    exports.chain(imports).flatten()
}

fn can_carry(encoding: Encoding, shape: &TypeShape, file: FileId, symbols: &Symbols<'_>) -> bool {
    match (encoding, shape) {
        (Encoding::Json, _) => true,
        (Encoding::Binary, shape) => *shape == TypeShape::Buffer,
        (Encoding::Text, TypeShape::Reference(name)) => {
            let schema = symbols.find(file, name).and_then(|id| symbols.schema(id));
            // A reference to nothing is a mistake of its own.
            schema.is_none_or(|it| matches!(it.shape, SchemaShape::Enum(_)))
        }
        (Encoding::Text, TypeShape::Scalar(scalar)) => {
            matches!(scalar, Scalar::String | Scalar::DateTime)
        }
        (Encoding::Text, TypeShape::Base64) => true,
        (
            Encoding::Text,
            TypeShape::Buffer | TypeShape::List(_) | TypeShape::Map(_) | TypeShape::Object,
        ) => false,
    }
}

fn mismatch(payload: &Payload, fitting: impl Iterator<Item = &'static str>) -> Diagnostic {
    let encoding = payload.content_type.value;
    let carries = match encoding {
        Encoding::Json => "any type",
        Encoding::Text => "strings and enums",
        Encoding::Binary => "buffers",
    };
    let message = format!(
        "{} can only carry {carries}",
        quote(encoding.content_type())
    );
    Diagnostic::new(
        Code::ContentTypeMismatch,
        payload.content_type.span,
        message,
    )
    .note("the type is", payload.ty.span)
    .help(list("content types for this one", fitting))
}
