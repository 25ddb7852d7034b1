//! The keys of documents, their heads and their functions, in the order in which editors should offer them.

use crate::diag::Code;
use crate::names::NameRule;

use super::types::{DEPRECATED, DESCRIPTION, SINCE};
use super::{Choice, Construct, Key, Value};

const DOCUMENT_VERSION: Key = Key {
    name: "version",
    value: Value::OneOf(Choice::Version),
    missing: Some(Code::MissingVersion),
    doc: "The version of the schema language.",
};

const IMPORTS: Key = Key::optional(
    "imports",
    Value::Named(Construct::Import),
    "Host functions a plugin may call, by their name in the wasm module.",
);

const COMPONENTS_KEY: Key = Key::optional(
    "components",
    Value::One(Construct::Components),
    "The types of this file.",
);

const SERVICE_DOC: &str = "The host service that the imports belong to.";

const FILE_SINCE: Key = Key::optional(
    "x-since",
    Value::Since,
    "First Navidrome version with the things of this file that do not say their own.",
);

const METHOD_NAME: Key = Key::optional(
    "x-name",
    Value::Name(NameRule::Type),
    "Name of the method as the host spells it, such as `GetArtistMBID`; default: that of the function in PascalCase.",
);

const CODE_SAMPLES: Key = Key::optional(
    "codeSamples",
    Value::List(Construct::CodeSample),
    "Examples of use, for the tools of XTP.",
);

const INPUT: Key = Key::optional(
    "input",
    Value::One(Construct::Payload),
    "The block of bytes it is given; without it, it takes nothing.",
);

const OUTPUT: Key = Key::optional(
    "output",
    Value::One(Construct::Payload),
    "The block of bytes it gives back; without it, it returns nothing.",
);

const NAME_KEY: Key = Key::optional(
    "name",
    Value::Name(NameRule::Type),
    "Name as the host spells it; default: the file name in PascalCase.",
);

const MODULE_KEY: Key = Key::optional(
    "module",
    Value::Name(NameRule::Module),
    "Rust module; default: the file name in snake_case.",
);

pub(super) const CAPABILITY_DOCUMENT: &[Key] = &[
    DOCUMENT_VERSION,
    Key::optional(
        "x-capability",
        Value::One(Construct::Capability),
        "The capability that the exports make up.",
    ),
    Key::optional("x-service", Value::One(Construct::Service), SERVICE_DOC),
    FILE_SINCE,
    Key::optional(
        "x-errors",
        Value::Named(Construct::ErrorText),
        "Texts the host recognises inside an error message, by snake_case name.",
    ),
    Key::required(
        "exports",
        Value::Named(Construct::Export),
        "Functions a plugin offers, by their name in the wasm module.",
    ),
    IMPORTS,
    COMPONENTS_KEY,
];

pub(super) const SERVICE_DOCUMENT: &[Key] = &[
    DOCUMENT_VERSION,
    Key::required("x-service", Value::One(Construct::Service), SERVICE_DOC),
    FILE_SINCE,
    Key::optional(
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
    Key::optional(
        "host-name",
        Value::Words,
        "Name in the host's log, where that is another one.",
    ),
    Key::optional(
        "traits",
        Value::OneOf(Choice::Layout),
        "One trait with all methods (default), or one trait a method.",
    ),
    DESCRIPTION,
];

pub(super) const ERROR_TEXT: &[Key] = &[
    Key::required(
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

pub(super) const COMPONENTS: &[Key] = &[Key::optional(
    "schemas",
    Value::Named(Construct::Schema),
    "The types, by name.",
)];

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
    Key::optional(
        "x-params",
        Value::Named(Construct::Param),
        "Parameters of a Navidrome host function, in order.",
    ),
    Key::optional(
        "x-results",
        Value::Named(Construct::Result),
        "Results of a Navidrome host function, in order.",
    ),
    INPUT,
    OUTPUT,
    SINCE,
    Key::optional(
        "x-json-since",
        Value::Since,
        "First Navidrome version whose reply has this form, where the function is older.",
    ),
    DEPRECATED,
];

pub(super) const CODE_SAMPLE: &[Key] = &[
    Key::required("lang", Value::Text, "The programming language."),
    Key::required("source", Value::Text, "The code."),
    Key::optional("label", Value::Text, "What the sample shows."),
];
