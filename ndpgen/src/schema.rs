//! The documents as written: typed, every leaf with its place, nothing resolved and no default filled in. No rules live here.

use serde::Serialize;

use crate::model::{Encoding, Scalar, TraitLayout, Version};
use crate::source::{FileId, Span, Spanned};

/// One schema file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    #[serde(skip)]
    pub file: FileId,
    /// Relative to the schema folder, with forward slashes.
    pub path: String,
    pub role: Role,
    pub since: Option<Spanned<Version>>,
    pub capability: Option<Capability>,
    pub service: Option<Service>,
    pub errors: Vec<ErrorText>,
    pub exports: Vec<Export>,
    pub imports: Vec<Import>,
    pub schemas: Vec<Schema>,
}

/// What a file is for; its place in the folder says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Directly in the folder.
    Capability,
    /// `types.yaml`.
    Types,
    /// Under `host/`.
    Service,
}

/// `x-capability`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capability {
    pub name: Option<Spanned<String>>,
    pub module: Option<Spanned<String>>,
    pub host_name: Option<Spanned<String>>,
    pub traits: Option<Spanned<TraitLayout>>,
    pub description: Option<Spanned<String>>,
}

/// `x-service`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Service {
    pub name: Option<Spanned<String>>,
    pub module: Option<Spanned<String>>,
    /// None for `null`: always available.
    pub permission: Option<Spanned<String>>,
    pub description: Option<Spanned<String>>,
}

/// An entry of `x-errors`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorText {
    pub name: Spanned<String>,
    pub text: Spanned<String>,
    pub description: Option<Spanned<String>>,
}

/// An exported function.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Export {
    pub name: Spanned<String>,
    pub about: About,
    pub input: Option<Payload>,
    pub output: Option<Payload>,
}

/// A host function.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Import {
    pub name: Spanned<String>,
    pub about: About,
    pub call: Call,
    pub json_since: Option<Spanned<Version>>,
}

/// What exports and imports both say about themselves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct About {
    /// `x-name`.
    pub method: Option<Spanned<String>>,
    pub description: Option<Spanned<String>>,
    pub code_samples: Vec<CodeSample>,
    pub since: Option<Spanned<Version>>,
    pub deprecated: Option<Spanned<String>>,
}

/// How a host function is called.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    /// `x-params` and `x-results`.
    Envelope {
        params: Vec<Property>,
        results: Vec<Property>,
    },
    /// XTP's `input` and `output`.
    Direct {
        input: Option<Box<Payload>>,
        output: Option<Box<Payload>>,
    },
}

/// An entry of `codeSamples`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodeSample {
    pub lang: Spanned<String>,
    pub source: Spanned<String>,
    pub label: Option<Spanned<String>>,
}

/// `input` or `output`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Payload {
    pub ty: TypeExpr,
    pub content_type: Spanned<Encoding>,
    pub description: Option<Spanned<String>>,
}

/// A property, a parameter or a result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Property {
    pub name: Spanned<String>,
    pub ty: TypeExpr,
    pub description: Option<Spanned<String>>,
    pub since: Option<Spanned<Version>>,
    /// Properties only.
    pub deprecated: Option<Spanned<String>>,
    /// The place of `x-omit-empty: true`; properties only.
    #[serde(serialize_with = "is_some")]
    pub omit_empty: Option<Span>,
    /// Results only.
    pub exists_for: Option<Spanned<String>>,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeExpr {
    #[serde(skip)]
    pub span: Span,
    pub shape: TypeShape,
    pub nullable: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeShape {
    /// The name behind `#/components/schemas/`.
    Reference(String),
    Scalar(Scalar),
    /// `type: string, format: byte`.
    Base64,
    Buffer,
    /// Without `items`: of anything.
    List(Option<Box<TypeExpr>>),
    Map(Box<TypeExpr>),
    /// `type: object` and no more.
    Object,
}

/// An entry of `components.schemas`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schema {
    pub name: Spanned<String>,
    pub description: Option<Spanned<String>>,
    pub since: Option<Spanned<Version>>,
    pub shape: SchemaShape,
}

impl Schema {
    /// Those of an object; enums and maps have none.
    pub fn properties(&self) -> &[Property] {
        match &self.shape {
            SchemaShape::Object { properties, .. } => properties,
            SchemaShape::Enum(_) | SchemaShape::Map(_) => &[],
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaShape {
    Object {
        properties: Vec<Property>,
        required: Vec<Spanned<String>>,
    },
    Enum(Vec<Spanned<String>>),
    Map(TypeExpr),
}

/// A place is no content: only whether the mark is there.
fn is_some<S: serde::Serializer>(mark: &Option<Span>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(mark.is_some())
}
