//! The JSON Schemas accept what the reader accepts, and refuse what an editor should underline.

use std::path::Path;

use ndpgen::json_schema;
use ndpgen::load::load;
use ndpgen::names::NameRule;
use serde_json::{Value, json};

/// As much of draft 7 as our schemas use; an unknown keyword is an error, so that none goes unchecked.
fn mistakes(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let mut complain = |what: &str| found.push(format!("{path}: {what}"));
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "definitions" => {}
            "type" if !is_type(rule, value) => complain("type"),
            "enum" if !rule.as_array().is_some_and(|it| it.contains(value)) => complain("enum"),
            "minLength" if value.as_str() == Some("") => complain("minLength"),
            "pattern" if !value.as_str().is_none_or(|text| matches(rule, text)) => {
                complain("pattern");
            }
            "uniqueItems" if has_twice(value) => complain("uniqueItems"),
            "required" => {
                for key in rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    if value.get(key).is_none() {
                        complain(&format!("required {key}"));
                    }
                }
            }
            "oneOf" => {
                let accepts = |schema: &&Value| errors(root, schema, value).is_empty();
                if rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(accepts)
                    .count()
                    != 1
                {
                    complain("oneOf");
                }
            }
            "type" | "enum" | "minLength" | "pattern" | "uniqueItems" => {}
            "$ref"
            | "allOf"
            | "items"
            | "properties"
            | "patternProperties"
            | "additionalProperties" => {}
            keyword => panic!("unknown keyword {keyword}"),
        }
    }
    for (schema, value, step) in inner(root, schema, value) {
        match schema {
            Some(schema) => mistakes(root, schema, value, &format!("{path}/{step}"), found),
            None => found.push(format!("{path}: unknown key {step}")),
        }
    }
}

/// The schemas that apply further, to the value itself or to what is in it; none for a key that must not be there.
fn inner<'v>(
    root: &'v Value,
    schema: &'v Value,
    value: &'v Value,
) -> Vec<(Option<&'v Value>, &'v Value, String)> {
    let mut all = Vec::new();
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#'));
        all.push((
            Some(target.expect("the definition is there")),
            value,
            String::new(),
        ));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        all.push((Some(part), value, String::new()));
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        all.extend(
            values
                .iter()
                .enumerate()
                .map(|(at, it)| (Some(items), it, at.to_string())),
        );
    }
    if schema.get("additionalProperties").is_some() {
        for (key, value) in value.as_object().into_iter().flatten() {
            let named = schema["patternProperties"]
                .as_object()
                .into_iter()
                .flatten();
            let mut named = named.filter(|(pattern, _)| matches(&json!(pattern), key));
            let schema = schema["properties"]
                .get(key)
                .or_else(|| named.next().map(|(_, it)| it));
            all.push((schema, value, key.clone()));
        }
    }
    all
}

fn errors(root: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    mistakes(root, schema, value, "", &mut found);
    found
}

fn is_type(rule: &Value, value: &Value) -> bool {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    match rule {
        Value::Array(names) => names.contains(&json!(name)),
        rule => *rule == json!(name),
    }
}

/// The patterns are those of names, references and versions; each has a function that says the same.
fn matches(pattern: &Value, text: &str) -> bool {
    let pattern = pattern.as_str().expect("a pattern is text");
    let rules = [NameRule::Xtp, NameRule::Module, NameRule::Type];
    match rules.into_iter().find(|rule| rule.pattern() == pattern) {
        Some(rule) => rule.accepts(text),
        None if pattern.starts_with("^#/components/schemas/") => text
            .strip_prefix("#/components/schemas/")
            .is_some_and(|it| NameRule::Xtp.accepts(it)),
        None => {
            assert_eq!(pattern, "^v[0-9]+\\.[0-9]+\\.[0-9]+$");
            text.strip_prefix('v')
                .is_some_and(|it| it.split('.').count() == 3)
        }
    }
}

fn has_twice(value: &Value) -> bool {
    let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
    values
        .iter()
        .enumerate()
        .any(|(at, it)| values[..at].contains(it))
}

fn document(path: &str, yaml: &str) -> Vec<String> {
    let value: Value = serde_yaml::from_str(yaml).expect("the document is YAML");
    let schema = match path.starts_with("host/") {
        true => json_schema::service_document(),
        false => json_schema::capability_document(),
    };
    errors(&schema, &schema, &value)
}

#[test]
fn the_schemas_of_navidrome_are_accepted() {
    for source in load(Path::new("../capabilities")).expect("the schemas can be read") {
        assert_eq!(
            document(&source.path, &source.text),
            [""; 0],
            "{}",
            source.path
        );
    }
    assert_eq!(
        document("fruit.yaml", include_str!("xtp/fruit.json")),
        [""; 0]
    );
}

/// What the reader refuses in one place, an editor can underline.
#[test]
fn mistakes_in_one_place_are_refused() {
    let cases = [
        "missing-version",
        "unsupported-version",
        "unknown-key",
        "unknown-key-root",
        "unknown-key-head",
        "unknown-key-misplaced",
        "wrong-type-names",
        "wrong-type-root",
        "missing-key",
        "invalid-type",
        "unknown-format",
        "unknown-content-type",
        "malformed-ref",
        "invalid-identifier",
        "invalid-since",
        "useless-key",
        "unknown-value",
        "mixed-type",
        "duplicate-value-list",
    ];
    for case in cases {
        let folder = format!("tests/diagnostics/{case}/input");
        let sources = load(Path::new(&folder)).expect("the case can be read");
        for source in sources.iter().filter(|it| it.text.contains(':')) {
            assert_ne!(
                document(&source.path, &source.text),
                [""; 0],
                "{case}: {}",
                source.path
            );
        }
    }
}

#[test]
fn host_services_have_a_schema_of_their_own() {
    let lamp = "version: v1-draft\nx-service: {permission: null}\nimports: {lamp_on: {}}\n";
    assert_eq!(document("host/lamp.yaml", lamp), [""; 0]);
    let unsafe_lamp = "version: v1-draft\nx-service: {name: Lamp}\nimports: {lamp_on: {}}\n";
    assert_eq!(
        document("host/lamp.yaml", unsafe_lamp),
        ["/x-service//: required permission"]
    );
}
