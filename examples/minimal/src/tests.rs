//! The plugin as ordinary Rust: with a fake host, with a mock, and by the name of its export. Must not need wasm.

use nd_pdk::testing::mockall::predicate::eq;
use nd_pdk::testing::{FakeHost, call_export};

use super::*;

const MANIFEST: &str = include_str!("../manifest.json");

fn biography(name: &str) -> Result<String, Error> {
    let artist = ArtistRequest {
        name: name.into(),
        ..ArtistRequest::default()
    };
    let response = Minimal.get_artist_biography(artist)?;
    Ok(response.biography)
}

#[test]
fn names_the_artist() {
    let host = FakeHost::builder().manifest(MANIFEST).install();

    assert_eq!(
        biography("Nina Simone").unwrap(),
        "Nina Simone makes music that is in your library."
    );
    assert_eq!(host.logs()[0].message, "writing a biography of Nina Simone");
}

#[test]
fn writes_what_the_settings_say() {
    let builder = FakeHost::builder().manifest(MANIFEST);
    let _host = builder.config("text", "All hail {name}!").install();

    assert_eq!(biography("Nina Simone").unwrap(), "All hail Nina Simone!");
}

#[test]
fn a_text_that_was_emptied_is_none() {
    let _host = FakeHost::builder().config("text", "").install();

    assert_eq!(
        biography("Ada").unwrap(),
        "Ada makes music that is in your library."
    );
}

#[test]
fn reads_its_settings_once() {
    let _config = config::mock(|m| {
        m.expect_get()
            .with(eq("text"))
            .times(1)
            .returning(|_| Ok(Some("{name}, {name}!".into())));
    });

    assert_eq!(biography("Ada").unwrap(), "Ada, Ada!");
}

#[test]
fn knows_nothing_about_nobody_and_asks_nobody() {
    let _config = config::mock(|m| {
        m.expect_get().never();
    });

    assert_eq!(biography("").unwrap_err(), Error::not_found());
}

#[test]
fn the_server_gets_a_biography_or_null() {
    let _host = FakeHost::builder().manifest(MANIFEST).install();

    let found = call_export("nd_get_artist_biography", r#"{"id":"1","name":"Ada"}"#);
    let text = "Ada makes music that is in your library.";
    assert_eq!(found.json()["biography"], text);

    let nothing = call_export("nd_get_artist_biography", r#"{"id":"2","name":""}"#);
    assert_eq!(nothing.code, 0);
    assert!(nothing.json().is_null());
}
