//! The JSON Schemas of both kinds of file, for completion and checks in editors. Written from the tables that drive the reader; rules that
//! span several places are left to it.

use serde_json::{Map, Value as Json, json};

use crate::keys::{Construct, Key, REF_PREFIX, SINCE_PATTERN, Value};
use crate::names::NameRule;

/// Describes `DIR/*.yaml`.
pub fn capability_document() -> Json {
    document(
        Construct::CapabilityDocument,
        "Capability of a Navidrome plugin (XTP v1-draft with `x-` keys)",
    )
}

/// Describes `DIR/host/*.yaml`.
pub fn service_document() -> Json {
    document(
        Construct::ServiceDocument,
        "Host service of Navidrome (XTP v1-draft with `x-` keys)",
    )
}

fn document(root: Construct, title: &str) -> Json {
    let mut used = vec![root];
    let mut at = 0;
    while let Some(construct) = used.get(at) {
        let inner = construct.keys().iter().filter_map(|key| inner(key.value));
        let new: Vec<_> = inner.filter(|it| !used.contains(it)).collect();
        used.extend(new);
        at += 1;
    }
    used.sort_unstable();
    used.dedup();
    let definitions: Map<String, Json> = used
        .into_iter()
        .filter(|construct| *construct != root)
        .map(|construct| (definition_name(construct).to_owned(), object(construct)))
        .collect();
    let mut schema = object(root);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    schema["definitions"] = Json::Object(definitions);
    schema
}

/// The construct inside a value.
fn inner(value: Value) -> Option<Construct> {
    match value {
        Value::One(construct) | Value::List(construct) | Value::Named(construct) => Some(construct),
        Value::Text
        | Value::Words
        | Value::Flag
        | Value::Mark
        | Value::Since
        | Value::Permission
        | Value::Reference
        | Value::Name(_)
        | Value::OneOf(_)
        | Value::Names => None,
    }
}

/// A mapping with a construct's keys and no others.
fn object(construct: Construct) -> Json {
    let keys = construct.keys();
    let properties: Map<String, Json> = keys
        .iter()
        .map(|key| (key.name.to_owned(), described(key)))
        .collect();
    let required: Vec<&str> = keys
        .iter()
        .filter(|key| key.missing.is_some())
        .map(|key| key.name)
        .collect();
    let mut object = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    if construct.has_type() {
        object["oneOf"] = json!([{ "required": ["type"] }, { "required": ["$ref"] }]);
    }
    object
}

/// Draft 7 ignores what stands beside a `$ref`, so that goes into an `allOf`.
fn described(key: &Key) -> Json {
    let mut schema = value_schema(key.value);
    if schema.get("$ref").is_some() {
        schema = json!({ "allOf": [schema] });
    }
    schema["description"] = json!(key.doc);
    schema
}

fn value_schema(value: Value) -> Json {
    match value {
        Value::Text => json!({ "type": "string" }),
        Value::Words => json!({ "type": "string", "minLength": 1 }),
        Value::Flag => json!({ "type": "boolean" }),
        Value::Mark => json!({ "enum": [true] }),
        Value::Since => json!({ "type": "string", "pattern": SINCE_PATTERN }),
        Value::Permission => json!({ "type": ["string", "null"], "minLength": 1 }),
        Value::Reference => {
            let name = NameRule::Xtp.pattern().trim_start_matches('^');
            json!({ "type": "string", "pattern": format!("^{REF_PREFIX}{name}") })
        }
        Value::Name(rule) => json!({ "type": "string", "pattern": rule.pattern() }),
        Value::OneOf(choice) => json!({ "type": "string", "enum": choice.options() }),
        Value::Names => json!({
            "type": "array",
            "items": value_schema(Value::Name(NameRule::Xtp)),
            "uniqueItems": true,
        }),
        Value::One(construct) => reference(construct),
        Value::List(construct) => json!({ "type": "array", "items": reference(construct) }),
        Value::Named(construct) => json!({
            "type": "object",
            "additionalProperties": false,
            "patternProperties": { NameRule::Xtp.pattern(): reference(construct) },
        }),
    }
}

fn reference(construct: Construct) -> Json {
    json!({ "$ref": format!("#/definitions/{}", definition_name(construct)) })
}

fn definition_name(construct: Construct) -> &'static str {
    match construct {
        Construct::CapabilityDocument => "capabilityDocument",
        Construct::ServiceDocument => "serviceDocument",
        Construct::Capability => "capability",
        Construct::ErrorText => "errorText",
        Construct::Service => "service",
        Construct::Components => "components",
        Construct::Schema => "schema",
        Construct::Export => "export",
        Construct::Import => "import",
        Construct::CodeSample => "codeSample",
        Construct::Payload => "payload",
        Construct::Property => "property",
        Construct::Param => "param",
        Construct::Result => "result",
        Construct::Items => "items",
        Construct::Values => "values",
    }
}
