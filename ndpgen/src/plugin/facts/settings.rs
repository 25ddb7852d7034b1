//! The settings of a plugin, out of the schema in its manifest. Must not look below the first level, nor judge the schema.

use std::collections::HashSet;

use serde::Serialize;

use super::super::json::{Node, Value};
use super::{find, text};

/// A setting that users of the server can make.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Setting {
    pub key: String,
    pub title: Option<String>,
    /// The types that its value may have; none for any.
    pub types: Vec<String>,
    pub is_required: bool,
    pub default: Option<serde_json::Value>,
    /// Whether the form hides what is typed.
    pub is_secret: bool,
}

/// In the order of the schema.
pub(super) fn of(manifest: &Node) -> Vec<Setting> {
    let Some(config) = find(manifest, "config") else {
        return Vec::new();
    };
    let Some(schema) = find(config, "schema") else {
        return Vec::new();
    };
    let required = schema.get("required").map(|it| it.node.elements());
    let required: HashSet<&str> = required
        .unwrap_or_default()
        .iter()
        .filter_map(Node::text)
        .collect();
    let mut secret = HashSet::new();
    if let Some(form) = find(config, "uiSchema") {
        secrets(form, &mut secret);
    }
    let properties = schema.get("properties").map(|it| it.node.members());
    let setting = |(key, node): (&String, &Node)| Setting {
        key: key.clone(),
        title: text(node, "title"),
        types: types(node),
        is_required: required.contains(key.as_str()),
        default: node.get("default").map(|it| it.node.to_json()),
        is_secret: secret.contains(key.as_str()),
    };
    let properties = properties.unwrap_or_default().iter();
    properties.map(|it| setting((&it.key, &it.node))).collect()
}

fn types(schema: &Node) -> Vec<String> {
    let node = schema.get("type").map(|it| &it.node);
    match node.map(|node| &node.value) {
        Some(Value::Text(name)) => vec![name.clone()],
        Some(Value::List(names)) => {
            let names = names.iter().filter_map(Node::text);
            names.map(str::to_owned).collect()
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {
            Vec::new()
        }
    }
}

/// The settings of the first level that a form shows as passwords. What is below `options` is about other levels.
fn secrets<'a>(element: &'a Node, found: &mut HashSet<&'a str>) {
    let member = |node: &'a Node, key: &str| node.get(key).map(|it| &it.node);
    let format = member(element, "options").and_then(|options| member(options, "format"));
    if format.and_then(Node::text) == Some("password") {
        let scope = member(element, "scope").and_then(Node::text);
        found.extend(scope.and_then(|scope| scope.strip_prefix("#/properties/")));
    }
    let elements = member(element, "elements").map(Node::elements);
    for element in elements.unwrap_or_default() {
        secrets(element, found);
    }
}
