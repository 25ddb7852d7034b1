//! Whether the schema of the settings is one of draft 7, keyword by keyword. Must not judge what it describes.

use std::ops::Range;

use jsonschema::{Draft, PatternOptions, ValidationOptions, Validator};
use serde_json::json;

use super::findings::{Reporter, shown};
use super::keywords::{self, Holds, KEYWORDS, Keyword, NEIGHBOURS, TYPES};
use super::object;
use super::patterns;
use super::tree::{Reference, Subschema, Tree, escape};
use crate::diag::{advise, list, quote};
use crate::plugin::code::Code;
use crate::plugin::json::{Member, Node, Value};

/// More patterns are not compiled.
const MOST_PATTERNS: usize = 200;

const REFUSED: &str = "so the server refuses the manifest";

/// What the validator is built with: no retrieving, and an engine for patterns that takes linear time and knows what that of Go knows.
pub(super) fn options() -> ValidationOptions<'static> {
    let patterns = PatternOptions::regex().size_limit(patterns::LARGEST);
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .with_pattern_options(patterns)
        .offline()
}

/// Whether a schema holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Sound,
    /// There is a finding, or more or other than can be looked at.
    Unusable,
}

/// Finds what the server would refuse, and keywords that it would pass over.
pub(super) fn check(cx: &mut Reporter<'_>, tree: &Tree<'_>) -> Verdict {
    let mut checker = Checker {
        cx,
        refused: false,
        patterns: 0,
    };
    for Subschema { node, .. } in &tree.schemas {
        checker.schema(node);
        checker.reference(node, tree);
    }
    let Checker {
        refused, patterns, ..
    } = checker;
    if refused || patterns > MOST_PATTERNS {
        return Verdict::Unusable;
    }
    let schema = tree.root.to_json();
    if let Some(error) = object::other_draft(tree.root).and_then(|draft| misfit(draft, &schema)) {
        let place = tree.root.nearest(&error);
        cx.report(
            Code::InvalidConfigSchema,
            &place.span,
            format!("this is no schema of the draft that `$schema` names, {REFUSED}"),
            "write a schema of draft 7, and `\"$schema\": \"http://json-schema.org/draft-07/schema#\"`",
        );
        return Verdict::Unusable;
    }
    match options().build(&schema) {
        Ok(_) => Verdict::Sound,
        // The validator takes the patterns of JavaScript only, the server those of Go.
        Err(error) if error.kind().keyword() == "format" => Verdict::Unusable,
        Err(error) => {
            let place = tree.root.nearest(&error.instance_path().to_string());
            cx.report(
                Code::InvalidConfigSchema,
                &place.span,
                format!("the schema is no JSON Schema of draft 7, {REFUSED}: {error}"),
                "correct what is named there",
            );
            Verdict::Unusable
        }
    }
}

/// Where a schema breaks the rules of its draft.
fn misfit(draft: Draft, schema: &serde_json::Value) -> Option<String> {
    let rules = match draft {
        Draft::Draft4 => jsonschema::draft4::meta::validate(schema),
        Draft::Draft6 => jsonschema::draft6::meta::validate(schema),
        Draft::Draft201909 => jsonschema::draft201909::meta::validate(schema),
        Draft::Draft202012 => jsonschema::draft202012::meta::validate(schema),
        _ => Ok(()),
    };
    rules.err().map(|error| error.instance_path().to_string())
}

struct Checker<'c, 'f> {
    cx: &'c mut Reporter<'f>,
    refused: bool,
    patterns: usize,
}

impl Checker<'_, '_> {
    fn refuse(&mut self, span: &Range<usize>, message: &str, fix: impl Into<String>) {
        self.refused = true;
        let message = format!("{message}, {REFUSED}");
        self.cx
            .report(Code::InvalidConfigSchema, span, message, fix);
    }

