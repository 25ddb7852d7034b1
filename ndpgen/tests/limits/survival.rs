//! Texts and trees that nobody would write: arbitrary ones, and documents that were damaged.

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::sample::select;
use serde_json::{Map, Value};

use super::run;

/// Compiles a text in every role a file can have, and looks at what comes out.
fn survive(text: &str) {
    for path in ["greeter.yaml", "types.yaml", "host/greeter.yaml"] {
        match run(path, text) {
            Ok(api) => assert!(serde_json::to_string(&api).is_ok()),
            Err(report) => assert!(report.to_string().ends_with("nothing was written")),
        }
    }
}

/// Words that schemas are made of, and some that only look so.
const WORDS: &[&str] = &[
    "version",
    "v1-draft",
    "exports",
    "imports",
    "components",
    "schemas",
    "x-capability",
    "x-service",
    "x-errors",
    "x-since",
    "x-name",
    "x-params",
    "x-results",
    "x-exists-for",
    "x-omit-empty",
    "x-deprecated",
    "x-json-since",
    "name",
    "module",
    "traits",
    "per-method",
    "host-name",
    "permission",
    "text",
    "description",
    "codeSamples",
    "lang",
    "source",
    "input",
    "output",
    "type",
    "format",
    "items",
    "additionalProperties",
    "properties",
    "required",
    "enum",
    "nullable",
    "contentType",
    "$ref",
    "#/components/schemas/Song",
    "Song",
    "value",
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "array",
    "buffer",
    "int32",
    "float",
    "byte",
    "date-time",
    "application/json",
    "text/plain; charset=utf-8",
    "application/x-binary",
    "v0.60.0",
    "_",
    "$",
    "self",
    "crate",
    "Error",
    "a-b",
    "",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        8 => select(WORDS).prop_map(|word| Value::String(word.to_owned())),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => any::<i32>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(8, 128, 8, |inner| {
        let entries = prop::collection::vec((select(WORDS), inner.clone()), 0..8);
        prop_oneof![
            4 => entries.prop_map(object),
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::Array),
        ]
    })
}

fn object(entries: Vec<(&'static str, Value)>) -> Value {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Value::Object(entries.collect::<Map<String, Value>>())
}

/// A valid document, and a place in it where something else may go.
const TEMPLATE: &str = "\
version: v1-draft
x-since: v0.60.0
exports:
  greet:
    input: {$ref: '#/components/schemas/Song', contentType: application/json}
components:
  schemas:
    Song:
      required: [title]
      properties:
        title: {type: string}
        next: {$ref: '#/components/schemas/Song'}
";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_ends(text in "\\PC{0,200}") {
        survive(&text);
    }

    #[test]
    fn any_text_of_yaml_characters_ends(text in "[-?:,{}\\[\\]&*!|>'\"%@`#a-c0-9 \t\n\r~<]{0,200}") {
        survive(&text);
    }

    #[test]
    fn any_tree_of_our_words_ends(value in value()) {
        survive(&value.to_string());
    }

    #[test]
    fn any_tree_below_the_root_ends(exports in value(), schemas in value(), service in value()) {
        let root = object(vec![
            ("version", Value::from("v1-draft")),
            ("exports", exports.clone()),
            ("imports", exports),
            ("x-service", service),
            ("components", object(vec![("schemas", schemas)])),
        ]);
        survive(&root.to_string());
    }

    #[test]
    fn a_damaged_document_ends(start in 0..TEMPLATE.len(), length in 0..40_usize, word in select(WORDS)) {
        let mut text = TEMPLATE.to_owned();
        text.replace_range(start..TEMPLATE.len().min(start + length), word);
        survive(&text);
    }
}
