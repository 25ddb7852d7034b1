use super::*;
use proptest::prelude::*;
use serde_json::json;

/// What JSON that goes into HTML must not contain as it is.
const UNESCAPED: [char; 6] = ['<', '>', '&', '\n', '\u{2028}', '\u{2029}'];

/// What becomes of a single value.
fn flat(json: &str) -> String {
    let config = flatten(&format!("{{\"key\":{json}}}")).unwrap();
    config["key"].clone()
}

#[test]
fn texts_are_taken_verbatim() {
    assert_eq!(flat(r#""<a&b>\n\"é\"""#), "<a&b>\n\"é\"");
    assert_eq!(flat(r#""""#), "");
}

#[test]
fn everything_else_becomes_compact_json() {
    assert_eq!(flat("30"), "30");
    assert_eq!(flat("true"), "true");
    assert_eq!(flat("false"), "false");
    assert_eq!(flat("null"), "null");
    assert_eq!(flat("[]"), "[]");
    assert_eq!(flat("{}"), "{}");
    assert_eq!(
        flat(r#"{"b": [1, 2.50, {"y": 1, "x": 2}], "a": {"z": null}, "A": {}}"#),
        r#"{"A":{},"a":{"z":null},"b":[1,2.5,{"x":2,"y":1}]}"#
    );
}

#[test]
fn texts_inside_are_escaped_for_html() {
    assert_eq!(flat(r#"["<a&b>"]"#), r#"["\u003ca\u0026b\u003e"]"#);
    assert_eq!(flat(r#"{"<": 1}"#), r#"{"\u003c":1}"#);
    assert_eq!(
        flat(r#"["\u0000\u0007\b\f\n\r\t\u001f\u007f\u2028\u2029\"\\\/é\ud83d\ude00"]"#),
        "[\"\\u0000\\u0007\\b\\f\\n\\r\\t\\u001f\u{7f}\\u2028\\u2029\\\"\\\\/é😀\"]"
    );
}

#[test]
fn numbers_go_through_floats() {
    for (json, text) in [
        ("1.0", "1"),
        ("0.1", "0.1"),
        ("123456.789", "123456.789"),
        ("-0", "-0"),
        ("-0.0", "-0"),
        ("9007199254740993", "9007199254740992"),
        ("18446744073709551615", "18446744073709552000"),
        ("1e20", "100000000000000000000"),
        ("999999999999999999999", "1e+21"),
        ("1e21", "1e+21"),
        ("-1e21", "-1e+21"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("1e-6", "0.000001"),
        ("0.000001234", "0.000001234"),
        ("1e-7", "1e-7"),
        ("-1e-9", "-1e-9"),
        ("5e-324", "5e-324"),
        ("1e-400", "0"),
    ] {
        assert_eq!(flat(json), text, "{json}");
    }
}

#[test]
fn the_last_of_equal_keys_counts() {
    assert_eq!(flat(r#"1, "key": "two""#), "two");
}

#[test]
fn null_is_no_configuration() {
    assert_eq!(flatten("null"), Ok(BTreeMap::new()));
    assert_eq!(flatten(" {} "), Ok(BTreeMap::new()));
}

#[test]
fn a_configuration_that_is_no_object_is_refused() {
    for json in [
        "",
        "[]",
        "\"a\"",
        "1",
        "{\"a\":1}x",
        "{\"a\":1e400}",
        "{a:1}",
    ] {
        let error = flatten(json).unwrap_err();
        assert!(
            error.starts_with("the configuration is no JSON object: "),
            "{json}: {error}"
        );
    }
}

#[test]
fn a_number_without_a_float_is_refused_wherever_that_is_found_out() {
    assert_eq!(
        number_text(None, &7.into()).unwrap_err(),
        "the configuration is no JSON object: number out of range: 7"
    );
}

#[test]
fn integers_are_decimal_and_have_64_bits() {
    assert_eq!(integer("9223372036854775807"), Some(i64::MAX));
    assert_eq!(integer("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(integer("+7"), Some(7));
    assert_eq!(integer("007"), Some(7));
    for text in [
        "",
        "-",
        "1.5",
        " 1",
        "1 ",
        "1e3",
        "0x10",
        "1_000",
        "9223372036854775808",
        "٣",
    ] {
        assert_eq!(integer(text), None, "{text}");
    }
}

#[test]
fn keys_are_found_by_exact_prefix_and_sorted_by_bytes() {
    let config = flatten(r#"{"é": 1, "b": 1, "ab": 1, "Ab": 1, "a": 1, "a%": 1}"#).unwrap();
    assert_eq!(keys(&config, ""), ["Ab", "a", "a%", "ab", "b", "é"]);
    assert_eq!(keys(&config, "a"), ["a", "a%", "ab"]);
    assert!(keys(&config, "%").is_empty());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(".{0,4}", inner, 0..5).prop_map(|map| json!(map)),
        ]
    })
}

/// The same value with every number as a float.
fn with_floats(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(with_floats).collect(),
        Value::Object(object) => {
            let entries = object.iter();
            Value::Object(
                entries
                    .map(|(key, value)| (key.clone(), with_floats(value)))
                    .collect(),
            )
        }
    }
}

proptest! {
    #[test]
    fn nothing_but_precision_is_lost(object in prop::collection::btree_map(".{0,4}", any_json(), 0..5)) {
        let config = flatten(&json!(object).to_string()).unwrap();
        prop_assert_eq!(config.len(), object.len());
        for (key, value) in &object {
            let text = &config[key];
            if let Value::String(verbatim) = value {
                prop_assert_eq!(text, verbatim);
            } else {
                let read: Value = serde_json::from_str(text).unwrap();
                prop_assert_eq!(with_floats(&read), with_floats(value));
                prop_assert!(!text.contains(UNESCAPED));
            }
        }
    }
}
