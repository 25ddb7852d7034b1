//! Settings as JSON Schema of draft 7, which the server checks them against. Must not say how they look.

use serde_json::{Map, Value, json};

use super::{Bounds, Choice, Field, Kind, List, Text};

/// The server keeps numbers as floats: beyond this it would save another number than the one that was typed, which may not even be of the field's type.
const EXACT: i64 = 1 << 53;

/// A keyword of a schema, if it is said.
type Keyword = (&'static str, Option<Value>);

pub(super) fn root(settings: &[Field]) -> Value {
    let mut schema = object(settings);
    let draft = json!("http://json-schema.org/draft-07/schema#");
    schema.insert("$schema".to_owned(), draft);
    schema.into()
}

fn object(fields: &[Field]) -> Map<String, Value> {
    let properties = fields
        .iter()
        .map(|field| (field.name.clone(), property(field)));
    let required = fields.iter().filter(|field| field.required);
    let required: Vec<&str> = required.map(|field| field.name.as_str()).collect();
    let required = (!required.is_empty()).then(|| json!(required));
    said([
        ("type", Some(json!("object"))),
        ("properties", Some(Value::Object(properties.collect()))),
        ("required", required),
        ("additionalProperties", Some(json!(false))),
    ])
}

fn property(field: &Field) -> Value {
    let mut schema = kind(&field.kind);
    schema.extend(said([
        ("title", Some(json!(field.label))),
        ("description", field.help.as_ref().map(|help| json!(help))),
        ("default", field.default.clone()),
    ]));
    schema.into()
}

fn kind(kind: &Kind) -> Map<String, Value> {
    match kind {
        Kind::Text(text) => self::text(text),
        Kind::Boolean {} => said([("type", Some(json!("boolean")))]),
        Kind::Integer(Bounds { min, max }) => {
            let (min, max) = (min.clone(), max.clone());
            let min = min.or_else(|| Some(json!(-EXACT)));
            let max = max.or_else(|| Some(json!(EXACT)));
            number("integer", &Bounds { min, max })
        }
        Kind::Number(bounds) => number("number", bounds),
        Kind::Choice { options } => choice(options),
        Kind::List(list) => self::list(list),
        Kind::Map { of } => said([
            ("type", Some(json!("object"))),
            ("additionalProperties", Some(self::kind(of).into())),
        ]),
        Kind::Object { fields } => object(fields),
    }
}

fn text(text: &Text) -> Map<String, Value> {
    let Text {
        // How it looks is up to the form.
        secret: _,
        multiline: _,
        url,
        pattern,
        min_length,
        max_length,
    } = text;
    said([
        ("type", Some(json!("string"))),
        ("format", url.then(|| json!("uri"))),
        ("pattern", pattern.as_ref().map(|pattern| json!(pattern))),
        ("minLength", min_length.map(|length| json!(length))),
        ("maxLength", max_length.map(|length| json!(length))),
    ])
}

fn number(name: &str, bounds: &Bounds) -> Map<String, Value> {
    said([
        ("type", Some(json!(name))),
        ("minimum", bounds.min.clone()),
        ("maximum", bounds.max.clone()),
    ])
}

/// With labels as alternatives, of which forms show the titles; as a plain list of names where labels say nothing else.
fn choice(options: &[Choice]) -> Map<String, Value> {
    let name = |option: &Choice| json!(option.name);
    let alternative = |option: &Choice| json!({"const": option.name, "title": option.label});
    let options = match options.iter().all(|option| option.name == option.label) {
        true => ("enum", Some(options.iter().map(name).collect())),
        false => ("oneOf", Some(options.iter().map(alternative).collect())),
    };
    said([("type", Some(json!("string"))), options])
}

fn list(list: &List) -> Map<String, Value> {
    said([
        ("type", Some(json!("array"))),
        ("items", Some(kind(&list.of).into())),
        ("minItems", list.min_items.map(|count| json!(count))),
        ("maxItems", list.max_items.map(|count| json!(count))),
    ])
}

/// Those keywords that are said.
fn said(keywords: impl IntoIterator<Item = Keyword>) -> Map<String, Value> {
    let keywords = keywords.into_iter();
    keywords
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect()
}
