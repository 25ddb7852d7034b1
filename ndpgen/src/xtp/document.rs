//! The shape of an XTP v1-draft document, and how ours are put into it.

use crate::keys::{REF_PREFIX, VERSION};
use crate::model::Scalar;
use crate::schema::{
    About, Call, CodeSample, Document, Export, Import, Payload, Property, Schema, SchemaShape,
    TypeExpr, TypeShape,
};
use crate::source::Spanned;
use indexmap::IndexMap;
use serde::Serialize;

type Named<'d, T> = IndexMap<&'d str, T>;

#[derive(Serialize)]
pub(super) struct Root<'d> {
    version: &'static str,
    exports: Named<'d, Function<'d>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    imports: Named<'d, Function<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Components<'d>>,
}

#[derive(Serialize)]
struct Components<'d> {
    schemas: Named<'d, Type<'d>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Function<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'d str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_samples: Vec<Sample<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<Type<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<Type<'d>>,
}

#[derive(Serialize)]
struct Sample<'d> {
    lang: &'d str,
    source: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'d str>,
}

/// Everything that has a type: parameters, schemas, properties, items and the values of maps. Which keys are there depends on what it is.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Type<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<&'static str>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    ty: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Type<'d>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_properties: Option<Box<Type<'d>>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    nullable: bool,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    values: Option<Vec<&'d str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Named<'d, Type<'d>>>,
}

/// The document with the schemas it needs.
pub(super) fn document<'d>(document: &'d Document, schemas: &[&'d Schema]) -> Root<'d> {
    let exports = document.exports.iter().map(
        |Export {
             name,
             about,
             input,
             output,
         }| {
            (
                name.value.as_str(),
                function(about, input.as_ref(), output.as_ref()),
            )
        },
    );
    let imports = document.imports.iter().filter_map(
        |Import {
             name, about, call, ..
         }| match call {
            Call::Direct { input, output } => Some((
                name.value.as_str(),
                function(about, input.as_deref(), output.as_deref()),
            )),
            // Navidrome's envelope is no part of XTP.
            Call::Envelope { .. } => None,
        },
    );
    let schemas = schemas
        .iter()
        .map(|it| (it.name.value.as_str(), schema(it)));
    let schemas: Named<'_, _> = schemas.collect();
    Root {
        version: VERSION,
        exports: exports.collect(),
        imports: imports.collect(),
        components: (!schemas.is_empty()).then_some(Components { schemas }),
    }
}

fn function<'d>(
    about: &'d About,
    input: Option<&'d Payload>,
    output: Option<&'d Payload>,
) -> Function<'d> {
    let samples = about.code_samples.iter().map(
        |CodeSample {
             lang,
             source,
             label,
         }| Sample {
            lang: &lang.value,
            source: &source.value,
            label: text(label.as_ref()),
        },
    );
    Function {
        description: text(about.description.as_ref()),
        code_samples: samples.collect(),
        input: input.map(parameter),
        output: output.map(parameter),
    }
}

fn parameter(payload: &Payload) -> Type<'_> {
    let Payload {
        ty,
        content_type,
        description,
    } = payload;
    Type {
        description: text(description.as_ref()),
        content_type: Some(content_type.value.content_type()),
        ..type_of(ty)
    }
}

fn schema(schema: &Schema) -> Type<'_> {
    let description = text(schema.description.as_ref());
    match &schema.shape {
        SchemaShape::Object {
            properties,
            required,
        } => {
            let properties = properties
                .iter()
                .map(|it| (it.name.value.as_str(), property(it)));
            Type {
                description,
                ty: Some("object"),
                required: required.iter().map(|name| name.value.as_str()).collect(),
                properties: Some(properties.collect()),
                ..Type::default()
            }
        }
        SchemaShape::Enum(values) => Type {
            description,
            ty: Some("string"),
            values: Some(values.iter().map(|value| value.value.as_str()).collect()),
            ..Type::default()
        },
        SchemaShape::Map(values) => Type {
            description,
            ty: Some("object"),
            additional_properties: Some(Box::new(type_of(values))),
            ..Type::default()
        },
    }
}

fn property(property: &Property) -> Type<'_> {
    Type {
        description: text(property.description.as_ref()),
        ..type_of(&property.ty)
    }
}

fn type_of(ty: &TypeExpr) -> Type<'_> {
    let word = |ty| Type {
        ty: Some(ty),
        ..Type::default()
    };
    let formatted = |ty, format| Type {
        format: Some(format),
        ..word(ty)
    };
    let shape = match &ty.shape {
        TypeShape::Reference(name) => Type {
            reference: Some(format!("{REF_PREFIX}{name}")),
            ..Type::default()
        },
        TypeShape::Scalar(scalar) => match scalar {
            Scalar::Bool => word("boolean"),
            Scalar::I8 | Scalar::I16 | Scalar::I32 | Scalar::U8 | Scalar::U16 => {
                formatted("integer", "int32")
            }
            Scalar::U32 | Scalar::I64 => formatted("integer", "int64"),
            // No format of XTP holds all of it.
            Scalar::U64 => word("integer"),
            Scalar::F32 => formatted("number", "float"),
            Scalar::F64 => formatted("number", "double"),
            Scalar::String => word("string"),
            Scalar::DateTime => formatted("string", "date-time"),
        },
        TypeShape::Base64 => formatted("string", "byte"),
        TypeShape::Buffer => word("buffer"),
        TypeShape::List(items) => {
            let items = items.as_ref().map(|items| Box::new(type_of(items)));
            Type {
                items,
                ..word("array")
            }
        }
        TypeShape::Map(values) => Type {
            additional_properties: Some(Box::new(type_of(values))),
            ..word("object")
        },
        TypeShape::Object => word("object"),
    };
    Type {
        nullable: ty.nullable,
        ..shape
    }
}

fn text(text: Option<&Spanned<String>>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}
