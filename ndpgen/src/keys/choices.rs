//! The fixed sets of texts, each with what its texts mean. Data only.

use crate::model::{Encoding, Scalar, TraitLayout};

/// The version of XTP that documents are written in.
pub const VERSION: &str = "v1-draft";

/// A set of texts of which one must be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Version,
    Type,
    SchemaType,
    Format,
    ContentType,
    Layout,
}

impl Choice {
    /// The texts, in the order in which editors should offer them.
    pub fn options(self) -> Vec<&'static str> {
        match self {
            Choice::Version => texts(VERSIONS),
            Choice::Type => texts(TYPES),
            Choice::SchemaType => texts(SCHEMA_TYPES),
            Choice::Format => texts(FORMATS),
            Choice::ContentType => texts(CONTENT_TYPES),
            Choice::Layout => texts(LAYOUTS),
        }
    }
}

fn texts<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(text, _)| *text).collect()
}

/// What XTP's `type` can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    String,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
    Buffer,
}

/// A `format`: the `type` it belongs to and what the two mean together.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    pub of: ValueType,
    /// None for bytes in base64.
    pub scalar: Option<Scalar>,
}

const fn format(of: ValueType, scalar: Scalar) -> Format {
    Format {
        of,
        scalar: Some(scalar),
    }
}

pub const VERSIONS: &[(&str, ())] = &[(VERSION, ())];

pub const TYPES: &[(&str, ValueType)] = &[
    ("string", ValueType::String),
    ("integer", ValueType::Integer),
    ("number", ValueType::Number),
    ("boolean", ValueType::Boolean),
    ("object", ValueType::Object),
    ("array", ValueType::Array),
    ("buffer", ValueType::Buffer),
];

/// The types a named schema can have.
pub const SCHEMA_TYPES: &[(&str, ValueType)] =
    &[("object", ValueType::Object), ("string", ValueType::String)];

pub const FORMATS: &[(&str, Format)] = &[
    ("date-time", format(ValueType::String, Scalar::DateTime)),
    (
        "byte",
        Format {
            of: ValueType::String,
            scalar: None,
        },
    ),
    ("float", format(ValueType::Number, Scalar::F32)),
    ("double", format(ValueType::Number, Scalar::F64)),
    ("int8", format(ValueType::Integer, Scalar::I8)),
    ("int16", format(ValueType::Integer, Scalar::I16)),
    ("int32", format(ValueType::Integer, Scalar::I32)),
    ("int64", format(ValueType::Integer, Scalar::I64)),
    ("uint8", format(ValueType::Integer, Scalar::U8)),
    ("uint16", format(ValueType::Integer, Scalar::U16)),
    ("uint32", format(ValueType::Integer, Scalar::U32)),
    ("uint64", format(ValueType::Integer, Scalar::U64)),
];

pub const CONTENT_TYPES: &[(&str, Encoding)] = &[
    content_type(Encoding::Json),
    content_type(Encoding::Text),
    content_type(Encoding::Binary),
];

const fn content_type(encoding: Encoding) -> (&'static str, Encoding) {
    (encoding.content_type(), encoding)
}

/// The ways to spread methods over traits.
pub const LAYOUTS: &[(&str, TraitLayout)] = &[
    ("all-required", TraitLayout::AllRequired),
    ("per-method", TraitLayout::PerMethod),
];
