//! The keys of schemas and of everything that has a type, in the order in which editors should offer them.

use crate::names::NameRule;

use super::{Choice, Construct, Key, Value};

pub(super) const DESCRIPTION: Key = Key::optional(
    "description",
    Value::Text,
    "Documentation of the Rust item, in Markdown.",
);

pub(super) const SINCE: Key = Key::optional(
    "x-since",
    Value::Since,
    "First Navidrome version that has it; default: that of what it belongs to.",
);

pub(super) const DEPRECATED: Key = Key::optional(
    "x-deprecated",
    Value::Words,
    "Why not to use it any more, and what to use instead.",
);

const REFERENCE: Key = Key::optional(
    "$ref",
    Value::Reference,
    "A schema of this file or of `types.yaml`: `#/components/schemas/NAME`.",
);

const TYPE: Key = Key::optional("type", Value::OneOf(Choice::Type), "The type of the value.");

const FORMAT: Key = Key::optional(
    "format",
    Value::OneOf(Choice::Format),
    "The kind of string, or the width of the number.",
);

const ITEMS_KEY: Key = Key::optional(
    "items",
    Value::One(Construct::Items),
    "The type of an array's elements; default: any JSON value.",
);

const VALUES_KEY: Key = Key::optional(
    "additionalProperties",
    Value::One(Construct::Values),
    "The type of a map's values; its keys are strings.",
);

const NULLABLE: Key = Key::optional(
    "nullable",
    Value::Flag,
    "Whether `null` is a value too: `Option<T>` in Rust.",
);

pub(super) const SCHEMA: &[Key] = &[
    DESCRIPTION,
    Key::optional(
        "type",
        Value::OneOf(Choice::SchemaType),
        "`object` for objects and maps, `string` for enums; may be left out.",
    ),
    Key::optional(
        "required",
        Value::Names,
        "Properties that are always there; the others become `Option<T>`.",
    ),
    Key::optional(
        "properties",
        Value::Named(Construct::Property),
        "The fields of an object, in order.",
    ),
    Key::optional(
        "enum",
        Value::Names,
        "The values of an enum, in order; the first is the default.",
    ),
    VALUES_KEY,
    Key::optional(
        "x-since",
        Value::Since,
        "First Navidrome version with the properties that do not say their own.",
    ),
];

pub(super) const PAYLOAD: &[Key] = &[
    REFERENCE,
    TYPE,
    FORMAT,
    ITEMS_KEY,
    VALUES_KEY,
    Key::required(
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
    Key::optional(
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
    Key::optional(
        "x-exists-for",
        Value::Name(NameRule::Xtp),
        "Marks the flag that says whether the named result is there: together they become `Option<T>`.",
    ),
];

pub(super) const ITEMS: &[Key] = &[REFERENCE, TYPE, FORMAT, ITEMS_KEY, VALUES_KEY, NULLABLE];

pub(super) const VALUES: &[Key] = &[REFERENCE, TYPE, FORMAT, ITEMS_KEY, NULLABLE];
