//! The plugin's configuration as the server hands it over: a flat map of texts. Must not know any key.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

/// Turns a configuration, a JSON object, into the texts that the plugin sees.
///
/// Texts are taken as they are, everything else as compact JSON with sorted keys, in which `<`, `>`, `&` and the line separators U+2028 and U+2029
/// are escaped. All numbers go through 64-bit floats: integers beyond 2^53 lose digits, and from 10^21 on (and below 10^-6) numbers have an
/// exponent.
///
/// ```
/// let config = nd_rules::config::flatten(r#"{"name": "a<b", "days": 30.0, "hosts": ["a<b", null]}"#)?;
/// assert_eq!(config["name"], "a<b");
/// assert_eq!(config["days"], "30");
/// assert_eq!(config["hosts"], r#"["a\u003cb",null]"#);
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
///
/// The text is not JSON, a number in it is beyond the range of 64-bit floats, or it is neither an object nor `null` (no configuration at all).
pub fn flatten(json: &str) -> Result<BTreeMap<String, String>, String> {
    let config: Option<Map<String, Value>> = serde_json::from_str(json)
        .map_err(|error| format!("the configuration is no JSON object: {error}"))?;
    let entries = config.unwrap_or_default().into_iter();
    entries
        .map(|(key, value)| Ok((key, text(value)?)))
        .collect()
}

/// A setting as an integer, if its text is a decimal integer of 64 bits and nothing else.
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// The names of all settings that begin with a prefix, byte for byte, in ascending byte order.
#[must_use]
pub fn keys(config: &BTreeMap<String, String>, prefix: &str) -> Vec<String> {
    let keys = config.keys().filter(|key| key.starts_with(prefix));
    keys.cloned().collect()
}

fn text(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let mut json = String::new();
            write_value(&mut json, &value)?;
            Ok(json)
        }
    }
}

fn write_value(json: &mut String, value: &Value) -> Result<(), String> {
    match value {
        Value::Null => json.push_str("null"),
        Value::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => json.push_str(&number_text(number.as_f64(), number)?),
        Value::String(text) => write_string(json, text),
        Value::Array(items) => write_list(json, ['[', ']'], items, write_value)?,
        Value::Object(object) => {
            // Whether the map keeps its keys sorted is up to the features that the crates of a build agree on.
            let sorted: BTreeMap<_, _> = object.iter().collect();
            write_list(json, ['{', '}'], sorted, |json, (key, value)| {
                write_string(json, key);
                json.push(':');
                write_value(json, value)
            })?;
        }
    }
    Ok(())
}

fn write_list<T>(
    json: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    write_item: impl Fn(&mut String, T) -> Result<(), String>,
) -> Result<(), String> {
    json.push(open);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        write_item(json, item)?;
    }
    json.push(close);
    Ok(())
}

fn write_string(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\0'..'\u{20}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(json, "\\u{:04x}", u32::from(letter)).expect("a String takes all text");
            }
            _ => json.push(letter),
        }
    }
    json.push('"');
}

/// The shortest digits that give the same float again; with an exponent where it is far from zero or one.
///
/// # Errors
/// There is no such float. Whether reading the JSON has found that out already is up to the features that the crates of a build agree on.
fn number_text(float: Option<f64>, written: &serde_json::Number) -> Result<String, String> {
    let Some(number) = float else {
        return Err(format!(
            "the configuration is no JSON object: number out of range: {written}"
        ));
    };
    if number == 0.0 || (1e-6..1e21).contains(&number.abs()) {
        return Ok(number.to_string());
    }
    let text = format!("{number:e}");
    // Only negative exponents have a sign in Rust.
    Ok(if number.abs() < 1.0 {
        text
    } else {
        text.replace('e', "e+")
    })
}

#[cfg(test)]
mod tests;
