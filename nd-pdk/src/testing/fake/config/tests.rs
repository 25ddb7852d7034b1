use std::rc::Rc;

use super::*;
use crate::testing::world::Setup;

fn service(json: &str) -> FakeConfig {
    let setup = Setup {
        config: config::flatten(json).unwrap(),
        ..Setup::default()
    };
    FakeConfig::new(&World {
        setup: Rc::new(setup),
        ..World::default()
    })
}

#[test]
fn settings_are_texts_whatever_they_were() {
    let config = service(r#"{"text": "a", "on": true, "days": 30, "hosts": ["a", "b"]}"#);
    assert_eq!(config.get("text"), Ok(Some("a".to_owned())));
    assert_eq!(config.get("on"), Ok(Some("true".to_owned())));
    assert_eq!(config.get("days"), Ok(Some("30".to_owned())));
    assert_eq!(config.get("hosts"), Ok(Some(r#"["a","b"]"#.to_owned())));
}

#[test]
fn an_empty_text_is_a_setting_and_a_missing_one_is_not() {
    let config = service(r#"{"empty": ""}"#);
    assert_eq!(config.get("empty"), Ok(Some(String::new())));
    assert_eq!(config.get("Empty"), Ok(None));
}

#[test]
fn only_decimal_integers_are_integers() {
    let config = service(
        r#"{"days": 30, "text": "-7", "half": 1.5, "big": 1e21, "blank": " 1", "none": null}"#,
    );
    assert_eq!(config.get_int("days"), Ok(Some(30)));
    assert_eq!(config.get_int("text"), Ok(Some(-7)));
    for key in ["half", "big", "blank", "none", "missing"] {
        assert_eq!(config.get_int(key), Ok(None), "{key}");
    }
}

#[test]
fn keys_are_listed_by_exact_prefix_in_byte_order() {
    let config = service(r#"{"b": 1, "aB": 1, "AB": 1, "aA": 1}"#);
    assert_eq!(config.keys("a").unwrap(), ["aA", "aB"]);
    assert_eq!(config.keys("").unwrap(), ["AB", "aA", "aB", "b"]);
    assert!(config.keys("x").unwrap().is_empty());
}

#[test]
fn without_settings_there_is_nothing() {
    let config = FakeConfig::new(&World::default());
    assert_eq!(config.get("any"), Ok(None));
    assert!(config.keys("").unwrap().is_empty());
}
