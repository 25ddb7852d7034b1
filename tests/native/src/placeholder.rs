//! Values in scenarios that are not written out: long ones, and those that the host makes up.
//!
//! - `{"repeat": "ab", "times": 3}` is the text `ababab`.
//! - `"${task}"` where something is expected takes whatever text is there, and from then on stands for it, also within longer texts.
//!
//! Must not know what the values are for.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

/// What the placeholders stand for.
#[derive(Debug, Clone, Default)]
pub struct Bindings(BTreeMap<String, String>);

impl Bindings {
    /// Writes the value out, as far as it is known.
    #[must_use]
    pub fn fill(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.fill_text(text)),
            Value::Array(items) => items.iter().map(|item| self.fill(item)).collect(),
            Value::Object(members) => repeated(members).unwrap_or_else(|| {
                members
                    .iter()
                    .map(|(key, value)| (self.fill_text(key), self.fill(value)))
                    .collect()
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    fn fill_text(&self, text: &str) -> String {
        self.0
            .iter()
            .fold(text.to_owned(), |text, (placeholder, value)| {
                text.replace(placeholder, value)
            })
    }

    /// Compares what is there with what is expected, and binds placeholders that are new.
    ///
    /// Numbers are the same when they mean the same: a whole one has no fraction when the server writes it, whatever its type.
    ///
    /// # Errors
    /// Where they differ, and how.
    pub fn compare(&mut self, expected: &Value, actual: &Value) -> Result<(), String> {
        let expected = self.fill(expected);
        self.compare_filled(&expected, actual)
    }

    fn compare_filled(&mut self, expected: &Value, actual: &Value) -> Result<(), String> {
        match (expected, actual) {
            (Value::String(text), Value::String(value)) if is_placeholder(text) => {
                let known = self.0.entry(text.clone()).or_insert_with(|| value.clone());
                same(known == value, expected, actual)
            }
            (Value::Number(expected_number), Value::Number(number)) => {
                same(same_number(expected_number, number), expected, actual)
            }
            (Value::Array(all), Value::Array(found)) if all.len() == found.len() => all
                .iter()
                .zip(found)
                .try_for_each(|(expected, actual)| self.compare_filled(expected, actual)),
            (Value::Object(all), Value::Object(found)) if all.keys().eq(found.keys()) => {
                all.iter().try_for_each(|(key, expected)| {
                    self.compare_filled(expected, &found[key])
                        .map_err(|difference| format!("{key}: {difference}"))
                })
            }
            _ => same(expected == actual, expected, actual),
        }
    }
}

fn same(same: bool, expected: &Value, actual: &Value) -> Result<(), String> {
    match same {
        true => Ok(()),
        false => Err(format!("expected {expected}, got {actual}")),
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    match one.is_f64() == other.is_f64() {
        true => one == other,
        false => one.as_f64() == other.as_f64(),
    }
}

fn is_placeholder(text: &str) -> bool {
    text.starts_with("${") && text.ends_with('}')
}

fn repeated(members: &Map<String, Value>) -> Option<Value> {
    let times = usize::try_from(members.get("times")?.as_u64()?).ok()?;
    let text = members.get("repeat")?.as_str()?;
    Some(text.repeat(times).into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn compare(expected: &Value, actual: &Value) -> Result<(), String> {
        Bindings::default().compare(expected, actual)
    }

    #[test]
    fn the_same_keys_must_be_there() {
        assert_eq!(compare(&json!({"a": 1}), &json!({"a": 1})), Ok(()));
        assert!(compare(&json!({}), &json!({"a": null})).is_err());
        assert!(compare(&json!({"a": 0}), &json!({})).is_err());
        assert!(compare(&json!({"a": 0}), &json!({"b": 0})).is_err());
        assert_eq!(
            compare(&json!({"a": [1, 2]}), &json!({"a": [1, 3]})),
            Err("a: expected 2, got 3".to_owned())
        );
        assert!(compare(&json!([1]), &json!([1, 2])).is_err());
    }

    #[test]
    fn a_whole_number_is_the_same_with_and_without_a_fraction() {
        assert_eq!(compare(&json!(3), &json!(3.0)), Ok(()));
        assert!(compare(&json!(3), &json!(3.5)).is_err());
        assert!(
            compare(
                &json!(9_007_199_254_740_993_u64),
                &json!(9_007_199_254_740_992_u64)
            )
            .is_err()
        );
        assert!(compare(&json!(3), &json!("3")).is_err());
    }

    #[test]
    fn a_placeholder_stands_for_what_it_met_first() {
        let mut bindings = Bindings::default();
        assert_eq!(bindings.compare(&json!("${id}"), &json!("x1")), Ok(()));
        assert_eq!(bindings.compare(&json!("${id}"), &json!("x1")), Ok(()));
        assert!(bindings.compare(&json!("${id}"), &json!("x2")).is_err());
        assert_eq!(
            bindings.fill(&json!({"${id}": ["no ${id}"]})),
            json!({"x1": ["no x1"]})
        );
        assert!(bindings.compare(&json!("${other}"), &json!(7)).is_err());
    }

    #[test]
    fn long_texts_are_written_out() {
        let value = json!({"key": {"repeat": "ab", "times": 2}});
        assert_eq!(Bindings::default().fill(&value), json!({"key": "abab"}));
    }
}
