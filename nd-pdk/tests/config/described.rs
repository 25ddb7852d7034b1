//! What the description says: the format, word by word as values, and texts that are hard to write.

#![allow(dead_code, reason = "only their descriptions are looked at")]

use std::collections::BTreeMap;

use nd_pdk::Config;
use serde_json::{Value, json};

#[derive(Config)]
struct Settings {
    /// From your account page.
    /// It is kept there.
    ///
    /// Ask for one.
    #[config(
        label = "API token",
        secret,
        pattern = "^[a-z]+$",
        min_length = 2,
        max_length = 20
    )]
    token: String,
    #[config(default = 60, min = 1, max = 3600, group = "Advanced")]
    interval_seconds: u32,
    #[config(default)]
    verbose: bool,
    nickname: Option<String>,
    #[config(default = Mode::Slow)]
    mode: Mode,
    #[config(default, label_by = "host", min_items = 1, max_items = 3)]
    servers: Vec<Server>,
    #[config(url, multiline)]
    addresses: Option<Vec<String>>,
    #[config(default = 1, min = -0.5, max = 1e3)]
    gain: f64,
    #[config(max = 9)]
    limits: BTreeMap<String, u8>,
    #[config(default)]
    server: Complete,
    large: u64,
    signed: i64,
    small: i8,
    #[config(min = 0, max = 9007199254740992)]
    exact: i64,
    #[config(max = 100)]
    alias: Percent,
}

type Percent = u8;

#[derive(Clone, Copy, Config)]
enum Mode {
    Fast,
    #[config(label = "As slow as possible", name = "slow")]
    Slow,
    SlowAsPossible,
}

#[derive(Config)]
struct Server {
    host: String,
    #[config(min = 1, default = 443)]
    port: u16,
}

#[derive(Config)]
struct Complete {
    #[config(default = "x")]
    text: String,
    none: Option<Server>,
    #[config(default = [Mode::Fast, Mode::Slow])]
    modes: Vec<Mode>,
}

fn server() -> Value {
    json!({"object": {"fields": [
        {"name": "host", "label": "Host", "required": true, "kind": {"text": {}}},
        {"name": "port", "label": "Port", "required": false, "default": 443, "kind": {"integer": {"min": 1, "max": 65535}}},
    ]}})
}

fn modes() -> Value {
    json!({"choice": {"options": [
        {"name": "Fast", "label": "Fast"},
        {"name": "slow", "label": "As slow as possible"},
        {"name": "SlowAsPossible", "label": "Slow as possible"},
    ]}})
}

fn complete() -> Value {
    json!({"object": {"fields": [
        {"name": "text", "label": "Text", "required": false, "default": "x", "kind": {"text": {}}},
        {"name": "none", "label": "None", "required": false, "kind": server()},
        {"name": "modes", "label": "Modes", "required": false, "default": ["Fast", "slow"], "kind": {"list": {"of": modes()}}},
    ]}})
}

#[test]
fn every_kind_and_attribute() {
    let expected = json!({"format": 1, "settings": [
        {"name": "token", "label": "API token", "help": "From your account page. It is kept there.\nAsk for one.", "required": true,
         "kind": {"text": {"secret": true, "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 20}}},
        {"name": "interval_seconds", "label": "Interval seconds", "required": false, "default": 60, "group": "Advanced",
         "kind": {"integer": {"min": 1, "max": 3600}}},
        {"name": "verbose", "label": "Verbose", "required": false, "default": false, "kind": {"boolean": {}}},
        {"name": "nickname", "label": "Nickname", "required": false, "kind": {"text": {}}},
        {"name": "mode", "label": "Mode", "required": false, "default": "slow", "kind": modes()},
        {"name": "servers", "label": "Servers", "required": false, "default": [],
         "kind": {"list": {"of": server(), "labelBy": "host", "minItems": 1, "maxItems": 3}}},
        {"name": "addresses", "label": "Addresses", "required": false, "kind": {"list": {"of": {"text": {"url": true, "multiline": true}}}}},
        {"name": "gain", "label": "Gain", "required": false, "default": 1.0, "kind": {"number": {"min": -0.5, "max": 1000.0}}},
        {"name": "limits", "label": "Limits", "required": true, "kind": {"map": {"of": {"integer": {"min": 0, "max": 9}}}}},
        {"name": "server", "label": "Server", "required": false, "default": {"text": "x", "modes": ["Fast", "slow"]}, "kind": complete()},
        {"name": "large", "label": "Large", "required": true, "kind": {"integer": {"min": 0}}},
        {"name": "signed", "label": "Signed", "required": true, "kind": {"integer": {}}},
        {"name": "small", "label": "Small", "required": true, "kind": {"integer": {"min": -128, "max": 127}}},
        {"name": "exact", "label": "Exact", "required": true, "kind": {"integer": {"min": 0, "max": 9_007_199_254_740_992_u64}}},
        {"name": "alias", "label": "Alias", "required": true, "kind": {"integer": {"min": 0, "max": 100}}},
    ]});
    let description: Value = serde_json::from_str(Settings::DESCRIPTION).unwrap();
    assert_eq!(description, expected);
}

/// Quotes, backslashes, all characters of control, some of other languages.
macro_rules! hostile {
    () => {
        "\"\\/ \0\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{14}\u{15}\u{16}\u{17}\u{18}\u{19}\u{1a}\u{1b}\u{1c}\u{1d}\u{1e}\u{1f}\u{7f} <ä€𝄞\u{2028}>"
    };
}

const HOSTILE: &str = hostile!();

#[derive(Config)]
struct Hostile {
    #[config(default = hostile!())]
    text: String,
    #[config(default = HOSTILE)]
    constant: String,
    #[config(
        name = "\"\\/ \0\u{1f}\u{7f}\r\n<ä€𝄞>",
        label = "\"\\\t\u{b}",
        group = "}{,",
        pattern = "^\\d\"$"
    )]
    #[doc = "a \"b\" \\ \u{1} ü"]
    named: Option<String>,
}

#[test]
fn hostile_texts_are_written_as_serde_writes_them() {
    let string = |text: &str| serde_json::to_string(text).unwrap();
    let expected = format!(
        "{{\"format\":1,\"settings\":[{{\"name\":\"text\",\"label\":\"Text\",\"required\":false,\"default\":{hostile},\"kind\":{{\"text\":{{}}}}}},\
         {{\"name\":\"constant\",\"label\":\"Constant\",\"required\":false,\"default\":{hostile},\"kind\":{{\"text\":{{}}}}}},\
         {{\"name\":{},\"label\":{},\"help\":{},\"required\":false,\"group\":{},\"kind\":{{\"text\":{{\"pattern\":{}}}}}}}]}}",
        string("\"\\/ \0\u{1f}\u{7f}\r\n<ä€𝄞>"),
        string("\"\\\t\u{b}"),
        string("a \"b\" \\ \u{1} ü"),
        string("}{,"),
        string("^\\d\"$"),
        hostile = string(HOSTILE),
    );
    assert_eq!(Hostile::DESCRIPTION, expected);
}

#[derive(Config)]
struct Nothing {}

#[test]
fn no_settings_are_an_empty_list() {
    assert_eq!(Nothing::DESCRIPTION, r#"{"format":1,"settings":[]}"#);
}
