//! The keywords of JSON Schema draft 7: what each holds, and in which words that is said. No rules.

use crate::plugin::json::{Node, Value};

/// A keyword of a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// What it must be, with its article.
    pub(super) expected: &'static str,
}

/// Where the schemas are in the value of a keyword, and what they are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// None: it is any value.
    Anything,
    /// None: it is a value of its own kind.
    Value,
    /// None: it is a regular expression.
    Pattern,
    /// It is one, or a list of them.
    Schemas(About),
    /// It is an object of them.
    Map(About),
}

/// What a schema in a schema is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// The same value, to which it adds something.
    Same,
    /// A value inside.
    Inner,
    /// Whatever refers to it.
    Nothing,
}

const fn keyword(name: &'static str, holds: Holds, expected: &'static str) -> Keyword {
    Keyword {
        name,
        holds,
        expected,
    }
}

const TEXT: &str = "a text";
const NUMBER: &str = "a number";
const COUNT: &str = "a whole number of at least 0";
const SWITCH: &str = "true or false";
const SCHEMA: &str = "a schema";
const SCHEMAS: &str = "a list of at least one schema";
const SCHEMA_MAP: &str = "an object of schemas";
const ANYTHING: &str = "any value";

pub(super) const KEYWORDS: &[Keyword] = &[
    keyword("$comment", Holds::Value, TEXT),
    keyword("$id", Holds::Value, "the address of the schema"),
    keyword(
        "$ref",
        Holds::Value,
        "a reference such as `#/definitions/user`",
    ),
    keyword("$schema", Holds::Value, "the address of a draft"),
    keyword("additionalItems", Holds::Schemas(About::Inner), SCHEMA),
    keyword(
        "additionalProperties",
        Holds::Schemas(About::Inner),
        "true, false or a schema",
    ),
    keyword("allOf", Holds::Schemas(About::Same), SCHEMAS),
    keyword("anyOf", Holds::Schemas(About::Same), SCHEMAS),
    keyword("const", Holds::Anything, ANYTHING),
    keyword("contains", Holds::Schemas(About::Inner), SCHEMA),
    keyword("contentEncoding", Holds::Value, TEXT),
    keyword("contentMediaType", Holds::Value, TEXT),
    keyword("default", Holds::Anything, ANYTHING),
    keyword("definitions", Holds::Map(About::Nothing), SCHEMA_MAP),
    keyword(
        "dependencies",
        Holds::Map(About::Same),
        "an object of schemas or of lists of names",
    ),
    keyword("description", Holds::Value, TEXT),
    keyword("else", Holds::Schemas(About::Same), SCHEMA),
    keyword("enum", Holds::Value, "a list of values"),
    keyword("examples", Holds::Value, "a list of values"),
    keyword("exclusiveMaximum", Holds::Value, NUMBER),
    keyword("exclusiveMinimum", Holds::Value, NUMBER),
    keyword("format", Holds::Value, TEXT),
    keyword("if", Holds::Schemas(About::Same), SCHEMA),
    keyword(
        "items",
        Holds::Schemas(About::Inner),
        "a schema, or a list of at least one schema",
    ),
    keyword("maxItems", Holds::Value, COUNT),
    keyword("maxLength", Holds::Value, COUNT),
    keyword("maxProperties", Holds::Value, COUNT),
    keyword("maximum", Holds::Value, NUMBER),
    keyword("minItems", Holds::Value, COUNT),
    keyword("minLength", Holds::Value, COUNT),
    keyword("minProperties", Holds::Value, COUNT),
    keyword("minimum", Holds::Value, NUMBER),
    keyword("multipleOf", Holds::Value, "a number above 0"),
    keyword("not", Holds::Schemas(About::Same), SCHEMA),
    keyword("oneOf", Holds::Schemas(About::Same), SCHEMAS),
    keyword("pattern", Holds::Pattern, "a regular expression"),
    keyword("patternProperties", Holds::Map(About::Inner), SCHEMA_MAP),
    keyword("properties", Holds::Map(About::Inner), SCHEMA_MAP),
    keyword("propertyNames", Holds::Schemas(About::Inner), SCHEMA),
    keyword("readOnly", Holds::Value, SWITCH),
    keyword("required", Holds::Value, "a list of different names"),
    keyword("then", Holds::Schemas(About::Same), SCHEMA),
    keyword("title", Holds::Value, TEXT),
    keyword(
        "type",
        Holds::Value,
        "the name of a type, or a list of different ones",
    ),
    keyword("uniqueItems", Holds::Value, SWITCH),
    keyword("writeOnly", Holds::Value, SWITCH),
];

