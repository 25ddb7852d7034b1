//! The vocabulary: which keys each construct of a schema file has, and what may stand behind them. Data only:
//! the reader and the JSON Schemas are both driven by it, so they cannot disagree.

mod choices;
mod documents;
mod types;

pub use choices::{
    CONTENT_TYPES, Choice, FORMATS, Format, LAYOUTS, SCHEMA_TYPES, TYPES, VERSION, VERSIONS,
    ValueType,
};

use crate::diag::Code;
use crate::names::NameRule;

/// What every `$ref` begins with.
pub const REF_PREFIX: &str = "#/components/schemas/";
/// How versions of Navidrome are written.
pub const SINCE_PATTERN: &str = "^v[0-9]+\\.[0-9]+\\.[0-9]+$";
/// Ours, as opposed to XTP's.
pub const OUR_PREFIX: &str = "x-";

/// A mapping with a fixed set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Construct {
    /// A file of exports, or of imports in plain XTP.
    CapabilityDocument,
    /// A file under `host/`.
    ServiceDocument,
    /// `x-capability`.
    Capability,
    /// An entry of `x-errors`.
    ErrorText,
    /// `x-service`.
    Service,
    Components,
    /// An entry of `components.schemas`.
    Schema,
    Export,
    Import,
    CodeSample,
    /// `input` and `output`.
    Payload,
    /// An entry of a schema's `properties`.
    Property,
    /// An entry of `x-params`.
    Param,
    /// An entry of `x-results`.
    Result,
    /// `items`.
    Items,
    /// `additionalProperties`.
    Values,
}

/// A key of a construct.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub value: Value,
    /// The mistake it is to leave it out; none for keys that may be.
    pub missing: Option<Code>,
    /// One sentence, shown by editors.
    pub doc: &'static str,
}

impl Key {
    const fn optional(name: &'static str, value: Value, doc: &'static str) -> Self {
        Key {
            name,
            value,
            missing: None,
            doc,
        }
    }

    const fn required(name: &'static str, value: Value, doc: &'static str) -> Self {
        Key {
            name,
            value,
            missing: Some(Code::MissingKey),
            doc,
        }
    }
}

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    Text,
    /// A text that says something.
    Words,
    Flag,
    /// A flag that is only ever `true`: leaving the key out says `false`.
    Mark,
    /// A Navidrome version.
    Since,
    /// A permission's key, or null.
    Permission,
    /// `#/components/schemas/NAME`.
    Reference,
    Name(NameRule),
    /// One of a fixed set of texts.
    OneOf(Choice),
    /// A list of names.
    Names,
    One(Construct),
    List(Construct),
    /// A mapping from names to constructs.
    Named(Construct),
}

impl Construct {
    /// All of them, for looking up where a misplaced key belongs and for the definitions of a JSON Schema.
    pub const ALL: [Construct; 16] = [
        Construct::CapabilityDocument,
        Construct::ServiceDocument,
        Construct::Capability,
        Construct::ErrorText,
        Construct::Service,
        Construct::Components,
        Construct::Schema,
        Construct::Export,
        Construct::Import,
        Construct::CodeSample,
        Construct::Payload,
        Construct::Property,
        Construct::Param,
        Construct::Result,
        Construct::Items,
        Construct::Values,
    ];

    /// With its article, for messages.
    pub const fn describe(self) -> &'static str {
        match self {
            Construct::CapabilityDocument => "a capability document",
            Construct::ServiceDocument => "a host-service document",
            Construct::Capability => "`x-capability`",
            Construct::ErrorText => "an error text",
            Construct::Service => "`x-service`",
            Construct::Components => "`components`",
            Construct::Schema => "a schema",
            Construct::Export => "an export",
            Construct::Import => "an import",
            Construct::CodeSample => "a code sample",
            Construct::Payload => "an input or output",
            Construct::Property => "a property",
            Construct::Param => "a parameter",
            Construct::Result => "a result",
            Construct::Items => "the item type of an array",
            Construct::Values => "the value type of a map",
        }
    }

    pub const fn keys(self) -> &'static [Key] {
        match self {
            Construct::CapabilityDocument => documents::CAPABILITY_DOCUMENT,
            Construct::ServiceDocument => documents::SERVICE_DOCUMENT,
            Construct::Capability => documents::CAPABILITY,
            Construct::ErrorText => documents::ERROR_TEXT,
            Construct::Service => documents::SERVICE,
            Construct::Components => documents::COMPONENTS,
            Construct::Schema => types::SCHEMA,
            Construct::Export => documents::EXPORT,
            Construct::Import => documents::IMPORT,
            Construct::CodeSample => documents::CODE_SAMPLE,
            Construct::Payload => types::PAYLOAD,
            Construct::Property => types::PROPERTY,
            Construct::Param => types::PARAM,
            Construct::Result => types::RESULT,
            Construct::Items => types::ITEMS,
            Construct::Values => types::VALUES,
        }
    }

    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == name)
    }

    pub fn names(self) -> impl Iterator<Item = &'static str> + Clone {
        self.keys().iter().map(|key| key.name)
    }

    /// Whether it says the type of a value, by `type` or by `$ref`.
    pub const fn has_type(self) -> bool {
        match self {
            Construct::Payload
            | Construct::Property
            | Construct::Param
            | Construct::Result
            | Construct::Items
            | Construct::Values => true,
            Construct::CapabilityDocument
            | Construct::ServiceDocument
            | Construct::Capability
            | Construct::ErrorText
            | Construct::Service
            | Construct::Components
            | Construct::Schema
            | Construct::Export
            | Construct::Import
            | Construct::CodeSample => false,
        }
    }
}
