//! The tables of [`Construct::keys`](super::Construct::keys), in the order in which editors should offer the keys.

use crate::diag::Code;
use crate::names::NameRule;

use super::{Choice, Construct, Key, Value};

const fn optional(name: &'static str, value: Value, doc: &'static str) -> Key {
    Key {
        name,
        value,
        missing: None,
        doc,
    }
}

const fn required(name: &'static str, value: Value, doc: &'static str) -> Key {
    Key {
        name,
        value,
        missing: Some(Code::MissingKey),
        doc,
    }
}

const DESCRIPTION: Key = optional(
    "description",
    Value::Text,
    "Documentation of the Rust item, in Markdown.",
);
const DOCUMENT_VERSION: Key = Key {
    name: "version",
    value: Value::OneOf(Choice::Version),
    missing: Some(Code::MissingVersion),
    doc: "The version of the schema language.",
};
const IMPORTS: Key = optional(
    "imports",
    Value::Named(Construct::Import),
    "Host functions a plugin may call, by their name in the wasm module.",
);
const COMPONENTS_KEY: Key = optional(
    "components",
    Value::One(Construct::Components),
    "The types of this file.",
);
const SERVICE_DOC: &str = "The host service that the imports belong to.";
const FILE_SINCE: Key = optional(
    "x-since",
    Value::Since,
    "First Navidrome version with the things of this file that do not say their own.",
);
const SINCE: Key = optional(
    "x-since",
    Value::Since,
    "First Navidrome version that has it; default: that of what it belongs to.",
);
const DEPRECATED: Key = optional(
    "x-deprecated",
    Value::Words,
    "Why not to use it any more, and what to use instead.",
);
const METHOD_NAME: Key = optional(
    "x-name",
    Value::Name(NameRule::Type),
    "Name of the method as the host spells it, such as `GetArtistMBID`; default: that of the function in PascalCase.",
);
const CODE_SAMPLES: Key = optional(
    "codeSamples",
    Value::List(Construct::CodeSample),
    "Examples of use, for the tools of XTP.",
);
const INPUT: Key = optional(
    "input",
    Value::One(Construct::Payload),
    "The block of bytes it is given; without it, it takes nothing.",
);
const OUTPUT: Key = optional(
    "output",
    Value::One(Construct::Payload),
    "The block of bytes it gives back; without it, it returns nothing.",
);
const REFERENCE: Key = optional(
    "$ref",
    Value::Reference,
    "A schema of this file or of `types.yaml`: `#/components/schemas/NAME`.",
);
const TYPE: Key = optional("type", Value::OneOf(Choice::Type), "The type of the value.");
const FORMAT: Key = optional(
    "format",
    Value::OneOf(Choice::Format),
    "The kind of string, or the width of the number.",
);
const ITEMS_KEY: Key = optional(
    "items",
    Value::One(Construct::Items),
    "The type of an array's elements; default: any JSON value.",
);
const VALUES_KEY: Key = optional(
    "additionalProperties",
    Value::One(Construct::Values),
    "The type of a map's values; its keys are strings.",
);
const NULLABLE: Key = optional(
    "nullable",
    Value::Flag,
    "Whether `null` is a value too: `Option<T>` in Rust.",
);
const NAME_KEY: Key = optional(
    "name",
    Value::Name(NameRule::Type),
    "Name as the host spells it; default: the file name in PascalCase.",
);
const MODULE_KEY: Key = optional(
    "module",
    Value::Name(NameRule::Module),
    "Rust module; default: the file name in snake_case.",
);

pub(super) const CAPABILITY_DOCUMENT: &[Key] = &[
    DOCUMENT_VERSION,
    optional(
        "x-capability",
        Value::One(Construct::Capability),
        "The capability that the exports make up.",
    ),
    optional("x-service", Value::One(Construct::Service), SERVICE_DOC),
    FILE_SINCE,
    optional(
        "x-errors",
        Value::Named(Construct::ErrorText),
        "Texts the host recognises inside an error message, by snake_case name.",
    ),
    required(
        "exports",
        Value::Named(Construct::Export),
        "Functions a plugin offers, by their name in the wasm module.",
    ),
    IMPORTS,
    COMPONENTS_KEY,
];

pub(super) const SERVICE_DOCUMENT: &[Key] = &[
    DOCUMENT_VERSION,
    required("x-service", Value::One(Construct::Service), SERVICE_DOC),
    FILE_SINCE,
    optional(
        "exports",
        Value::Named(Construct::Export),
        "Empty: plugins do not implement host services.",
    ),
    IMPORTS,
    COMPONENTS_KEY,
];