/// Of later drafts or of other tools, and near enough to a keyword of draft 7 to be taken for a slip.
pub(super) const NEIGHBOURS: &[&str] = &[
    "$anchor",
    "$defs",
    "example",
    "id",
    "maxContains",
    "minContains",
];

/// Of other libraries, which say with them what a keyword says: what to write instead.
const FOREIGN: &[(&str, &str)] = &[
    ("allowedValues", "write `enum`"),
    ("choices", "write `enum`"),
    (
        "enumNames",
        "write `oneOf` instead of `enum`, each choice as `{\"const\": …, \"title\": \"…\"}`",
    ),
    (
        "enum_titles",
        "write `oneOf` instead of `enum`, each choice as `{\"const\": …, \"title\": \"…\"}`",
    ),
    (
        "length",
        "write `minLength` and `maxLength`, or `minItems` and `maxItems` for a list",
    ),
    (
        "max",
        "write `maximum`, `maxLength` for a text, or `maxItems` for a list",
    ),
    ("maxLen", "write `maxLength`"),
    ("maxValue", "write `maximum`"),
    (
        "min",
        "write `minimum`, `minLength` for a text, or `minItems` for a list",
    ),
    ("minLen", "write `minLength`"),
    ("minValue", "write `minimum`"),
    ("regex", "write `pattern`"),
];

/// What to write instead of a keyword of another library.
pub(super) fn instead_of(key: &str) -> Option<&'static str> {
    let mut foreign = FOREIGN.iter();
    let found = foreign.find(|(name, _)| name.eq_ignore_ascii_case(key));
    found.map(|(_, fix)| *fix)
}

/// The types of values.
pub(super) const TYPES: [&str; 7] = [
    "string", "integer", "number", "boolean", "object", "array", "null",
];

pub(super) fn find(name: &str) -> Option<&'static Keyword> {
    KEYWORDS
        .binary_search_by(|keyword| keyword.name.cmp(name))
        .ok()
        .map(|at| &KEYWORDS[at])
}

impl Keyword {
    /// What is at the places of schemas in its value, whether it is one or not.
    pub(super) fn schemas<'a>(&self, value: &'a Node) -> Vec<(About, &'a Node)> {
        match self.holds {
            Holds::Anything | Holds::Value | Holds::Pattern => Vec::new(),
            Holds::Schemas(about) => match &value.value {
                Value::List(elements) if self.takes_list() => {
                    elements.iter().map(|it| (about, it)).collect()
                }
                Value::List(_) => Vec::new(),
                _ if self.takes_only_list() => Vec::new(),
                _ => vec![(about, value)],
            },
            Holds::Map(about) => {
                let nodes = value.members().iter().map(|member| &member.node);
                // The other form of a dependency is a list of names.
                let is_schema =
                    |it: &&Node| self.name != "dependencies" || !matches!(it.value, Value::List(_));
                nodes.filter(is_schema).map(|it| (about, it)).collect()
            }
        }
    }

    /// Whether the schemas in it are about the same value.
    pub(super) fn is_about_same(&self) -> bool {
        matches!(
            self.holds,
            Holds::Schemas(About::Same) | Holds::Map(About::Same)
        )
    }

    fn takes_list(&self) -> bool {
        self.takes_only_list() || self.name == "items"
    }

    fn takes_only_list(&self) -> bool {
        matches!(self.name, "allOf" | "anyOf" | "oneOf")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_for_the_search_and_all_of_draft_7() {
        assert!(KEYWORDS.is_sorted_by_key(|keyword| keyword.name));
        for keyword in KEYWORDS {
            let valid = jsonschema::draft7::meta::is_valid(&serde_json::json!({keyword.name: 1.5}));
            let takes_numbers = matches!(keyword.holds, Holds::Anything)
                || [NUMBER, "a number above 0"].contains(&keyword.expected);
            assert_eq!(valid, takes_numbers, "{}", keyword.name);
        }
    }
}