    fn schema(&mut self, node: &Node) {
        match &node.value {
            Value::Object(members) => {
                for member in members {
                    match keywords::find(&member.key) {
                        Some(keyword) => self.keyword(keyword, member),
                        None => self.unknown(member),
                    }
                }
            }
            Value::Bool(_) => {}
            Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                let message = format!("this must be a schema, but is {}", shown(node));
                let kind = node.text().filter(|text| TYPES.contains(text));
                let schema = format!("{{\"type\": \"{}\"}}", kind.unwrap_or("string"));
                self.refuse(
                    &node.span,
                    &message,
                    format!("write an object such as `{schema}`"),
                );
            }
        }
    }

    fn keyword(&mut self, keyword: &Keyword, member: &Member) {
        let node = &member.node;
        match (keyword.holds, &node.value) {
            (Holds::Anything, _) => {}
            (Holds::Pattern, Value::Text(pattern)) => self.pattern(pattern, &node.span),
            (Holds::Map(_), Value::Object(members)) if keyword.name == "patternProperties" => {
                for Member { key, key_span, .. } in members {
                    self.pattern(key, key_span);
                }
            }
            _ => self.value(keyword, node),
        }
    }

    /// Asks the meta schema. The schemas inside are looked at by themselves, so that mistakes are found where they are.
    fn value(&mut self, keyword: &Keyword, node: &Node) {
        let given = json!({ keyword.name: without_schemas(keyword, node) });
        let meta = jsonschema::draft7::meta::validator();
        let Err(error) = meta.validate(&given) else {
            return;
        };
        let path = error.instance_path().to_string();
        let inner = path.strip_prefix(&format!("/{}", escape(keyword.name)));
        let place = node.nearest(inner.unwrap_or_default());
        let (message, fix) = match keyword.name {
            "type" => self.wrong_type(place),
            "required" if matches!(node.value, Value::Bool(_)) => (
                "`required` must be a list of names, but is true or false as in draft 3".to_owned(),
                "remove it here, and write `\"required\": [\"…\"]` with the names of all required settings beside `properties`".to_owned(),
            ),
            "exclusiveMinimum" | "exclusiveMaximum" if matches!(node.value, Value::Bool(_)) => {
                let bound = keyword.name.replace("exclusiveM", "m");
                (
                    format!("`{}` must be a number, but is true or false as in draft 4", keyword.name),
                    format!("write the number of `{bound}` here, and remove `{bound}`"),
                )
            }
            name => (
                format!("`{name}` must be {}, but {}", keyword.expected, but(node, place)),
                format!("make it {}", keyword.expected),
            ),
        };
        self.refuse(&place.span, &message, fix);
    }

    fn wrong_type(&mut self, place: &Node) -> (String, String) {
        let Some(given) = place.text() else {
            return (
                format!(
                    "`type` must be the name of a type, or a list of different ones, but is {}",
                    shown(place)
                ),
                "write a type such as `\"string\"`".to_owned(),
            );
        };
        let meant = match given.to_ascii_lowercase().as_str() {
            "int" | "long" | "i32" | "i64" | "u32" | "u64" => Some("integer"),
            "float" | "double" | "decimal" | "f32" | "f64" => Some("number"),
            "text" | "str" | "password" | "email" | "url" => Some("string"),
            "list" | "vec" | "tuple" | "set" => Some("array"),
            "map" | "dict" | "struct" => Some("object"),
            "flag" | "switch" | "checkbox" => Some("boolean"),
            _ => self.cx.nearest(given, TYPES.into_iter()),
        };
        (
            format!("there is no type {}", quote(given)),
            advise(meant, "types", TYPES.into_iter()),
        )
    }

    fn unknown(&mut self, member: &Member) {
        let Member { key, key_span, .. } = member;
        if NEIGHBOURS.contains(&key.as_str()) || key.starts_with("x-") {
            return;
        }
        let message = format!(
            "{} is no keyword of JSON Schema, so it is passed over",
            quote(key)
        );
        if let Some(fix) = keywords::instead_of(key) {
            return self.cx.report(Code::UnknownKey, key_span, message, fix);
        }
        // The short ones are near to too much.
        let names = KEYWORDS.iter().map(|keyword| keyword.name);
        let conditions = ["if", "not", "then", "else"];
        let names = names.filter(|name| !conditions.contains(name));
        if let Some(meant) = self.cx.slip(key, names) {
            let fix = format!("did you mean `{meant}`?");
            self.cx.report(Code::UnknownKey, key_span, message, fix);
        }
    }

    fn pattern(&mut self, pattern: &str, span: &Range<usize>) {
        self.patterns += 1;
        if self.patterns > MOST_PATTERNS {
            return;
        }
        if let Some(problem) = patterns::problem(pattern) {
            let message = format!(
                "the pattern {} is none that the server knows ({problem})",
                quote(pattern)
            );
            self.refuse(span, &message, problem.fix());
        }
    }

    fn reference(&mut self, schema: &Node, tree: &Tree<'_>) {
        let Some(member) = schema.get("$ref") else {
            return;
        };
        let given = shown(&member.node);
        match tree.reference(schema) {
            Some(Reference::Nowhere) => {
                let message = format!("the reference {given} leads nowhere");
                let fix = self.definition(&member.node, tree);
                self.refuse(&member.node.span, &message, fix);
            }
            Some(Reference::Outside) => {
                self.refused = true;
                self.cx.report(
                    Code::RemoteReference,
                    &member.node.span,
                    format!("the reference {given} leads out of the manifest, where the server does not look"),
                    "copy what it refers to into `definitions` of the schema, and refer to it there: `#/definitions/…`",
                );
            }
            Some(Reference::To(_) | Reference::Unclear) | None => {}
        }
    }
}

