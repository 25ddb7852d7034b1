//! What templates make of plays, hostile ones included.

use nd_pdk::http::encode;
use nd_pdk::testing::json;

use super::played;
use crate::play::Play;
use crate::template::{Json, Text};

fn fill(template: &str, title: &str) -> String {
    let request = played(title);
    let text = Text::parse(template).unwrap();
    text.fill(&Play::scrobble(&request), encode)
}

fn fill_json(template: &str, title: &str) -> serde_json::Value {
    let request = played(title);
    let template = Json::try_from(template.to_owned()).unwrap();
    template.fill(&Play::scrobble(&request))
}

#[test]
fn placeholders_stand_for_what_is_known_of_the_play() {
    assert_eq!(
        fill(
            "{event}: {title}, {album}, {timestamp}, {duration}",
            "Sinnerman"
        ),
        "scrobble: Sinnerman, Pastel%20Blues, 1767225000, 622"
    );
}

#[test]
fn what_an_event_does_not_have_is_empty_in_a_text_and_null_in_json() {
    assert_eq!(fill("<{state}{position}>", ""), "<>");
    assert_eq!(fill_json(r#""{state}""#, ""), json!(null));
    assert_eq!(fill_json(r#""is {state}""#, ""), json!("is "));
}

#[test]
fn a_title_adds_nothing_to_a_query() {
    assert_eq!(
        fill("?title={title}&token=x", "a&token=y#?/ %20ü"),
        "?title=a%26token%3Dy%23%3F%2F%20%2520%C3%BC&token=x"
    );
}

#[test]
fn a_title_adds_nothing_to_json() {
    let hostile = r#"", "admin": true, "x": "\ {artist}"#;
    let filled = fill_json(r#"{"text": "<{title}>"}"#, hostile);
    assert_eq!(filled, json!({"text": format!("<{hostile}>")}));
}

#[test]
fn a_placeholder_in_a_title_stays_as_it_is() {
    assert_eq!(fill("{title}", "{user}"), "%7Buser%7D");
}

#[test]
fn json_keeps_its_shape_and_numbers_stay_numbers() {
    let template = r#"{"when": "{timestamp}", "as text": "at {timestamp}", "list": [1, true, null, ["{user}"]], "{title}": {}}"#;
    assert_eq!(
        fill_json(template, "Sinnerman"),
        json!({
            "when": 1_767_225_000, "as text": "at 1767225000",
            "list": [1, true, null, ["ada"]], "{title}": {},
        })
    );
}

#[test]
fn braces_are_written_twice() {
    assert_eq!(fill("{{title}} {{{title}}}", "x"), "{title} {x}");
}

#[test]
fn a_placeholder_that_does_not_exist_is_an_error_with_those_that_do() {
    let error = Text::parse("{titel}").unwrap_err();
    assert!(error.starts_with("unknown variant `titel`, expected one of `event`, `user`, `title`"));
}

#[test]
fn a_brace_alone_is_an_error() {
    for text in ["{", "}", "{title", "title}", "a {{{", "}}}"] {
        let error = Text::parse(text).unwrap_err();
        assert!(error.contains("written twice"), "{text}: {error}");
    }
}

#[test]
fn a_template_that_is_not_json_is_an_error() {
    let error = Json::try_from(r#"{"title": {title}}"#.to_owned()).unwrap_err();
    assert!(error.starts_with("not JSON: "), "{error}");
}
