//! Named types and the types of values.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic, quote};
use crate::model::{Field, Name, Presence, Shape, Type, TypeDef, Version};
use crate::names;
use crate::schema::{Property, Schema, SchemaShape, TypeExpr, TypeShape};
use crate::source::Spanned;

use super::{Context, docs, value};

/// The types of one file.
pub(super) fn definitions(cx: Context<'_>) -> Vec<TypeDef> {
    let schemas = cx.unit.document.schemas.iter();
    schemas.filter_map(|it| definition(cx, it)).collect()
}

fn definition(cx: Context<'_>, schema: &Schema) -> Option<TypeDef> {
    let file = cx.unit.document.file;
    let id = cx.symbols.find(file, &schema.name.value)?;
    Some(TypeDef {
        id: id.clone(),
        docs: docs(schema.description.as_ref()),
        shape: match &schema.shape {
            SchemaShape::Object {
                properties,
                required,
            } => {
                let required = required.iter().map(|it| it.value.as_str()).collect();
                let since = schema.since.as_ref().map(|it| it.value);
                let read = |it| property(cx, it, &required, since);
                Shape::Struct(properties.iter().map(read).collect())
            }
            SchemaShape::Enum(values) => Shape::Enum(values.iter().map(variant).collect()),
            SchemaShape::Map(values) => Shape::Map(type_of(cx, values)),
        },
    })
}

fn variant(value: &Spanned<String>) -> Name {
    Name {
        wire: value.value.clone(),
        rust: names::variant(&value.value),
    }
}

fn property(
    cx: Context<'_>,
    property: &Property,
    required: &HashSet<&str>,
    owner: Option<Version>,
) -> Field {
    let is_required = required.contains(property.name.value.as_str());
    let presence = match (is_required, property.omit_empty) {
        (true, _) => Presence::Required,
        (false, Some(_)) => Presence::OmitEmpty,
        (false, None) => Presence::Optional,
    };
    let mut field = field(cx, property, owner);
    field.presence = presence;
    // `Option<T>` for what may be absent is also the place of its null.
    if let (Presence::Optional, Type::Nullable(inner)) = (presence, &field.ty) {
        field.ty = (**inner).clone();
    }
    field
}

/// A parameter or result: always written; `owner` is the version of what it belongs to.
pub(super) fn field(cx: Context<'_>, property: &Property, owner: Option<Version>) -> Field {
    Field {
        name: Name {
            wire: property.name.value.clone(),
            rust: names::snake(&property.name.value),
        },
        docs: docs(property.description.as_ref()),
        ty: type_of(cx, &property.ty),
        presence: Presence::Required,
        since: since(cx, property.since.as_ref(), owner),
        deprecated: property.deprecated.as_ref().map(value),
    }
}

/// The nearest version counts: the thing's own, its owner's, its file's.
pub(super) fn since(
    cx: Context<'_>,
    own: Option<&Spanned<Version>>,
    owner: Option<Version>,
) -> Option<Version> {
    let file = || cx.unit.document.since.as_ref().map(|it| it.value);
    own.map(|it| it.value).or(owner).or_else(file)
}

pub(super) fn type_of(cx: Context<'_>, ty: &TypeExpr) -> Type {
    let inner = match &ty.shape {
        TypeShape::Reference(name) => reference(cx, ty, name),
        TypeShape::Scalar(scalar) => Type::Scalar(*scalar),
        TypeShape::Base64 | TypeShape::Buffer => Type::Bytes,
        TypeShape::List(Some(items)) => Type::List(Box::new(type_of(cx, items))),
        TypeShape::List(None) => Type::List(Box::new(Type::Any)),
        TypeShape::Map(values) => Type::Map(Box::new(type_of(cx, values))),
        TypeShape::Object => Type::Any,
    };
    match ty.nullable {
        true => Type::Nullable(Box::new(inner)),
        false => inner,
    }
}

/// What a reference to nothing becomes does not matter: it is reported, and the model is not used.
fn reference(cx: Context<'_>, ty: &TypeExpr, name: &str) -> Type {
    let file = cx.unit.document.file;
    if let Some(id) = cx.symbols.find(file, name) {
        return Type::Named(id.clone());
    }
    let message = format!("no schema named {}", quote(name));
    let help = cx
        .collector
        .choose(name, "known schemas", cx.symbols.names(file));
    let error = Diagnostic::new(Code::UnknownType, ty.span, message).help(help);
    cx.collector.report(match cx.symbols.find_anywhere(name) {
        Some(other) => {
            let note = "what several files use belongs in `types.yaml`; another file has it";
            error.note(note, other.name.span)
        }
        None => error,
    });
    Type::Any
}
