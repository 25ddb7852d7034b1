//! Which artist it is: how Wikidata is asked, and what is remembered. Must not be about single answers.

use std::time::Duration;

use nd_pdk::testing::{FakeHost, call_export, json};

use super::*;

const HOUR: Duration = Duration::from_secs(60 * 60);

fn named(name: &str) -> ArtistRequest {
    ArtistRequest {
        id: "ar-2".into(),
        name: name.into(),
        mbid: String::new(),
    }
}

#[test]
fn an_artist_is_looked_up_by_its_musicbrainz_id() {
    let host = host();
    let route = wikidata(&host, everything());

    url().unwrap();
    let asked = query(&route, 0);
    assert!(asked.contains(&format!("wdt:P434 \"{MBID}\"")), "{asked}");
    assert!(asked.contains("<https://en.wikipedia.org/>"), "{asked}");

    let request = &route.requests()[0];
    let agent = request.header("User-Agent").unwrap();
    assert!(agent.starts_with("navidrome-wikimedia/"), "{agent}");
    let accepted = request.header("Accept");
    assert_eq!(accepted, Some("application/sparql-results+json"));
}

#[test]
fn an_artist_with_an_id_that_wikidata_does_not_have_is_looked_up_by_name() {
    let host = host();
    let route = empty(&host, WIKIDATA).reply_json(200, rows(json!([everything()])));

    assert_eq!(url().unwrap(), "https://en.wikipedia.org/wiki/AC/DC");
    let asked = query(&route, 1);
    assert!(
        asked.contains(r#"{ "AC/DC"@en "AC/DC"@en "AC/DC"@mul }"#),
        "{asked}"
    );
}

#[test]
fn odd_names_stay_texts_in_the_query() {
    let host = host();
    let route = wikidata(&host, everything());
    let odd = "AC/DC & friends é \"} #\\\n?";

    Wikimedia.get_artist_url(named(odd)).unwrap();
    let asked = query(&route, 0);
    assert!(
        asked.contains(r#""AC/DC & friends é \"} #\\\n?"@en"#),
        "{asked}"
    );
    assert_eq!(asked.lines().count(), 8, "{asked}");
}

#[test]
fn an_artist_without_a_name_is_a_miss_and_nobody_is_asked() {
    let host = host();

    let error = Wikimedia.get_artist_url(named("")).unwrap_err();
    assert_eq!(error, Error::not_found());
    assert_eq!(host.http().requests(), []);
}

#[test]
fn wikidata_is_asked_once_for_all_questions_about_an_artist() {
    let host = host();
    let route = wikidata(&host, everything());

    assert_eq!(url().unwrap(), url().unwrap());
    images().unwrap();
    assert_eq!(route.requests().len(), 1);

    Wikimedia.get_artist_url(named("Ada")).unwrap();
    assert_eq!(route.requests().len(), 2);
}

#[test]
fn an_artist_is_forgotten_twelve_hours_after_the_last_question() {
    let host = host();
    let route = wikidata(&host, everything());

    url().unwrap();
    host.elapse(11 * HOUR);
    url().unwrap();
    host.elapse(11 * HOUR);
    url().unwrap();
    assert_eq!(route.requests().len(), 1);

    host.elapse(12 * HOUR);
    url().unwrap();
    assert_eq!(route.requests().len(), 2);
}

#[test]
fn that_wikidata_does_not_have_an_artist_is_remembered_for_two_hours() {
    let host = host();
    let route = empty(&host, WIKIDATA);

    assert_eq!(url().unwrap_err(), Error::not_found());
    assert_eq!(biography().unwrap_err(), Error::not_found());
    assert_eq!(images().unwrap_err(), Error::not_found());
    assert_eq!(songs(5).unwrap_err(), Error::not_found());
    // By the ID and by the name.
    assert_eq!(route.requests().len(), 2);

    host.elapse(2 * HOUR);
    assert_eq!(url().unwrap_err(), Error::not_found());
    assert_eq!(route.requests().len(), 4);
}

#[test]
fn failures_are_errors_and_not_remembered() {
    let host = host();
    let route = host.http().on_get(WIKIDATA).any_query();
    route
        .reply(503, "")
        .reply(429, "")
        .reply(200, "<html>")
        .reply_json(200, json!({"results": {}}))
        .time_out()
        .reply_json(200, rows(json!([everything()])));

    let error = url().unwrap_err();
    assert_eq!(error.message, format!("GET {WIKIDATA} answered 503"));
    let error = url().unwrap_err();
    assert_eq!(error.message, format!("GET {WIKIDATA} answered 429"));
    assert!(url().unwrap_err().message.contains("JSON"));
    assert!(url().unwrap_err().message.contains("bindings"));
    let before = host.now();
    let error = url().unwrap_err();
    assert!(
        error.message.contains("context deadline exceeded"),
        "{error}"
    );
    assert_eq!(host.now().duration_since(before).unwrap().as_secs(), 7);
    assert_eq!(url().unwrap(), "https://en.wikipedia.org/wiki/AC/DC");
}

#[test]
fn the_settings_choose_the_language() {
    let builder = FakeHost::builder().manifest(MANIFEST);
    let host = builder.config("language", "zh-yue").install();
    let route = wikidata(&host, everything());
    let summary = "https://zh-yue.wikipedia.org/api/rest_v1/page/summary/AC%2FDC";
    host.http()
        .on_get(summary)
        .reply_json(200, json!({"extract": "AC/DC 係"}));

    assert_eq!(biography().unwrap(), "AC/DC 係");
    let asked = query(&route, 0);
    assert!(asked.contains("<https://zh-yue.wikipedia.org/>"), "{asked}");
}

#[test]
fn a_language_that_is_none_fails_and_gets_into_no_address() {
    for language in ["en.example.org/", "EN", "zh-", "\"@"] {
        let builder = FakeHost::builder().config("language", language);
        let host = builder.install();
        let error = url().unwrap_err();
        assert!(error.message.contains("no code such as `en`"), "{error}");
        assert_eq!(host.http().requests(), []);
    }
}

#[test]
fn settings_that_were_emptied_are_the_defaults() {
    let builder = FakeHost::builder().manifest(MANIFEST);
    let host = builder
        .config_json(
            r#"{"language": "", "wikidata_url": "", "wikipedia_url": "", "dbpedia_url": ""}"#,
        )
        .install();
    wikidata(&host, everything());

    assert_eq!(url().unwrap(), "https://en.wikipedia.org/wiki/AC/DC");
}

#[test]
fn the_settings_can_name_other_services() {
    let builder = FakeHost::builder();
    let host = builder
        .config("wikidata_url", "https://data.example.org/")
        .config("wikipedia_url", "https://wiki.example.org/")
        .config("dbpedia_url", "https://db.example.org/")
        .install();
    let network = host.http();
    let data = network
        .on_get("https://data.example.org/sparql")
        .any_query();
    data.reply_json(200, rows(json!([everything()])));
    let wiki = network.on_get("https://wiki.example.org/api/rest_v1/page/summary/AC%2FDC");
    wiki.reply(404, "");
    let db = network.on_get("https://db.example.org/sparql").any_query();
    db.reply_json(200, rows(json!([{"text": text("A band.")}])));

    assert_eq!(biography().unwrap(), "A band.");
}

#[test]
fn the_server_gets_answers_or_null() {
    let host = host();
    wikidata(&host, everything());
    let input = format!(r#"{{"id":"ar-1","name":"AC/DC","mbid":"{MBID}","count":3}}"#);
    let found = call_export("nd_get_artist_url", &input).json();
    assert_eq!(found["url"], "https://en.wikipedia.org/wiki/AC/DC");

    empty(&host, WIKIDATA);
    let exports = [
        "nd_get_artist_url",
        "nd_get_artist_biography",
        "nd_get_artist_images",
        "nd_get_artist_top_songs",
    ];
    for export in exports {
        let nothing = call_export(export, r#"{"id":"ar-3","name":"Nobody","count":3}"#);
        assert_eq!(nothing.code, 0, "{export}");
        assert!(nothing.json().is_null(), "{export}");
    }
}
