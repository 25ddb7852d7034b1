use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::{codes, of_config, of_setting};
use crate::plugin::finding::Report;

/// Whatever it says, it is done soon, also where nothing is optimised.
fn within_bounds(config: &Json) -> Report {
    let begun = Instant::now();
    let report = of_config(config);
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{:?}",
        begun.elapsed()
    );
    report
}

fn properties(count: usize, schema: impl Fn(usize) -> Json) -> Json {
    let properties = (0..count).map(|at| (format!("a{at}"), schema(at)));
    json!({"type": "object", "properties": Json::Object(properties.collect())})
}

#[test]
fn many_settings_are_looked_at_in_time() {
    let schema = properties(10_000, |_| json!({"type": "string", "default": 1}));
    let elements: Vec<Json> = (0..2_000)
        .map(|at| json!({"type": "Control", "scope": format!("#/properties/a{at}x")}))
        .collect();
    let form = json!({"type": "VerticalLayout", "elements": elements});
    let report = within_bounds(&json!({"schema": schema, "uiSchema": form}));
    let codes = codes(&report);
    assert!(codes.contains(&"default-misfit"));
    assert!(codes.contains(&"unknown-scope"));
}

#[test]
fn long_ways_through_a_schema_are_followed_in_time() {
    let chain = |at: usize| json!({"$ref": format!("#/properties/a{}", at + 1), "default": 1});
    let mut schema = properties(10_000, chain);
    schema["properties"]["a10000"] = json!({"type": "string"});
    within_bounds(&json!({"schema": schema}));
}

#[test]
fn schemas_that_come_back_to_themselves_are_followed_in_time() {
    let tree =
        json!({"type": "array", "items": {"$ref": "#/definitions/tree"}, "default": [[], [[]]]});
    let all = json!({"allOf": [{"$ref": "#/definitions/all"}], "default": 1});
    let schema = json!({
        "type": "object",
        "properties": {"tree": {"$ref": "#/definitions/tree"}, "all": {"$ref": "#/definitions/all"}},
        "definitions": {"tree": tree, "all": all},
    });
    let form = json!({"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/tree"},
        {"type": "Control", "scope": "#/properties/all/properties/none"},
    ]});
    assert_eq!(codes(&within_bounds(&json!({"schema": schema}))), [""; 0]);
    let report = within_bounds(&json!({"schema": schema, "uiSchema": form}));
    assert_eq!(codes(&report), ["unknown-scope"]);
}

#[test]
fn alternatives_that_multiply_are_not_tried_out() {
    let tree = json!({"$ref": "#/definitions/tree"});
    let twice = json!({"anyOf": [{"type": "array", "items": tree}, {"type": "array", "items": tree}, {"const": 1}]});
    let mut default = json!(2);
    for _ in 0..100 {
        default = json!([default]);
    }
    let schema = json!({
        "type": "object",
        "properties": {"a": {"allOf": [{"$ref": "#/definitions/tree"}], "default": default}},
        "definitions": {"tree": twice},
    });
    assert_eq!(codes(&within_bounds(&json!({"schema": schema}))), [""; 0]);
}

#[test]
fn patterns_cannot_explode() {
    let text = "a".repeat(10_000);
    let schema = json!({"type": "string", "pattern": "^(a+)+$", "default": format!("{text}!")});
    assert_eq!(of_setting(&schema), ["default-misfit"]);
    let schema = properties(
        2_000,
        |at| json!({"pattern": format!("((a{{1000}}){{100}}){at}")}),
    );
    within_bounds(&json!({"schema": schema}));
}

#[test]
fn deep_schemas_and_forms_are_looked_at() {
    let mut schema = json!({"type": "string", "default": 1});
    for _ in 0..50 {
        schema = json!({"type": "array", "items": {"not": schema}});
    }
    assert_eq!(of_setting(&schema), ["default-misfit"]);
    let mut form = json!({"type": "Control", "scope": "#/properties/b"});
    for _ in 0..50 {
        form = json!({"type": "Group", "elements": [form]});
    }
    let config = json!({"schema": properties(1, |_| json!({"type": "string"})), "uiSchema": form});
    assert_eq!(codes(&within_bounds(&config)), ["unknown-scope"]);
}
