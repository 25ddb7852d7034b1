//! Settings as a form of JSON Forms, which the server's web interface shows. Must not say what values are valid.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{Field, Kind};

pub(super) fn root(settings: &[Field]) -> Value {
    layout(&elements(settings, "#"))
}

fn layout(elements: &[Value]) -> Value {
    json!({"type": "VerticalLayout", "elements": elements})
}

/// Those without a group first, then the groups, in the order of their first fields.
fn elements(fields: &[Field], parent: &str) -> Vec<Value> {
    let mut elements = Vec::new();
    let mut groups: IndexMap<&str, Vec<Value>> = IndexMap::new();
    for field in fields {
        let element = element(field, parent);
        match &field.group {
            None => elements.push(element),
            Some(group) => groups.entry(group).or_default().push(element),
        }
    }
    let groups = groups.into_iter();
    elements.extend(groups.map(|(label, elements)| group(label, &elements)));
    elements
}

fn group(label: &str, elements: &[Value]) -> Value {
    json!({"type": "Group", "label": label, "elements": elements})
}

fn element(field: &Field, parent: &str) -> Value {
    // A JSON pointer, in which these two have a meaning.
    let name = field.name.replace('~', "~0").replace('/', "~1");
    let scope = format!("{parent}/properties/{name}");
    if let Kind::Object { fields } = &field.kind {
        return group(&field.label, &elements(fields, &scope));
    }
    let mut control = json!({"type": "Control", "scope": scope});
    let options = options(&field.kind);
    if !options.is_empty() {
        control["options"] = options.into();
    }
    control
}

fn options(kind: &Kind) -> Map<String, Value> {
    let mut options = Map::new();
    match kind {
        Kind::Text(text) => {
            if text.secret {
                options.insert("format".to_owned(), json!("password"));
            }
            if text.multiline {
                options.insert("multi".to_owned(), json!(true));
            }
        }
        Kind::List(list) => {
            if let Some(label_by) = &list.label_by {
                options.insert("elementLabelProp".to_owned(), json!(label_by));
            }
            if let Kind::Object { fields } = &*list.of {
                options.insert("detail".to_owned(), layout(&elements(fields, "#")));
            }
        }
        Kind::Boolean {}
        | Kind::Integer(_)
        | Kind::Number(_)
        | Kind::Choice { .. }
        | Kind::Map { .. }
        | Kind::Object { .. } => {}
    }
    options
}
