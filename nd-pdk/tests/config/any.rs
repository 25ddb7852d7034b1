//! Whatever the server saves by the description is loaded, for a struct with every kind of setting and with names that are hard.

use std::collections::{BTreeMap, HashMap};

use nd_pdk::Config;
use nd_pdk::config::tree::{Constant, Field, Kind};
use nd_pdk::testing::FakeHost;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const ODD: &str = "a\"b\\\n\u{1}\u{7f}é</script>";

#[derive(Debug, PartialEq, Config)]
#[config(rename_all = "camelCase")]
struct Settings {
    #[config(default = ODD, label = "l\"\\{}")]
    r#type: String,
    #[config(default = 1, name = "we\"ird \\ name\n{}")]
    deserializer: u8,
    #[config(default = -128)]
    smallest: i8,
    #[config(default = 1 << 53)]
    large: u64,
    #[config(default = i128::MIN >> 80)]
    wide: i128,
    #[config(default)]
    wide_and_positive: u128,
    #[config(default = 1e-7)]
    float: f32,
    #[config(default = -16777217.5)]
    double: f64,
    #[config(default = true)]
    flag: bool,
    #[config(default = Only::Braces)]
    only: Only,
    #[config(default = [Only::Braces])]
    several: Vec<Only>,
    #[config(default = [["a"], []])]
    nested: Vec<Vec<String>>,
    #[config(default)]
    inner: Inner,
    #[config(default)]
    map: BTreeMap<String, Inner>,
    #[config(default)]
    deep: HashMap<String, Vec<BTreeMap<String, i8>>>,
    text: Option<String>,
    optional: Option<Vec<Inner>>,
}

#[derive(Debug, PartialEq, Config)]
struct Inner {
    #[config(default = 9)]
    number: u16,
    only: Option<Only>,
    #[config(default = "null")]
    text: String,
}

#[derive(Debug, Default, PartialEq, Config)]
enum Only {
    #[default]
    #[config(name = "{\"n\"}")]
    Braces,
}

/// Beyond this the server saves another number than it was given.
const EXACT: i128 = 1 << 53;

fn of_kind(kind: Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Text(_) => prop_oneof![any::<String>(), "null|true|[0-9]|\\{\\}|\\[\\]|\"\""]
            .prop_map(Value::from)
            .boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Integer(integer) => {
            let (min, max) = (integer.min.unwrap_or(-EXACT), integer.max.unwrap_or(EXACT));
            let numbers = prop_oneof![Just(min), Just(max), min..=max];
            numbers.prop_map(|number| json!(number as i64)).boxed()
        }
        Kind::Number(_) => any::<f32>().prop_map(|number| json!(number)).boxed(),
        Kind::Choice(choices) => prop::sample::select(choices)
            .prop_map(|choice| choice.name.into())
            .boxed(),
        Kind::List(list) => vec(of_kind(*list.of), 0..3).prop_map(Value::from).boxed(),
        Kind::Map(of) => btree_map(any::<String>(), of_kind(*of), 0..3)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
            .boxed(),
        Kind::Object(fields) => of_fields(fields).prop_map(Value::Object).boxed(),
    }
}

/// Any of the settings: what is not required may be missing.
fn of_fields(fields: &'static [Field]) -> BoxedStrategy<Map<String, Value>> {
    let field = |field: &Field| match field.required {
        true => of_kind(field.kind).prop_map(Some).boxed(),
        false => option::of(of_kind(field.kind)).boxed(),
    };
    let named = |values: Vec<Option<Value>>| {
        let named = fields.iter().zip(values);
        named
            .filter_map(|(field, value)| Some((field.name.to_owned(), value?)))
            .collect()
    };
    let values: Vec<_> = fields.iter().map(field).collect();
    values.prop_map(named).boxed()
}

fn json_of(constant: Constant) -> Value {
    match constant {
        Constant::Text(text) => text.into(),
        Constant::Boolean(value) => value.into(),
        Constant::Integer(number) => json!(i64::try_from(number).unwrap()),
        Constant::Number(text) => text.parse::<f64>().unwrap().into(),
        Constant::List(elements) => elements.iter().copied().map(json_of).collect(),
        Constant::Object(entries) => {
            let entries = entries.iter();
            Value::Object(
                entries
                    .map(|(name, value)| ((*name).to_owned(), json_of(*value)))
                    .collect(),
            )
        }
    }
}

fn load(settings: Map<String, Value>) -> Result<Settings, String> {
    let settings = Value::Object(settings).to_string();
    let _host = FakeHost::builder().config_json(&settings).install();
    Settings::load().map_err(|error| format!("{error} in {settings}"))
}

#[test]
fn the_defaults_of_the_form_are_those_of_the_struct() {
    let fields = Settings::FIELDS.iter();
    let defaults = fields.filter_map(|it| Some((it.name.to_owned(), json_of(it.default?))));
    let saved = load(defaults.collect()).unwrap();
    assert_eq!(load(Map::new()).unwrap(), saved);
    assert_eq!((saved.r#type.as_str(), saved.large), (ODD, 1 << 53));
}

proptest! {
    #[test]
    fn what_is_saved_by_the_description_is_loaded(settings in of_fields(Settings::FIELDS)) {
        let loaded = load(settings.clone());
        prop_assert!(loaded.is_ok(), "{}", loaded.unwrap_err());
        let loaded = loaded.unwrap();
        if let Some(text) = settings.get("type") {
            prop_assert_eq!(text, &loaded.r#type);
        }
        if let Some(number) = settings.get("wide") {
            prop_assert_eq!(number.as_i64().map(i128::from), Some(loaded.wide));
        }
        if let Some(map) = settings.get("map") {
            prop_assert_eq!(map.as_object().unwrap().len(), loaded.map.len());
        }
    }
}
