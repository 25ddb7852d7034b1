//! What settings are after loading: as saved, by default, and what is said where they do not fit.

use std::collections::{BTreeMap, HashMap};

use nd_pdk::testing::FakeHost;
use nd_pdk::{Config, config};

const HOUR: u32 = 60 * 60;

#[derive(Debug, PartialEq, Config)]
struct Settings {
    #[config(label = "API token", secret)]
    token: String,
    #[config(default = HOUR, min = 1, max = 24 * HOUR)]
    interval_seconds: u32,
    #[config(default = "en")]
    language: String,
    #[config(default)]
    verbose: bool,
    nickname: Option<String>,
    #[config(default = Mode::Fast)]
    mode: Mode,
    #[config(default, label_by = "host")]
    servers: Vec<Server>,
    #[config(default)]
    tags: Vec<String>,
    #[config(default = -0.5)]
    gain: f32,
    #[config(default = ["a", "b"])]
    letters: Vec<String>,
    #[config(default)]
    limits: BTreeMap<String, u8>,
    #[config(default)]
    names: HashMap<String, String>,
    #[config(default)]
    proxy: Proxy,
    #[config(default)]
    again: Again,
}

#[derive(Debug, Clone, Copy, PartialEq, Config)]
enum Mode {
    Fast,
    #[config(label = "As slow as possible", name = "slow")]
    Slow,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Config)]
#[config(rename_all = "kebab-case")]
enum Again {
    Never,
    #[default]
    AfterAWhile,
}

#[derive(Debug, PartialEq, Config)]
struct Server {
    host: String,
    #[config(min = 1, max = 65535, default = 443)]
    port: u16,
    #[config(secret)]
    password: Option<String>,
}

/// Nothing of it is required.
#[derive(Debug, PartialEq, Config)]
struct Proxy {
    #[config(default = "localhost", url)]
    address: String,
    #[config(default = true)]
    trusted: bool,
    user: Option<String>,
}

fn load(json: &str) -> Result<Settings, String> {
    let _host = FakeHost::builder().config_json(json).install();
    Settings::load().map_err(|error| error.to_string())
}

fn with_defaults() -> Settings {
    Settings {
        token: "t".to_owned(),
        interval_seconds: 3600,
        language: "en".to_owned(),
        verbose: false,
        nickname: None,
        mode: Mode::Fast,
        servers: Vec::new(),
        tags: Vec::new(),
        gain: -0.5,
        letters: vec!["a".to_owned(), "b".to_owned()],
        limits: BTreeMap::new(),
        names: HashMap::new(),
        proxy: Proxy {
            address: "localhost".to_owned(),
            trusted: true,
            user: None,
        },
        again: Again::AfterAWhile,
    }
}

#[test]
fn a_setting_that_was_never_saved_has_its_default() {
    assert_eq!(load(r#"{"token": "t"}"#), Ok(with_defaults()));
}

#[test]
fn the_function_of_the_module_knows_the_defaults_too() {
    let _host = FakeHost::builder()
        .config_json(r#"{"token": "t"}"#)
        .install();
    assert_eq!(config::load::<Settings>().unwrap(), with_defaults());
}

#[test]
fn what_was_saved_is_loaded() {
    let settings = load(
        r#"{"token": "7", "interval_seconds": 5, "language": "", "verbose": true, "nickname": "Nick", "mode": "slow", "gain": 1,
            "servers": [{"host": "a.example.org"}, {"host": "b.example.org", "port": 80, "password": "p"}], "tags": ["x", "2"], "letters": [],
            "limits": {"x": 3}, "names": {"y": "z"}, "proxy": {"trusted": false}, "again": "never"}"#,
    );
    let expected = Settings {
        token: "7".to_owned(),
        interval_seconds: 5,
        language: String::new(),
        verbose: true,
        nickname: Some("Nick".to_owned()),
        mode: Mode::Slow,
        servers: vec![
            Server {
                host: "a.example.org".to_owned(),
                port: 443,
                password: None,
            },
            Server {
                host: "b.example.org".to_owned(),
                port: 80,
                password: Some("p".to_owned()),
            },
        ],
        tags: vec!["x".to_owned(), "2".to_owned()],
        gain: 1.0,
        letters: Vec::new(),
        limits: BTreeMap::from([("x".to_owned(), 3)]),
        names: HashMap::from([("y".to_owned(), "z".to_owned())]),
        proxy: Proxy {
            address: "localhost".to_owned(),
            trusted: false,
            user: None,
        },
        again: Again::Never,
    };
    assert_eq!(settings, Ok(expected));
}

#[test]
fn what_does_not_fit_is_named() {
    let cases = [
        ("{}", "the setting `token`: missing"),
        (
            r#"{"token": "t", "mode": "Slow"}"#,
            "the setting `mode`: expected one of `Fast`, `slow`, found another text",
        ),
        (
            r#"{"token": "t", "servers": [{"host": "h"}, {"port": 1}]}"#,
            "the setting `servers[1].host`: missing",
        ),
        (
            r#"{"token": "t", "servers": [{"host": "h", "port": 65536}]}"#,
            "the setting `servers[0].port`: expected u16, found another number",
        ),
        (
            r#"{"token": "t", "proxy": "none"}"#,
            "the setting `proxy`: expected struct Proxy, found a text",
        ),
    ];
    for (json, error) in cases {
        assert_eq!(load(json), Err(error.to_owned()), "{json}");
    }
}
