use serde_json::json;

use super::{codes, of_config, of_form};

fn control(scope: &str) -> serde_json::Value {
    json!({"type": "Control", "scope": scope})
}

fn users(detail: &serde_json::Value) -> serde_json::Value {
    json!({"type": "Control", "scope": "#/properties/users", "options": {"detail": detail}})
}

fn layout(elements: &[serde_json::Value]) -> serde_json::Value {
    json!({"type": "VerticalLayout", "elements": elements})
}

fn masked(scope: &str) -> serde_json::Value {
    json!({"type": "Control", "scope": scope, "options": {"format": "password"}})
}

#[test]
fn forms_that_show_everything_and_mask_secrets_have_no_finding() {
    let url = control("#/properties/url");
    let both = [control("#/properties/name"), masked("#/properties/token")];
    let users = users(&layout(&both));
    let rule = json!({"effect": "SHOW", "condition": {"type": "AND", "conditions": [
        {"scope": "#", "schema": {}}, {"scope": "#/properties/url", "schema": {"const": "x"}},
    ]}});
    let mut ruled = url.clone();
    ruled["rule"] = rule;
    let category = |element| json!({"type": "Category", "label": "A", "elements": [element]});
    for form in [
        layout(&[url.clone(), users.clone()]),
        layout(&[
            json!({"type": "Label", "text": "A"}),
            ruled,
            json!({"type": "Group", "elements": [users]}),
        ]),
        json!({"type": "Categorization", "elements": [category(&url), category(&users)]}),
    ] {
        assert_eq!(of_form(&form), [""; 0], "{form}");
    }
}

#[test]
fn a_secret_is_readable_wherever_something_shows_it() {
    let url = control("#/properties/url");
    for shows in [
        layout(&[url.clone(), control("#/properties/users")]),
        layout(&[url.clone(), users(&json!("GENERATED"))]),
        layout(&[url, users(&control("#"))]),
        control("#"),
    ] {
        assert_eq!(of_form(&shows), ["readable-secret"], "{shows}");
    }
}

#[test]
fn what_is_hidden_is_not_readable() {
    let form = layout(&[
        control("#/properties/url"),
        users(&control("#/properties/name")),
    ]);
    assert_eq!(of_form(&form), ["hidden-setting"]);
    assert_eq!(of_form(&layout(&[])), ["hidden-setting"; 2]);
}

#[test]
fn scopes_of_a_detail_are_relative_to_an_element() {
    let names = [
        control("#/properties/name"),
        masked("#/properties/token"),
        control("#/properties/url"),
    ];
    let form = layout(&[control("#/properties/url"), users(&layout(&names))]);
    assert_eq!(of_form(&form), ["unknown-scope"]);
}

#[test]
fn a_mistake_in_a_form_is_not_told_twice() {
    for (element, expected) in [
        (control("#/properties/ulr"), "unknown-scope"),
        (control("url"), "unknown-scope"),
        (control("#/definitions/user"), "unknown-scope"),
        (control("#/properties"), "unknown-scope"),
        (control("#/properties/users/items"), "unknown-scope"),
        (json!({"type": "Control"}), "missing-scope"),
        (json!({"type": "Control", "scope": 1}), "missing-scope"),
        (
            json!({"type": "control", "scope": "#/properties/url"}),
            "unknown-element",
        ),
        (json!({"type": "Group"}), "invalid-form"),
        (json!({"type": "Category", "elements": []}), "invalid-form"),
        (json!({"scope": "#/properties/url"}), "invalid-form"),
        (json!("url"), "invalid-form"),
    ] {
        assert_eq!(
            of_form(&layout(std::slice::from_ref(&element))),
            [expected],
            "{element}"
        );
    }
}

#[test]
fn conditions_are_about_settings_too() {
    for (rule, expected) in [
        (
            json!({"effect": "SHOW", "condition": {"scope": "#/properties/ulr", "schema": {}}}),
            "unknown-scope",
        ),
        (
            json!({"effect": "show", "condition": {"scope": "#/properties/url", "schema": {}}}),
            "invalid-form",
        ),
        (json!({"effect": "SHOW"}), "invalid-form"),
        (
            json!({"effect": "SHOW", "condition": {"conditions": [{}]}}),
            "invalid-form",
        ),
        (json!([]), "invalid-form"),
    ] {
        let mut element = control("#/properties/url");
        element["rule"] = rule;
        assert_eq!(
            of_form(&layout(std::slice::from_ref(&element))),
            [expected],
            "{element}"
        );
    }
}

#[test]
fn settings_of_conditions_can_be_shown() {
    let schema = json!({
        "type": "object",
        "properties": {"kind": {"type": "string"}},
        "if": {"properties": {"kind": {"const": "tcp"}}},
        "then": {"properties": {"port": {"type": "integer"}}},
        "allOf": [{"properties": {"host": {"type": "string"}}}],
    });
    let scopes = [
        "#/properties/kind",
        "#/then/properties/port",
        "#/allOf/0/properties/host",
    ];
    let form = layout(&scopes.map(control));
    let config = json!({"schema": schema, "uiSchema": form});
    assert_eq!(codes(&of_config(&config)), [""; 0]);
}

#[test]
fn forms_of_another_library_are_known_by_their_keys() {
    let form =
        json!({"ui:order": ["url"], "users": {"items": {"token": {"ui:widget": "password"}}}});
    assert_eq!(of_form(&form), ["other-form-library"; 2]);
}
