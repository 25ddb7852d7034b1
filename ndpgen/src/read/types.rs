//! Reading a type: `$ref`, or `type` with `format`, `items` and `additionalProperties`. One function per rule.

use crate::diag::{self, Code, Collector, Diagnostic, quote};
use crate::keys::{CONTENT_TYPES, Construct, FORMATS, Format, TYPES, ValueType};
use crate::model::Scalar;
use crate::schema::{Payload, TypeExpr, TypeShape};
use crate::source::Spanned;
use crate::tree::Entry;

use super::fields::{self, Fields};

/// The keys that describe a type without `$ref`.
const INLINE: [&str; 4] = ["type", "format", "items", "additionalProperties"];

/// `input` or `output`.
pub(super) fn payload(cx: &Collector, entry: &Entry) -> Option<Payload> {
    let fields = fields::open(cx, Construct::Payload, entry.key.span, &entry.value)?;
    let description = fields.text(cx, "description");
    let content_type = fields.one_of(cx, "contentType", CONTENT_TYPES, Code::UnknownContentType);
    Some(Payload {
        ty: type_of(cx, &fields)?,
        content_type: content_type?,
        description,
    })
}

/// The type that the keys of a construct describe.
pub(super) fn type_of(cx: &Collector, fields: &Fields<'_>) -> Option<TypeExpr> {
    let nullable = fields.flag(cx, "nullable");
    let Spanned { value: shape, span } = match fields.key("$ref") {
        Some(_) => {
            check_only_reference(cx, fields);
            let Spanned { value, span } = fields.reference(cx, "$ref")?;
            Spanned {
                value: TypeShape::Reference(value),
                span,
            }
        }
        None => inline(cx, fields)?,
    };
    Some(TypeExpr {
        span,
        shape,
        nullable: nullable.is_some_and(|it| it.value),
    })
}

/// `$ref` says everything about the type.
fn check_only_reference(cx: &Collector, fields: &Fields<'_>) {
    for name in INLINE {
        if let Some(span) = fields.key(name) {
            let message = format!("{} next to `$ref`", quote(name));
            let error = Diagnostic::new(Code::MixedType, span, message);
            cx.report(error.help("a reference says the whole type: keep one of the two"));
        }
    }
}

fn inline(cx: &Collector, fields: &Fields<'_>) -> Option<Spanned<TypeShape>> {
    if fields.key("type").is_none() {
        let message = format!("{} needs `type` or `$ref`", fields.construct.describe());
        let error = Diagnostic::new(Code::MissingKey, fields.owner, message);
        let types = TYPES.iter().map(|(name, _)| *name);
        cx.report(error.help(diag::list("types", types)));
        return None;
    }
    let ty = fields.one_of(cx, "type", TYPES, Code::InvalidType)?;
    check_key_fits(cx, fields, "items", ty.value, ValueType::Array);
    check_key_fits(
        cx,
        fields,
        "additionalProperties",
        ty.value,
        ValueType::Object,
    );
    let format = format_of(cx, fields, ty.value);
    let shape = match ty.value {
        ValueType::String => scalar(format, Scalar::String),
        ValueType::Integer => scalar(format, Scalar::I64),
        ValueType::Number => scalar(format, Scalar::F64),
        ValueType::Boolean => TypeShape::Scalar(Scalar::Bool),
        ValueType::Buffer => TypeShape::Buffer,
        ValueType::Array => match fields.entry("items") {
            Some(entry) => TypeShape::List(Some(inner(cx, Construct::Items, entry)?)),
            None => TypeShape::List(None),
        },
        ValueType::Object if fields.key("additionalProperties").is_none() => TypeShape::Object,
        ValueType::Object => TypeShape::Map(values(cx, fields)?),
    };
    Some(Spanned {
        value: shape,
        span: ty.span,
    })
}

fn scalar(format: Option<Format>, default: Scalar) -> TypeShape {
    match format.map(|format| format.scalar) {
        Some(Some(scalar)) => TypeShape::Scalar(scalar),
        Some(None) => TypeShape::Base64,
        None => TypeShape::Scalar(default),
    }
}

/// The type of a map's values.
pub(super) fn values(cx: &Collector, fields: &Fields<'_>) -> Option<Box<TypeExpr>> {
    inner(cx, Construct::Values, fields.entry("additionalProperties")?)
}

fn inner(cx: &Collector, construct: Construct, entry: &Entry) -> Option<Box<TypeExpr>> {
    let fields = fields::open(cx, construct, entry.key.span, &entry.value)?;
    type_of(cx, &fields).map(Box::new)
}

/// A format exists, and belongs to the type beside it.
fn format_of(cx: &Collector, fields: &Fields<'_>, ty: ValueType) -> Option<Format> {
    let format = fields.one_of(cx, "format", FORMATS, Code::UnknownFormat)?;
    if format.value.of == ty {
        return Some(format.value);
    }
    let fitting = FORMATS.iter().filter(|(_, format)| format.of == ty);
    let (ty, of) = (quote(type_name(ty)), quote(type_name(format.value.of)));
    let message = format!("this is a format of {of}, not of {ty}");
    let help = diag::list(&format!("formats of {ty}"), fitting.map(|(name, _)| *name));
    cx.report(Diagnostic::new(Code::FormatMismatch, format.span, message).help(help));
    None
}

/// A key that describes the inside of one type says nothing about another.
fn check_key_fits(cx: &Collector, fields: &Fields<'_>, key: &str, ty: ValueType, of: ValueType) {
    let Some(span) = fields.key(key).filter(|_| ty != of) else {
        return;
    };
    let (key, ty, of) = (quote(key), quote(type_name(ty)), quote(type_name(of)));
    let message = format!("{key} has no effect on {ty}");
    let help = format!("it describes the inside of {of}");
    cx.report(Diagnostic::new(Code::UselessKey, span, message).help(help));
}

fn type_name(ty: ValueType) -> &'static str {
    let found = TYPES.iter().find(|(_, it)| *it == ty);
    found.map_or("", |(name, _)| name)
}
