//! How values look on the wire, codec by codec: `null`, missing keys, wrong types, bounds, bytes and NaN.

use std::collections::HashMap;

use nd_pdk::Error;
use nd_pdk::wire::{
    self, Base64, DecodeAs, EncodeAs, Finite, Incoming, Json, List, Map, Maybe, Outgoing, Plain,
};
use serde::{Deserialize, Serialize};

fn decode<C: DecodeAs<T>, T>(json: &str) -> Result<T, Error> {
    Json::<T, C>::decode(json.as_bytes().to_vec())
}

fn encode<C: EncodeAs<T>, T>(value: &T) -> Result<String, Error> {
    let bytes = Json::<T, C>::encode(value)?.expect("JSON is never nothing");
    Ok(String::from_utf8(bytes).unwrap())
}

fn message<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().message
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Sample {
    #[serde(deserialize_with = "wire::lenient")]
    plain_text: String,
    #[serde(
        deserialize_with = "wire::lenient",
        skip_serializing_if = "wire::is_default"
    )]
    count: i32,
    #[serde(with = "wire::As::<Finite>", skip_serializing_if = "wire::is_default")]
    score: f32,
    #[serde(with = "wire::As::<Base64>")]
    data: Vec<u8>,
    #[serde(
        with = "wire::As::<List<Map<Base64>>>",
        skip_serializing_if = "wire::is_default"
    )]
    parts: Vec<HashMap<String, Vec<u8>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bpm: Option<i32>,
    #[serde(
        with = "wire::As::<Maybe<Finite>>",
        skip_serializing_if = "Option::is_none"
    )]
    gain: Option<f64>,
    #[serde(
        deserialize_with = "wire::lenient",
        skip_serializing_if = "wire::is_default"
    )]
    inner: Option<Box<Sample>>,
}

