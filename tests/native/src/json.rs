//! JSON values as the server might send them. Must not know what they mean.

use serde_json::{Value, json};

/// The object with `null` for every member.
#[must_use]
pub fn null_members(value: &Value) -> Value {
    let members = value.as_object().into_iter().flatten();
    members.map(|(key, _)| (key.clone(), Value::Null)).collect()
}

/// The value with `null` for everything but objects, also inside of objects.
#[must_use]
pub fn null_leaves(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), null_leaves(value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Value::Null
        }
    }
}

/// The object with one more key, which nobody knows.
#[must_use]
pub fn with_unknown_key(value: &Value) -> Value {
    let mut value = value.clone();
    value["fromAnotherVersion"] = json!({"deep": [null, {"deeper": 1}]});
    value
}
