//! Reading named schemas and their properties.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::keys::{Construct, SCHEMA_TYPES, ValueType};
use crate::names::NameRule;
use crate::schema::{Property, Schema, SchemaShape};
use crate::source::{Span, Spanned};
use crate::tree::{Entry, NodeKind};

use super::fields::{self, Fields};
use super::types;

/// The schemas under `components`.
pub(super) fn components(cx: &Collector, document: &Fields<'_>) -> Vec<Schema> {
    let Some(entry) = document.entry("components") else {
        return Vec::new();
    };
    let owner = entry.key.span;
    match fields::open(cx, Construct::Components, owner, &entry.value) {
        Some(fields) => fields.named(cx, "schemas", |it| schema(cx, it)),
        None => Vec::new(),
    }
}

/// What a schema is: the key that says so decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Enum,
    Map,
}

const KINDS: [(&str, Kind); 3] = [
    ("properties", Kind::Object),
    ("enum", Kind::Enum),
    ("additionalProperties", Kind::Map),
];

fn schema(cx: &Collector, entry: &Entry) -> Option<Schema> {
    let fields = fields::open(cx, Construct::Schema, entry.key.span, &entry.value)?;
    let (description, since) = (fields.text(cx, "description"), fields.since(cx, "x-since"));
    let kind = kind(cx, &fields)?;
    check_schema_type(cx, &fields, kind);
    if kind != Kind::Object {
        check_object_only(cx, &fields, "required");
        check_object_only(cx, &fields, "x-since");
    }
    Some(Schema {
        name: entry.key.clone(),
        description,
        since,
        shape: match kind {
            Kind::Object => object(cx, &fields),
            Kind::Enum => SchemaShape::Enum(enum_values(cx, &fields)),
            Kind::Map => SchemaShape::Map(*types::values(cx, &fields)?),
        },
    })
}

/// A schema is exactly one of the three kinds.
fn kind(cx: &Collector, fields: &Fields<'_>) -> Option<Kind> {
    let present = |(name, kind): (&'static str, Kind)| Some((name, fields.key(name)?, kind));
    let mut kinds = KINDS.into_iter().filter_map(present);
    let Some((first, _, kind)) = kinds.next() else {
        let message = "a schema needs `properties`, `enum` or `additionalProperties`";
        let error = Diagnostic::new(Code::MissingKey, fields.owner, message);
        cx.report(error.help("an object without fields has `properties: {}`"));
        return None;
    };
    for (other, span, _) in kinds {
        let message = format!("{} next to {}", quote(other), quote(first));
        let error = Diagnostic::new(Code::MixedSchema, span, message);
        cx.report(error.help("a schema is an object, an enum or a map: keep one of the keys"));
    }
    Some(kind)
}

fn check_schema_type(cx: &Collector, fields: &Fields<'_>, kind: Kind) {
    let Some(ty) = fields.one_of(cx, "type", SCHEMA_TYPES, Code::InvalidType) else {
        return;
    };
    let (expected, name) = match kind {
        Kind::Enum => (ValueType::String, "string"),
        Kind::Object | Kind::Map => (ValueType::Object, "object"),
    };
    if ty.value != expected {
        let message = format!("the `type` of this schema can only be {}", quote(name));
        let error = Diagnostic::new(Code::InvalidType, ty.span, message);
        cx.report(error.help("the key may be left out"));
    }
}

/// Enums and maps have no properties that the key could be about.
fn check_object_only(cx: &Collector, fields: &Fields<'_>, name: &str) {
    if let Some(span) = fields.key(name) {
        let message = format!("{} has no effect without `properties`", quote(name));
        cx.report(Diagnostic::new(Code::UselessKey, span, message));
    }
}

fn object(cx: &Collector, fields: &Fields<'_>) -> SchemaShape {
    let properties: Vec<Property> =
        fields.named(cx, "properties", |it| property(cx, Construct::Property, it));
    let required = fields.texts(cx, "required").unwrap_or_default();
    check_different(cx, &required);
    check_required(cx, fields, &required);
    let names: HashSet<&str> = required.iter().map(|it| it.value.as_str()).collect();
    for property in &properties {
        check_omit_empty(cx, property, names.contains(property.name.value.as_str()));
    }
    SchemaShape::Object {
        properties,
        required,
    }
}

/// `required` names properties of this schema. Looks at the keys, so that a mistake inside a property is not reported twice.
fn check_required(cx: &Collector, fields: &Fields<'_>, required: &[Spanned<String>]) {
    let Some(NodeKind::Map(entries)) = fields.entry("properties").map(|it| &it.value.kind) else {
        return;
    };
    let names: HashSet<&str> = entries.iter().map(|it| it.key.value.as_str()).collect();
    for name in required
        .iter()
        .filter(|it| !names.contains(it.value.as_str()))
    {
        let message = format!("no property is called {}", quote(&name.value));
        let options = entries.iter().map(|it| it.key.value.as_str());
        let help = cx.choose(&name.value, "properties", options);
        cx.report(Diagnostic::new(Code::UndefinedRequired, name.span, message).help(help));
    }
}

/// What is left out when empty cannot always be there, and what can be null is left out already.
fn check_omit_empty(cx: &Collector, property: &Property, required: bool) {
    let Some(span) = property.omit_empty else {
        return;
    };
    let why = match (required, property.ty.nullable) {
        (true, _) => "on a required property, which is always written",
        (false, true) => "on a nullable property, which is left out when it is null",
        (false, false) => return,
    };
    let message = format!("`x-omit-empty` has no effect {why}");
    cx.report(Diagnostic::new(Code::UselessKey, span, message));
}

fn enum_values(cx: &Collector, fields: &Fields<'_>) -> Vec<Spanned<String>> {
    let values = fields.texts(cx, "enum").unwrap_or_default();
    if fields.list(cx, "enum").is_some_and(<[_]>::is_empty)
        && let Some(span) = fields.key("enum")
    {
        cx.report(Diagnostic::new(
            Code::EmptyEnum,
            span,
            "an enum needs a value",
        ));
    }
    for mistake in values
        .iter()
        .filter_map(|value| fields::invalid_identifier(NameRule::Xtp, value))
    {
        cx.report(mistake);
    }
    check_different(cx, &values);
    values
}

/// The same entry twice says nothing new.
fn check_different(cx: &Collector, values: &[Spanned<String>]) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for value in values {
        if let Some(first) = seen.insert(&value.value, value.span) {
            let message = format!("{} is listed twice", quote(&value.value));
            let error = Diagnostic::new(Code::DuplicateValue, value.span, message);
            cx.report(error.note("first listed", first));
        }
    }
}

/// A property, a parameter or a result: the construct says which.
pub(super) fn property(cx: &Collector, construct: Construct, entry: &Entry) -> Option<Property> {
    let fields = fields::open(cx, construct, entry.key.span, &entry.value)?;
    let description = fields.text(cx, "description");
    let (since, deprecated) = (fields.since(cx, "x-since"), fields.text(cx, "x-deprecated"));
    let omit_empty = fields.mark(cx, "x-omit-empty");
    let exists_for = fields.text(cx, "x-exists-for");
    Some(Property {
        name: entry.key.clone(),
        ty: types::type_of(cx, &fields)?,
        description,
        since,
        deprecated,
        omit_empty,
        exists_for,
    })
}