#[test]
fn null_is_the_default_everywhere() {
    assert_eq!(decode::<Plain, i32>("null"), Ok(0));
    assert_eq!(decode::<Plain, String>("null"), Ok(String::new()));
    assert_eq!(decode::<Plain, Sample>("null"), Ok(Sample::default()));
    assert_eq!(decode::<Finite, f64>("null"), Ok(0.0));
    assert_eq!(decode::<Base64, Vec<u8>>("null"), Ok(vec![]));
    assert_eq!(decode::<List<Plain>, Vec<i32>>("null"), Ok(vec![]));
    assert_eq!(
        decode::<List<Finite>, Vec<f32>>("[1.5,null]"),
        Ok(vec![1.5, 0.0])
    );
    assert_eq!(
        decode::<Map<Plain>, HashMap<String, i32>>("null"),
        Ok(HashMap::new())
    );
    assert_eq!(
        decode::<Map<Base64>, HashMap<String, Vec<u8>>>(r#"{"a":null}"#),
        Ok(HashMap::from([("a".into(), vec![])]))
    );
    assert_eq!(decode::<Maybe<Finite>, Option<f64>>("null"), Ok(None));
    let nulls = r#"{"plainText":null,"count":null,"score":null,"data":null,"parts":null,"bpm":null,"gain":null,"inner":null}"#;
    assert_eq!(decode::<Plain, Sample>(nulls), Ok(Sample::default()));
}

#[test]
fn missing_and_unknown_keys_do_not_matter() {
    assert_eq!(decode::<Plain, Sample>("{}"), Ok(Sample::default()));
    assert_eq!(
        decode::<Plain, Sample>(r#"{"later":{"a":[1,2]},"count":3,"also":"x"}"#),
        Ok(Sample {
            count: 3,
            ..Sample::default()
        })
    );
}

#[test]
fn no_input_reads_as_null() {
    assert_eq!(decode::<Plain, Sample>(""), Ok(Sample::default()));
}

#[test]
fn what_is_empty_is_left_out_only_where_it_may_be() {
    assert_eq!(
        encode::<Plain, _>(&Sample::default()),
        Ok(r#"{"plainText":"","data":""}"#.into())
    );
    let zeros = Sample {
        bpm: Some(0),
        gain: Some(0.0),
        ..Sample::default()
    };
    assert_eq!(
        encode::<Plain, _>(&zeros),
        Ok(r#"{"plainText":"","data":"","bpm":0,"gain":0.0}"#.into())
    );
}

#[test]
fn wrong_types_are_errors_that_name_the_place() {
    assert_eq!(
        message(decode::<Plain, Sample>(r#"{"plainText":"a","count":"3"}"#)),
        "unreadable JSON in `count`: invalid type: string \"3\", expected i32 at line 1 column 28"
    );
    assert!(message(decode::<Plain, Sample>(r#"{"inner":{"parts":[{},{"a":1}]}}"#))
        .starts_with("unreadable JSON in `inner.parts[1].a`: invalid type: integer `1`, expected bytes as base64 text"));
    assert!(message(decode::<List<Plain>, Vec<i32>>("{}")).contains("expected a list"));
    assert!(
        message(decode::<Map<Plain>, HashMap<String, i32>>("[]")).contains("expected an object")
    );
    assert!(message(decode::<Plain, i32>("1.0")).contains("floating point"));
    assert!(message(decode::<Plain, bool>("0")).contains("expected a boolean"));
}

#[test]
fn text_after_the_value_is_an_error() {
    assert!(message(decode::<Plain, i32>("1 2")).contains("trailing characters"));
    assert!(message(decode::<Plain, i32>("{")).starts_with("unreadable JSON"));
}

#[test]
fn integers_have_bounds() {
    assert_eq!(decode::<Plain, i32>("-2147483648"), Ok(i32::MIN));
    assert!(message(decode::<Plain, i32>("2147483648")).contains("2147483648"));
    assert_eq!(decode::<Plain, u32>("4294967295"), Ok(u32::MAX));
    assert!(decode::<Plain, u32>("4294967296").is_err());
    assert!(decode::<Plain, u32>("-1").is_err());
    assert_eq!(decode::<Plain, i64>("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(decode::<Plain, i64>("-9223372036854775808"), Ok(i64::MIN));
    assert!(decode::<Plain, i64>("9223372036854775808").is_err());
    assert_eq!(
        encode::<Plain, _>(&i64::MIN),
        Ok("-9223372036854775808".into())
    );
}

#[test]
fn bytes_are_standard_padded_base64() {
    assert_eq!(
        encode::<Base64, _>(&vec![0xfb, 0xff, 0xfe, 0x00]),
        Ok(r#""+//+AA==""#.into())
    );
    assert_eq!(
        decode::<Base64, Vec<u8>>(r#""+//+AA==""#),
        Ok(vec![0xfb, 0xff, 0xfe, 0x00])
    );
    assert_eq!(decode::<Base64, Vec<u8>>(r#""""#), Ok(vec![]));
    // An escape, as the host may write any character of a string.
    assert_eq!(decode::<Base64, Vec<u8>>(r#""\u0041A==""#), Ok(vec![0]));
    for bad in [
        r#""AA""#,
        r#""AA=""#,
        r#""AA= =""#,
        r#""-_-_""#,
        r#""AB==""#,
        r#""A===""#,
        r#""AA==\n""#,
    ] {
        assert!(
            message(decode::<Base64, Vec<u8>>(bad)).contains("base64: "),
            "{bad}"
        );
    }
    for wrong in ["[0,1]", "1", "true", "{}"] {
        assert!(
            message(decode::<Base64, Vec<u8>>(wrong)).contains("bytes as base64 text"),
            "{wrong}"
        );
    }
}

#[test]
fn bytes_nest_in_lists_and_maps() {
    type Nested = HashMap<String, Vec<Option<Vec<u8>>>>;
    let value: Nested = HashMap::from([("k".into(), vec![Some(vec![0]), None, Some(vec![])])]);
    let json = r#"{"k":["AA==",null,""]}"#;
    assert_eq!(
        encode::<Map<List<Maybe<Base64>>>, _>(&value),
        Ok(json.into())
    );
    assert_eq!(decode::<Map<List<Maybe<Base64>>>, Nested>(json), Ok(value));
}

#[test]
fn nan_and_infinity_are_errors_that_name_the_place() {
    let nan = |sample: Sample| message(encode::<Plain, _>(&sample));
    let text = "cannot be written: JSON has finite numbers only";
    assert_eq!(
        nan(Sample {
            score: f32::NAN,
            ..Sample::default()
        }),
        format!("`score`: NaN {text}")
    );
    assert_eq!(
        nan(Sample {
            gain: Some(f64::INFINITY),
            ..Sample::default()
        }),
        format!("`gain`: infinity {text}")
    );
    let inner = Sample {
        score: f32::NEG_INFINITY,
        ..Sample::default()
    };
    assert_eq!(
        nan(Sample {
            inner: Some(Box::new(inner)),
            ..Sample::default()
        }),
        format!("`inner.score`: negative infinity {text}")
    );
    assert_eq!(
        message(encode::<Finite, _>(&f64::NAN)),
        format!("NaN {text}")
    );
    assert_eq!(
        message(encode::<List<Finite>, _>(&vec![0.5, f32::NAN])),
        format!("`[1]`: NaN {text}")
    );
    assert_eq!(
        message(encode::<Map<Maybe<Finite>>, _>(&HashMap::from([(
            "a b".to_owned(),
            Some(f64::NAN)
        )]))),
        format!("`a b`: NaN {text}")
    );
}

#[test]
fn floats_survive_unchanged() {
    for value in [
        0.1,
        1.0 / 3.0,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        123_456_789.123_456_79,
    ] {
        assert_eq!(
            decode::<Finite, f64>(&encode::<Finite, _>(&value).unwrap()),
            Ok(value)
        );
    }
    assert_eq!(decode::<Finite, f32>("3"), Ok(3.0));
    assert_eq!(decode::<Finite, f64>("1e21"), Ok(1e21));
}
