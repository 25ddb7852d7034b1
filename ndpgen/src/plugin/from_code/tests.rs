//! What becomes of descriptions, and that the result is a manifest.

use serde_json::{Value, json};

use super::*;

fn hello() -> Crate {
    Crate {
        name: "hello-world".to_owned(),
        version: "1.2.3".to_owned(),
        authors: vec!["Ada <ada@example.org>".to_owned()],
        description: Some("Says hello".to_owned()),
        metadata: json!({"navidrome": {"permissions": {
            "cache": "Counts",
            "http": {"reason": "Asks", "requiredHosts": ["api.example.org"]},
        }}}),
        ..Crate::default()
    }
}

fn made(of: &Crate, settings: Option<&Value>) -> Value {
    let settings = settings.map(Value::to_string);
    let text = manifest(of, settings.as_deref().map(str::as_bytes)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn what_cargo_knows_need_not_be_said_again() {
    let expected = json!({
        "name": "Hello world",
        "author": "Ada",
        "version": "1.2.3",
        "description": "Says hello",
        "permissions": {
            "cache": {"reason": "Counts"},
            "http": {"reason": "Asks", "requiredHosts": ["api.example.org"]},
        },
    });
    assert_eq!(made(&hello(), None), expected);
}

#[test]
fn what_is_said_for_the_server_goes_first() {
    let mut of = hello();
    of.homepage = Some("https://example.org/crate".to_owned());
    let said =
        json!({"name": "N", "author": "A", "description": "D", "website": "https://example.org"});
    of.metadata = json!({ "navidrome": said });
    let manifest = made(&of, None);
    for key in ["name", "author", "description", "website"] {
        assert_eq!(manifest[key], said[key], "{key}");
    }
    of.metadata = json!({});
    assert_eq!(made(&of, None)["website"], "https://example.org/crate");
}

#[test]
fn a_key_that_does_not_exist_is_refused_with_the_nearest() {
    for (metadata, expected) in [
        (json!({"permisions": {}}), "did you mean `permissions`?"),
        (
            json!({"permissions": {"kvstor": "x"}}),
            "did you mean `kvstore`?",
        ),
        (
            json!({"permissions": {"cache": 1}}),
            "must be a table, or the reason",
        ),
        (json!({"name": 1}), "`name` must be a text"),
        (json!("x"), "must be a table"),
        (
            json!({"homepage": "x", "version": "1", "permissions": {"cach": "x"}}),
            "unknown key `homepage`: it is `website`; without it `homepage` or `repository` of [package] counts; \
             unknown key `version`: the version is that of [package]; unknown key `cach`: did you mean `cache`?",
        ),
    ] {
        let of = Crate {
            metadata: json!({ "navidrome": metadata }),
            ..hello()
        };
        let error = format!("{:#}", manifest(&of, None).unwrap_err());
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn somebody_must_be_the_author() {
    let of = Crate {
        authors: Vec::new(),
        ..hello()
    };
    let error = format!("{:#}", manifest(&of, None).unwrap_err());
    assert!(error.contains("`authors = "), "{error}");
    assert!(error.contains("`author = "), "{error}");
}

/// One setting of each kind.
fn settings() -> Value {
    let field = |name: &str, kind: Value| json!({"name": name, "label": name.to_uppercase(), "required": false, "kind": kind});
    json!({"format": 1, "settings": [
        {"name": "token", "label": "Token", "help": "From your account", "required": true, "kind": {"text": {"secret": true, "minLength": 1}}},
        {"name": "seconds", "label": "Seconds", "required": false, "default": 60, "group": "Advanced", "kind": {"integer": {"min": 1, "max": 3600}}},
        field("ratio", json!({"number": {}})),
        field("notes", json!({"text": {"multiline": true}})),
        field("address", json!({"text": {"url": true}})),
        field("verbose", json!({"boolean": {}})),
        field("mode", json!({"choice": {"options": [{"name": "fast", "label": "As fast as can be"}]}})),
        field("plain", json!({"choice": {"options": [{"name": "a", "label": "a"}]}})),
        field("tags", json!({"list": {"of": {"text": {}}, "maxItems": 3}})),
        field("names", json!({"map": {"of": {"integer": {}}}})),
        field("servers", json!({"list": {"labelBy": "host", "of": {"object": {"fields": [
            {"name": "host", "label": "Host", "required": true, "kind": {"text": {}}},
            {"name": "password", "label": "Password", "required": false, "kind": {"text": {"secret": true}}},
        ]}}}})),
        field("proxy", json!({"object": {"fields": [
            {"name": "a/b", "label": "A or B", "required": false, "kind": {"boolean": {}}},
        ]}})),
    ]})
}

#[test]
fn settings_become_a_schema_of_draft_7() {
    let schema = &made(&hello(), Some(&settings()))["config"]["schema"];
    assert_eq!(schema["required"], json!(["token"]));
    let expected = json!({
        "token": {"type": "string", "title": "Token", "description": "From your account", "minLength": 1},
        "seconds": {"type": "integer", "title": "Seconds", "default": 60, "minimum": 1, "maximum": 3600},
        "ratio": {"type": "number", "title": "RATIO"},
        "notes": {"type": "string", "title": "NOTES"},
        "address": {"type": "string", "title": "ADDRESS", "format": "uri"},
        "verbose": {"type": "boolean", "title": "VERBOSE"},
        "mode": {"type": "string", "title": "MODE", "oneOf": [{"const": "fast", "title": "As fast as can be"}]},
        "plain": {"type": "string", "title": "PLAIN", "enum": ["a"]},
        "tags": {"type": "array", "title": "TAGS", "items": {"type": "string"}, "maxItems": 3},
        "names": {"type": "object", "title": "NAMES", "additionalProperties": {
            "type": "integer",
            "minimum": -(1_i64 << 53),
            "maximum": 1_i64 << 53,
        }},
        "servers": {"type": "array", "title": "SERVERS", "items": {
            "type": "object",
            "properties": {"host": {"type": "string", "title": "Host"}, "password": {"type": "string", "title": "Password"}},
            "required": ["host"],
            "additionalProperties": false,
        }},
        "proxy": {
            "type": "object",
            "title": "PROXY",
            "properties": {"a/b": {"type": "boolean", "title": "A or B"}},
            "additionalProperties": false,
        },
    });
    assert_eq!(schema["properties"], expected);
    let checked = jsonschema::draft7::meta::validate(schema);
    assert!(checked.is_ok(), "{checked:?}");
}

#[test]
fn settings_become_a_form_in_their_order_with_groups_at_the_end() {
    let form = &made(&hello(), Some(&settings()))["config"]["uiSchema"];
    let control = |name: &str| json!({"type": "Control", "scope": format!("#/properties/{name}")});
    let with = |name: &str, options: Value| {
        let mut control = control(name);
        control["options"] = options;
        control
    };
    let detail = json!({"type": "VerticalLayout", "elements": [
        control("host"),
        with("password", json!({"format": "password"})),
    ]});
    let expected = json!({"type": "VerticalLayout", "elements": [
        with("token", json!({"format": "password"})),
        control("ratio"),
        with("notes", json!({"multi": true})),
        control("address"),
        control("verbose"),
        control("mode"),
        control("plain"),
        control("tags"),
        control("names"),
        with("servers", json!({"elementLabelProp": "host", "detail": detail})),
        {"type": "Group", "label": "PROXY", "elements": [control("proxy/properties/a~1b")]},
        {"type": "Group", "label": "Advanced", "elements": [control("seconds")]},
    ]});
    assert_eq!(*form, expected);
}

#[test]
fn a_description_of_another_version_says_so() {
    let error = manifest(&hello(), Some(br#"{"format": 2, "other": {}}"#)).unwrap_err();
    assert!(
        format!("{error:#}").contains("must be of one version"),
        "{error:#}"
    );
    let error = manifest(&hello(), Some(b"{")).unwrap_err();
    assert!(format!("{error:#}").contains("nd-pdk:config"), "{error:#}");
}
