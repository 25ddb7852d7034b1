//! Which settings are taken, who is reported, and what becomes of plays while settings cannot be used.

use nd_pdk::log::Level;
use nd_pdk::scrobbler::ScrobblerError;
use nd_pdk::testing::{FakeHost, call_export, json};

use super::{MANIFEST, builder, scrobble};
use crate::settings::Settings;

fn error(targets: impl serde::Serialize) -> String {
    let _host = builder(targets).install();
    Settings::load().unwrap_err().message
}

fn is_authorized(user: &str) -> bool {
    let request = json!({"username": user}).to_string();
    let answer = call_export("nd_scrobbler_is_authorized", request).json();
    answer.as_bool().unwrap()
}

#[test]
fn everybody_is_reported_unless_users_are_listed() {
    let targets = json!([{"name": "a", "url": "https://a.example.org/"}]);
    let host = builder(&targets).install();
    assert!(is_authorized("ada") && is_authorized("bob"));
    drop(host);

    let builder = builder(&targets).config("users", r#"["ada"]"#);
    let _host = builder.install();
    assert!(is_authorized("ada") && !is_authorized("bob"));
}

#[test]
fn nobody_is_reported_to_nobody() {
    let _host = FakeHost::builder().manifest(MANIFEST).install();
    assert!(!is_authorized("ada"));
}

#[test]
fn a_scrobble_of_a_user_who_is_no_longer_listed_is_dropped() {
    let targets = json!([{"name": "a", "url": "https://a.example.org/"}]);
    let builder = builder(&targets).config("users", r#"["bob"]"#);
    let host = builder.install();
    let error = nd_pdk::Error::new(scrobble("Sinnerman").error.unwrap());
    assert_eq!(
        ScrobblerError::of(&error),
        Some(ScrobblerError::NotAuthorized)
    );
    assert_eq!(host.http().requests().len(), 0);
}

#[test]
fn settings_that_cannot_be_used_lose_no_scrobble() {
    let host = builder(json!([{"name": "a", "url": "gopher://a.example.org/"}])).install();
    assert!(is_authorized("ada"));
    let logs = host.logs();
    let last = logs.last().unwrap();
    assert_eq!(last.level, Level::Error);
    assert!(
        last.message.contains("`targets[0].url`"),
        "{}",
        last.message
    );

    let error = nd_pdk::Error::new(scrobble("Sinnerman").error.unwrap());
    assert_eq!(ScrobblerError::of(&error), Some(ScrobblerError::RetryLater));
}

#[test]
fn placeholders_stand_in_the_query_only() {
    for url in [
        "https://{artist}.example.org/",
        "https://example.org/{title}",
        "https://example.org/{title}?x=1",
    ] {
        let error = error(json!([{"name": "a", "url": url}]));
        assert!(error.contains("in the query only"), "{url}: {error}");
    }
}

#[test]
fn a_mistake_is_named_with_its_place() {
    let url = "https://example.org/?x={titel}";
    let mistake =
        error(json!([{"name": "a", "url": "https://a.example.org/"}, {"name": "b", "url": url}]));
    assert!(
        mistake.contains("targets[1].url") && mistake.contains("titel"),
        "{mistake}"
    );

    let template = error(json!([{"name": "a", "url": "https://a.example.org/", "template": "{"}]));
    assert!(template.contains("targets[0].template"), "{template}");

    let event =
        error(json!([{"name": "a", "url": "https://a.example.org/", "events": ["played"]}]));
    assert!(event.contains("events"), "{event}");
}

#[test]
fn two_targets_of_one_name_are_a_mistake() {
    let target = json!({"name": "a", "url": "https://a.example.org/"});
    assert_eq!(
        error(json!([target, target])),
        r#"two targets are called "a""#
    );
}

#[test]
fn a_template_that_was_emptied_is_none() {
    let target = json!({"name": "a", "url": "https://a.example.org/", "template": ""});
    let _host = builder(json!([target])).install();
    assert!(Settings::load().unwrap().targets[0].template.is_none());
}