pub(super) const CAPABILITY: &[Key] = &[
    NAME_KEY,
    MODULE_KEY,
    optional(
        "host-name",
        Value::Words,
        "Name in the host's log, where that is another one.",
    ),
    optional(
        "traits",
        Value::OneOf(Choice::Layout),
        "One trait with all methods (default), or one trait a method.",
    ),
    DESCRIPTION,
];

pub(super) const ERROR_TEXT: &[Key] = &[
    required(
        "text",
        Value::Words,
        "The text that the host looks for inside the error message.",
    ),
    DESCRIPTION,
];

pub(super) const SERVICE: &[Key] = &[
    NAME_KEY,
    MODULE_KEY,
    Key {
        name: "permission",
        value: Value::Permission,
        missing: Some(Code::MissingPermission),
        doc: "Key under `permissions` in a plugin's manifest; `null` if the service is always there.",
    },
    DESCRIPTION,
];

pub(super) const COMPONENTS: &[Key] = &[optional(
    "schemas",
    Value::Named(Construct::Schema),
    "The types, by name.",
)];

pub(super) const SCHEMA: &[Key] = &[
    DESCRIPTION,
    optional(
        "type",
        Value::OneOf(Choice::SchemaType),
        "`object` for objects and maps, `string` for enums; may be left out.",
    ),
    optional(
        "required",
        Value::Names,
        "Properties that are always there; the others become `Option<T>`.",
    ),
    optional(
        "properties",
        Value::Named(Construct::Property),
        "The fields of an object, in order.",
    ),
    optional(
        "enum",
        Value::Names,
        "The values of an enum, in order; the first is the default.",
    ),
    VALUES_KEY,
    optional(
        "x-since",
        Value::Since,
        "First Navidrome version with the properties that do not say their own.",
    ),
];

pub(super) const EXPORT: &[Key] = &[
    METHOD_NAME,
    DESCRIPTION,
    CODE_SAMPLES,
    INPUT,
    OUTPUT,
    SINCE,
    DEPRECATED,
];

pub(super) const IMPORT: &[Key] = &[
    METHOD_NAME,
    DESCRIPTION,
    CODE_SAMPLES,
    optional(
        "x-params",
        Value::Named(Construct::Param),
        "Parameters of a Navidrome host function, in order.",
    ),
    optional(
        "x-results",
        Value::Named(Construct::Result),
        "Results of a Navidrome host function, in order.",
    ),
    INPUT,
    OUTPUT,
    SINCE,
    optional(
        "x-json-since",
        Value::Since,
        "First Navidrome version whose reply has this form, where the function is older.",
    ),
    DEPRECATED,
];

pub(super) const CODE_SAMPLE: &[Key] = &[
    required("lang", Value::Text, "The programming language."),
    required("source", Value::Text, "The code."),
    optional("label", Value::Text, "What the sample shows."),
];

pub(super) const PAYLOAD: &[Key] = &[
    REFERENCE,
    TYPE,
    FORMAT,
    ITEMS_KEY,
    VALUES_KEY,
    required(
        "contentType",
        Value::OneOf(Choice::ContentType),
        "What the bytes are: JSON, plain text (strings and enums) or anything (buffers).",
    ),
    NULLABLE,
    DESCRIPTION,
];

pub(super) const PROPERTY: &[Key] = &[
    REFERENCE,
    TYPE,
    FORMAT,
    ITEMS_KEY,
    VALUES_KEY,
    NULLABLE,
    DESCRIPTION,
    SINCE,
    DEPRECATED,
    optional(
        "x-omit-empty",
        Value::Mark,
        "Left out when empty, zero or false, and reads as that when absent: `T` instead of `Option<T>`.",
    ),
];

pub(super) const PARAM: &[Key] = &[
    REFERENCE,
    TYPE,
    FORMAT,
    ITEMS_KEY,
    VALUES_KEY,
    NULLABLE,
    DESCRIPTION,
    SINCE,
    DEPRECATED,
];

pub(super) const RESULT: &[Key] = &[
    REFERENCE,
    TYPE,
    FORMAT,
    ITEMS_KEY,
    VALUES_KEY,
    NULLABLE,
    DESCRIPTION,
    SINCE,
    DEPRECATED,
    optional(
        "x-exists-for",
        Value::Name(NameRule::Xtp),
        "Marks the flag that says whether the named result is there: together they become `Option<T>`.",
    ),
];

pub(super) const ITEMS: &[Key] = &[REFERENCE, TYPE, FORMAT, ITEMS_KEY, VALUES_KEY, NULLABLE];

pub(super) const VALUES: &[Key] = &[REFERENCE, TYPE, FORMAT, ITEMS_KEY, NULLABLE];
