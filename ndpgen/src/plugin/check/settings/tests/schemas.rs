use serde_json::json;

use super::{codes, of_config, of_schema, of_setting};

#[test]
fn what_servers_take_has_no_finding() {
    for schema in [
        json!({"type": "string", "oneOf": [{"const": "a", "title": "A"}, {"const": "b"}], "default": "a"}),
        json!({"type": ["string", "null"], "format": "cron", "default": null}),
        json!({"type": "string", "pattern": "^[\\p{L}\\d_\\-/]{1,64}$", "default": "ä1/"}),
        json!({"type": "string", "pattern": "^{artist}$"}),
        json!({"type": "object", "properties": {"kind": {"type": "string"}, "port": {"type": "integer"}},
            "if": {"properties": {"kind": {"const": "tcp"}}}, "then": {"required": ["port"]}, "required": ["kind"]}),
        json!({"type": "object", "properties": {"a": {}}, "required": ["b"], "additionalProperties": {"type": "string"}}),
        json!({"type": "object", "dependencies": {"a": ["b"], "c": {"required": ["d"]}}}),
        json!({"type": "array", "items": [{"type": "string"}], "additionalItems": false, "default": ["a"]}),
        json!({"type": "string", "x-order": 1, "order": 1, "help": "…", "note": "…", "example": "…"}),
        json!(true),
    ] {
        assert_eq!(of_setting(&schema), [""; 0], "{schema}");
    }
}

#[test]
fn references_inside_the_schema_are_followed() {
    let schema = json!({
        "$id": "https://example.com/settings#",
        "type": "object",
        "properties": {
            "a": {"$ref": "#/definitions/a~1b"},
            "b": {"$ref": "https://example.com/settings#/definitions/a~1b"},
            "c": {"$ref": "#c", "default": "c"},
            "d": {"$ref": "#"},
        },
        "definitions": {"a/b": {"type": "integer", "default": "no number"}, "c": {"$id": "#c", "type": "string"}},
    });
    assert_eq!(of_schema(&schema), ["default-misfit"]);
}

#[test]
fn every_mistake_of_a_schema_is_found_at_its_place() {
    let schema = json!({
        "type": "object",
        "properties": {
            "a": {"type": "int"},
            "b": {"items": [{"minLength": "1"}]},
            "c": {"anyOf": [{"pattern": "("}, 5]},
            "d": {"dependencies": {"a": [1]}},
            "e": {"$ref": "#/definitions/e"},
        },
    });
    let manifest = json!({"config": {"schema": schema}}).to_string();
    let report = super::report(&manifest);
    let marked: Vec<&str> = report
        .findings()
        .map(|it| match &it.place {
            crate::plugin::finding::Place::Manifest(span) => &manifest[span.clone()],
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(codes(&report), ["invalid-config-schema"; 6]);
    assert_eq!(
        marked,
        [
            "\"int\"",
            "\"1\"",
            "\"(\"",
            "5",
            "[1]",
            "\"#/definitions/e\""
        ]
    );
}

#[test]
fn settings_are_an_object() {
    for (schema, expected) in [
        (json!({"type": "object"}), vec![]),
        (json!({"type": ["object", "null"]}), vec![]),
        (json!({"properties": {"a": {}}}), vec![]),
        (
            json!({"$ref": "#/definitions/all", "definitions": {"all": {"type": "object"}}}),
            vec![],
        ),
        (
            json!({"$ref": "#/definitions/all", "definitions": {"all": {"type": "string"}}}),
            vec!["config-not-object"],
        ),
        (json!({}), vec!["config-not-object"]),
        (
            json!({"url": {"type": "string"}}),
            vec!["config-not-object"],
        ),
    ] {
        assert_eq!(of_schema(&schema), expected, "{schema}");
    }
}

#[test]
fn drafts_are_known_by_their_addresses() {
    for (address, expected) in [
        ("http://json-schema.org/draft-07/schema#", vec![]),
        ("https://json-schema.org/draft-07/schema", vec![]),
        (
            "http://json-schema.org/draft-04/schema#",
            vec!["other-draft"],
        ),
        ("http://json-schema.org/schema#", vec!["other-draft"]),
    ] {
        let schema = json!({"$schema": address, "type": "object"});
        assert_eq!(of_schema(&schema), expected, "{address}");
    }
}

#[test]
fn only_the_exact_key_is_a_schema_and_other_keys_are_read_in_any_case() {
    let schema = json!({"type": "object"});
    let form = json!({"type": "VerticalLayout", "elements": []});
    for (config, expected) in [
        (json!(null), vec![]),
        (json!([]), vec!["wrong-type"]),
        (json!({}), vec!["missing-key"]),
        (json!({"Schema": schema}), vec!["missing-key"]),
        (
            json!({"schema": schema, "Schema": schema}),
            vec!["key-case"],
        ),
        (
            json!({"schema": schema, "uischema": form}),
            vec!["key-case"],
        ),
        (
            json!({"schema": schema, "uischema": {}}),
            vec!["key-case", "invalid-form"],
        ),
        (json!({"schema": schema, "form": form}), vec!["unknown-key"]),
        (json!({"schema": schema, "uiSchema": null}), vec![]),
        (json!({"schema": null}), vec!["wrong-type"]),
    ] {
        assert_eq!(codes(&of_config(&config)), expected, "{config}");
    }
}

#[test]
fn secrets_are_known_by_words() {
    for (name, is_secret) in [
        ("token", true),
        ("discordToken", true),
        ("LASTFM_API_KEY", true),
        ("apikey", true),
        ("password_for_admin", true),
        ("tokens_per_minute", false),
        ("token_url", false),
        ("tokenizer", false),
        ("keyboard", false),
        ("key", false),
        ("secretary", false),
    ] {
        let setting = |schema: serde_json::Value| {
            let properties = json!({name: schema});
            of_schema(&json!({"type": "object", "properties": properties}))
        };
        let found = setting(json!({"type": "string"}));
        assert_eq!(found.contains(&"readable-secret"), is_secret, "{name}");
        assert_eq!(setting(json!({"type": "integer"})), [""; 0], "{name}");
        assert_eq!(
            setting(json!({"type": "string", "enum": ["a"]})),
            [""; 0],
            "{name}"
        );
        let titled = of_setting(&json!({"type": "string", "title": name}));
        assert_eq!(titled.contains(&"readable-secret"), is_secret, "{name}");
    }
}
