//! Settings as structs.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use nd_pdk::host::config::{ConfigService, install};
use nd_pdk::testing::FakeHost;
use nd_pdk::{Error, config};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Loads settings that are saved as this JSON.
fn load<T: DeserializeOwned>(settings: &str) -> Result<T, Error> {
    let _host = FakeHost::builder().config_json(settings).install();
    config::load()
}

fn problem<T: DeserializeOwned>(settings: &str) -> String {
    load::<T>(settings)
        .err()
        .expect("the settings do not fit")
        .message
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Quality {
    Low,
    VeryHigh,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Server {
    host: String,
    port: u16,
}

/// One setting that is there in any case, of any type.
#[derive(Debug, PartialEq, Deserialize)]
struct One<T> {
    v: T,
}

/// The value of the one setting, saved as this JSON.
fn one<T: DeserializeOwned>(value: &str) -> T {
    load::<One<T>>(&format!(r#"{{"v": {value}}}"#)).unwrap().v
}

/// What is wrong with the one setting, saved as this JSON.
fn one_problem<T: DeserializeOwned>(value: &str) -> String {
    problem::<One<T>>(&format!(r#"{{"v": {value}}}"#))
}

#[test]
fn texts_stay_as_they_are() {
    for text in ["", "a", "30", "true", "null", "[1]", " {} ", "\"a\""] {
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(one::<String>(&json), text);
    }
    assert_eq!(one::<char>("\"7\""), '7');
    assert_eq!(one::<String>("30"), "30");
}

#[test]
fn numbers_and_booleans_are_read_from_their_text() {
    assert_eq!(one::<u8>("30"), 30);
    assert_eq!(one::<i64>("-30"), -30);
    assert_eq!(one::<u64>("\"18446744073709551615\""), u64::MAX);
    assert_eq!(one::<u16>("\" 8080 \""), 8080);
    assert!((one::<f64>("1.5") - 1.5).abs() < f64::EPSILON);
    assert!((one::<f32>("3") - 3.0).abs() < f32::EPSILON);
    assert!(one::<bool>("true"));
    assert!(!one::<bool>("\"false\""));
}

#[test]
fn enums_are_read_by_the_names_of_their_variants() {
    assert_eq!(one::<Quality>("\"very_high\""), Quality::VeryHigh);
    assert_eq!(
        one_problem::<Quality>("\"s3cret\""),
        "the setting `v`: expected one of `low`, `very_high`, found another text"
    );

    #[derive(Debug, PartialEq, Deserialize)]
    enum Target {
        Everywhere,
        Folder { path: String },
    }
    assert_eq!(one::<Target>("\"Everywhere\""), Target::Everywhere);
    let path = "music".to_owned();
    assert_eq!(
        one::<Target>(r#"{"Folder": {"path": "music"}}"#),
        Target::Folder { path }
    );
}

#[test]
fn lists_maps_and_structs_are_read_from_their_json() {
    assert_eq!(one::<Vec<String>>(r#"["a", "30"]"#), ["a", "30"]);
    assert_eq!(one::<(u8, bool)>("[1, true]"), (1, true));
    assert_eq!(
        one::<BTreeMap<String, u8>>(r#"{"a": 1}"#),
        BTreeMap::from([("a".to_owned(), 1)])
    );
    let servers: Vec<Server> =
        one(r#"[{"host": "a", "port": 80}, {"port": "81", "host": "b", "x": null}]"#);
    let host = |name: &str, port| Server {
        host: name.to_owned(),
        port,
    };
    assert_eq!(servers, [host("a", 80), host("b", 81)]);
}

#[test]
fn tagged_and_untagged_enums_are_read_from_their_json() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "type")]
    enum Tagged {
        A { n: u8 },
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    assert_eq!(
        one::<Tagged>(r#"{"type": "A", "n": 1}"#),
        Tagged::A { n: 1 }
    );
    assert_eq!(one::<OneOrMany>("\"[a\""), OneOrMany::One("[a".to_owned()));
    assert_eq!(
        one::<OneOrMany>(r#"["a"]"#),
        OneOrMany::Many(vec!["a".to_owned()])
    );
}

#[test]
fn an_option_is_none_if_the_setting_is_missing_empty_or_null() {
    assert_eq!(load::<One<Option<u32>>>("{}").unwrap().v, None);
    assert_eq!(one::<Option<u32>>("\"\""), None);
    assert_eq!(one::<Option<u32>>("null"), None);
    assert_eq!(one::<Option<u32>>("0"), Some(0));
    assert_eq!(one::<Option<String>>("\"\""), None);
    assert_eq!(one::<Option<String>>("\"a\""), Some("a".to_owned()));
    assert_eq!(one::<Option<Vec<u8>>>("[1]"), Some(vec![1]));
    assert_eq!(one::<Vec<Option<u8>>>("[null, 1]"), [None, Some(1)]);
}

#[test]
fn what_is_missing_has_its_default_or_is_named() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Settings {
        #[serde(default = "thirty")]
        days: u32,
        token: String,
    }
    fn thirty() -> u32 {
        30
    }
    let token = "a".to_owned();
    assert_eq!(load(r#"{"token": "a"}"#), Ok(Settings { days: 30, token }));
    assert_eq!(problem::<Settings>("{}"), "the setting `token`: missing");
}

#[test]
fn a_struct_asks_for_its_fields_only_by_all_their_names() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Settings {
        user_name: String,
        #[serde(rename = "pw", alias = "password")]
        secret: String,
        #[serde(skip)]
        own: u8,
    }

    /// Writes down what it is asked for.
    struct Asked(Rc<RefCell<Vec<String>>>);

    impl ConfigService for Asked {
        fn get(&self, key: &str) -> Result<Option<String>, Error> {
            self.0.borrow_mut().push(key.to_owned());
            Ok((key != "pw").then(|| key.to_uppercase()))
        }

        fn get_int(&self, _: &str) -> Result<Option<i64>, Error> {
            Err("not asked for".into())
        }

        fn keys(&self, _: &str) -> Result<Vec<String>, Error> {
            Err("not asked for".into())
        }
    }

    let asked = Rc::new(RefCell::default());
    let _service = install(Asked(Rc::clone(&asked)));
    let settings: Settings = config::load().unwrap();
    assert_eq!(
        (&*settings.user_name, &*settings.secret, settings.own),
        ("USERNAME", "PASSWORD", 0)
    );
    asked.borrow_mut().sort();
    assert_eq!(*asked.borrow(), ["password", "pw", "userName"]);
}

#[test]
fn maps_have_all_settings() {
    let settings = r#"{"a": 1, "b": "2", "c": [true]}"#;
    let texts: HashMap<String, String> = load(settings).unwrap();
    let expected = [("a", "1"), ("b", "2"), ("c", "[true]")];
    assert_eq!(
        texts,
        expected
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .into()
    );
}

#[test]
fn flattened_fields_can_be_texts_lists_and_objects() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Settings {
        days: u8,
        #[serde(flatten)]
        access: Access,
        #[serde(flatten)]
        others: HashMap<String, String>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Access {
        token: String,
        users: Vec<String>,
    }
    let settings: Settings =
        load(r#"{"days": 3, "token": "123", "users": ["a"], "other": 4}"#).unwrap();
    let expected = Settings {
        days: 3,
        access: Access {
            token: "123".to_owned(),
            users: vec!["a".to_owned()],
        },
        others: HashMap::from([("other".to_owned(), "4".to_owned())]),
    };
    assert_eq!(settings, expected);
}

#[test]
fn a_wrapper_around_the_settings_is_read_as_they_are() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapper(One<u8>);
    assert_eq!(load(r#"{"v": 1}"#), Ok(Wrapper(One { v: 1 })));
}

#[test]
fn errors_name_the_place_and_the_kinds_and_never_the_value() {
    let number = "\"s3cret\"";
    assert_eq!(
        one_problem::<u8>(number),
        "the setting `v`: expected u8, found a text"
    );
    assert_eq!(
        one_problem::<u8>("\"\""),
        "the setting `v`: expected u8, found an empty text"
    );
    assert_eq!(
        one_problem::<u8>("300"),
        "the setting `v`: expected u8, found another number"
    );
    assert_eq!(
        one_problem::<u8>("-1"),
        "the setting `v`: expected u8, found another number"
    );
    assert_eq!(
        one_problem::<u8>("1.5"),
        "the setting `v`: expected u8, found a number"
    );
    assert_eq!(
        one_problem::<u8>("true"),
        "the setting `v`: expected u8, found a boolean"
    );
    assert_eq!(
        one_problem::<u8>("null"),
        "the setting `v`: expected u8, found null"
    );
    assert_eq!(
        one_problem::<bool>(number),
        "the setting `v`: expected a boolean, found a text"
    );
    assert_eq!(
        one_problem::<char>(number),
        "the setting `v`: expected a character, found another text"
    );
    assert_eq!(
        one_problem::<Vec<u8>>(number),
        "the setting `v`: expected a sequence, found a text"
    );
    assert_eq!(
        one_problem::<Vec<u8>>("{}"),
        "the setting `v`: expected a sequence, found an object"
    );
    assert_eq!(
        one_problem::<Server>("[]"),
        "the setting `v`: invalid length 0, expected struct Server with 2 elements"
    );
    assert_eq!(
        one_problem::<Quality>("7"),
        "the setting `v`: expected one of `low`, `very_high`, found another text"
    );
}

#[test]
fn errors_say_where_in_the_setting_it_is() {
    assert_eq!(
        one_problem::<Vec<Server>>(
            r#"[{"host": "a", "port": 1}, {"host": "b", "port": "s3cret"}]"#
        ),
        "the setting `v[1].port`: expected u16, found a text"
    );
    assert_eq!(
        one_problem::<Vec<Server>>(r#"[{"port": 1}]"#),
        "the setting `v[0].host`: missing"
    );
    assert_eq!(
        one_problem::<Vec<Vec<u8>>>("[[1], [2, []]]"),
        "the setting `v[1][1]`: expected u8, found a list"
    );
    assert_eq!(
        one_problem::<HashMap<String, Server>>(r#"{"a": {"host": 1, "port": 1}}"#),
        "the setting `v.a.host`: expected a string, found a number"
    );
}

#[test]
fn what_is_no_struct_or_map_cannot_be_loaded() {
    assert_eq!(
        problem::<u8>("{}"),
        "the settings: expected u8, found an object"
    );
}

#[test]
fn errors_of_the_server_are_passed_on() {
    let _service = nd_pdk::host::config::mock(|m| {
        m.expect_get().returning(|_| Err("out of memory".into()));
    });
    let error = config::load::<One<u8>>().unwrap_err();
    assert_eq!(error.message, "the settings: out of memory");
}
