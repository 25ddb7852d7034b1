//! What is remembered of an answer, for how long, and what is not. Must not be about which lyrics are chosen.

use super::*;

#[test]
fn lyrics_are_not_asked_for_twice() {
    let host = host();
    let found = record(178.0, Some("Birds flying high"), None);
    let route = host.http().on_get(GET).any_query().reply_json(200, found);

    assert_eq!(lyrics(track()).unwrap(), ["Birds flying high"]);
    host.elapse(29 * DAY);
    assert_eq!(lyrics(track()).unwrap(), ["Birds flying high"]);
    assert_eq!(route.requests().len(), 1);

    host.elapse(DAY);
    lyrics(track()).unwrap();
    assert_eq!(route.requests().len(), 2);
}

#[test]
fn that_there_are_none_is_remembered_for_a_day_however_often_it_is_asked() {
    let host = host();
    let route = found_by_search(&host, json!([]));

    for _ in 0..3 {
        assert_eq!(lyrics(track()).unwrap(), [""; 0]);
        host.elapse(DAY / 4);
    }
    assert_eq!(route.requests().len(), 1);

    host.elapse(DAY / 4);
    lyrics(track()).unwrap();
    assert_eq!(route.requests().len(), 2);
}

#[test]
fn instrumental_music_has_no_lyrics_and_is_not_searched_for() {
    let host = host();
    let found = record(178.0, None, None);
    let route = host.http().on_get(GET).any_query().reply_json(200, found);

    assert_eq!(lyrics(track()).unwrap(), [""; 0]);
    assert_eq!(lyrics(track()).unwrap(), [""; 0]);
    assert_eq!(route.requests().len(), 1);
    assert_eq!(host.http().requests().len(), 1);
}

#[test]
fn a_track_whose_tags_have_changed_is_looked_up_anew() {
    let host = host();
    let route = found_by_search(&host, json!([]));
    lyrics(track()).unwrap();

    let corrected = TrackInfo {
        title: "Feelin’ Good".into(),
        ..track()
    };
    lyrics(corrected).unwrap();
    let titles: Vec<_> = route
        .requests()
        .iter()
        .map(|sent| sent.query("track_name"))
        .collect();
    assert_eq!(
        titles,
        [Some("Feeling Good".into()), Some("Feelin’ Good".into())]
    );
}

#[test]
fn failures_are_errors_and_not_remembered() {
    let host = host();
    let found = record(178.0, Some("Birds flying high"), None);
    let route = host.http().on_get(GET).any_query();
    route
        .reply(503, "")
        .reply(429, "")
        .reply(200, "<html>")
        .fail("EOF")
        .reply_json(200, found);

    let error = lyrics(track()).unwrap_err();
    assert_eq!(error.message, "GET https://lrclib.net/api/get answered 503");
    let error = lyrics(track()).unwrap_err();
    assert_eq!(error.message, "GET https://lrclib.net/api/get answered 429");
    assert!(lyrics(track()).unwrap_err().message.contains("JSON"));
    assert!(lyrics(track()).unwrap_err().message.ends_with("EOF"));
    assert_eq!(lyrics(track()).unwrap(), ["Birds flying high"]);
}

#[test]
fn a_search_that_fails_is_no_miss() {
    let host = host();
    let network = host.http();
    network.on_get(GET).any_query().reply(404, "");
    network.on_get(SEARCH).any_query().reply(502, "");

    let error = lyrics(track()).unwrap_err();
    assert_eq!(
        error.message,
        "GET https://lrclib.net/api/search answered 502"
    );
    assert_eq!(host.kvstore().get("tr-1"), None);
}

#[test]
fn a_full_store_is_reported_and_gets_nobody_in_the_way() {
    let manifest = MANIFEST.replace("50MB", "10B");
    let host = FakeHost::builder().manifest(&manifest).install();
    let found = record(178.0, Some("Birds flying high"), None);
    host.http()
        .on_get(GET)
        .any_query()
        .reply_with(move |_| HTTPReply::json(200, &found));

    assert_eq!(lyrics(track()).unwrap(), ["Birds flying high"]);
    let line = &host.logs()[0].message;
    assert!(
        line.starts_with("cannot remember the lyrics of tr-1: "),
        "{line}"
    );
}