impl Checker<'_, '_> {
    /// What a reference was probably to lead to.
    fn definition(&mut self, reference: &Node, tree: &Tree<'_>) -> String {
        let definitions = tree.root.get("definitions").map(|it| it.node.members());
        let names = || definitions.into_iter().flatten().map(|it| it.key.as_str());
        let given = reference.text().unwrap_or_default();
        let given = given.rsplit('/').next().unwrap_or_default();
        match self.cx.nearest(given, names()) {
            Some(meant) => format!(
                "did you mean {}?",
                quote(&format!("#/definitions/{}", escape(meant)))
            ),
            None => format!(
                "write `#/definitions/…` with the name of one of the `definitions` at the root of the schema ({})",
                list("definitions", names())
            ),
        }
    }
}

/// How a value differs from what it must be: by itself, or by what is in it.
fn but(node: &Node, place: &Node) -> String {
    match std::ptr::eq(node, place) {
        true => match &node.value {
            Value::List(elements) if elements.is_empty() => "is an empty list".to_owned(),
            Value::List(_) => "is another list".to_owned(),
            _ => format!("is {}", shown(node)),
        },
        false => format!("has {} in it", shown(place)),
    }
}

/// The value of a keyword with `true` in place of all schemas in it.
fn without_schemas(keyword: &Keyword, node: &Node) -> serde_json::Value {
    if keyword.schemas(node).is_empty() {
        return node.to_json();
    }
    let is_names = |it: &Node| keyword.name == "dependencies" && matches!(it.value, Value::List(_));
    match &node.value {
        Value::List(elements) => elements.iter().map(|_| json!(true)).collect(),
        Value::Object(members) if matches!(keyword.holds, Holds::Map(_)) => {
            let value = |it: &Node| {
                if is_names(it) {
                    it.to_json()
                } else {
                    json!(true)
                }
            };
            let members = members.iter().map(|it| (it.key.clone(), value(&it.node)));
            serde_json::Value::Object(members.collect())
        }
        _ => json!(true),
    }
}

/// The validator of a schema, if it can be built.
pub(super) fn validator(schema: &serde_json::Value) -> Option<Validator> {
    options().build(schema).ok()
}
