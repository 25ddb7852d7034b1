//! `lyrics-lrclib` as a server would run it, against a local LRCLIB. Must not repeat its native tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nd_host::{LoadedPlugin, Package, Server};
use nd_tests::package;
use nd_tests::server::http::{HttpServer, Received, Reply};
use serde_json::{Value, json};

use super::{DAY, HOUR, answer, failure, load, server};

const LYRICS: &str = "nd_lyrics_get_lyrics";
const SYNCED: &str = "[00:01.02] Birds flying high\n[00:05.90] You know how I feel";

/// A record as LRCLIB writes it.
fn record(duration: f64, plain: &str, synced: Option<&str>) -> Value {
    json!({
        "id": 3_396_226, "name": "Feeling Good", "trackName": "Feeling Good", "artistName": "Nina Simone", "albumName": "I Put a Spell on You",
        "duration": duration, "instrumental": false, "plainLyrics": plain, "syncedLyrics": synced,
    })
}

/// An LRCLIB that has two songs: one as it is asked for, the other only by a search, at lengths that differ.
fn reply(request: &Received) -> Reply {
    let title = request.query("track_name").unwrap_or_default();
    match (request.path(), title.as_str()) {
        ("/api/get", "Feeling Good") => {
            Reply::json(200, record(178.0, "Birds flying high", Some(SYNCED)))
        }
        ("/api/search", "Sinnerman") => {
            let records = [
                record(640.0, "too long", Some("too long")),
                record(624.0, "Oh, sinnerman", None),
            ];
            Reply::json(200, json!(records))
        }
        ("/api/search", _) => Reply::json(200, json!([])),
        _ => {
            let message = "Failed to find specified track";
            Reply::json(
                404,
                json!({"message": message, "name": "TrackNotFound", "statusCode": 404}),
            )
        }
    }
}

fn example() -> Package {
    package::with_local_servers(package::example("lyrics-lrclib"))
}

fn load_for(server: &Server, lrclib: &HttpServer) -> LoadedPlugin {
    load(server, &example(), &json!({"lrclib_url": lrclib.url()}))
}

fn track(title: &str, duration: f64) -> Value {
    json!({"track": {
        "id": format!("id of {title}"), "title": title, "artist": "Nina Simone", "album": "I Put a Spell on You", "duration": duration,
    }})
}

/// The texts that the server gets.
fn lyrics(plugin: &LoadedPlugin, track: &Value) -> Vec<String> {
    let answer = answer(plugin, LYRICS, track);
    let lyrics = answer["lyrics"].as_array().unwrap().iter();
    lyrics
        .map(|found| found["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn synchronised_lyrics_are_found_and_kept_for_a_month() {
    let lrclib = HttpServer::start(reply);
    let server = server("{}");
    let song = track("Feeling Good", 177.6);
    for _ in 0..2 {
        let plugin = load_for(&server, &lrclib);
        assert_eq!(lyrics(&plugin, &song), [SYNCED]);
    }
    let asked = lrclib.requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        asked[0].query("artist_name").as_deref(),
        Some("Nina Simone")
    );
    assert_eq!(asked[0].query("duration").as_deref(), Some("178"));
    let agent = asked[0].header("User-Agent").unwrap();
    assert!(agent.starts_with("navidrome-lyrics-lrclib/"), "{agent}");

    let plugin = load_for(&server, &lrclib);
    plugin.advance(30 * DAY);
    lyrics(&plugin, &song);
    assert_eq!(lrclib.requests().len(), 2);
}

#[test]
fn what_is_not_there_as_it_is_tagged_is_searched_for() {
    let lrclib = HttpServer::start(reply);
    let plugin = load_for(&server("{}"), &lrclib);
    assert_eq!(
        lyrics(&plugin, &track("Sinnerman", 622.1)),
        ["Oh, sinnerman"]
    );
    let asked = lrclib.requests();
    let paths: Vec<_> = asked.iter().map(Received::path).collect();
    assert_eq!(paths, ["/api/get", "/api/search"]);
}

#[test]
fn a_song_without_lyrics_is_looked_for_again_after_a_day_and_no_earlier() {
    let lrclib = HttpServer::start(reply);
    let server = server("{}");
    let song = track("4′33″ & more?", 273.0);
    for _ in 0..2 {
        let plugin = load_for(&server, &lrclib);
        for _ in 0..2 {
            assert!(lyrics(&plugin, &song).is_empty());
        }
        plugin.advance(HOUR);
    }
    let asked = lrclib.requests();
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[1].query("track_name").as_deref(),
        Some("4′33″ & more?")
    );

    let plugin = load_for(&server, &lrclib);
    plugin.advance(DAY);
    assert!(lyrics(&plugin, &song).is_empty());
    assert_eq!(lrclib.requests().len(), 4);
}

#[test]
fn a_failure_is_told_and_not_remembered() {
    let is_down = Arc::new(AtomicBool::new(true));
    let is_down_now = Arc::clone(&is_down);
    let lrclib = HttpServer::start(move |request| match is_down_now.load(Ordering::SeqCst) {
        true => Reply::text(500, "Internal Server Error"),
        false => reply(request),
    });
    let plugin = load_for(&server("{}"), &lrclib);
    let song = track("Feeling Good", 177.6);

    let text = failure(&plugin, LYRICS, &song);
    assert_eq!(text, format!("GET {}/api/get answered 500", lrclib.url()));
    is_down.store(false, Ordering::SeqCst);
    assert_eq!(lyrics(&plugin, &song), [SYNCED]);
}

#[test]
fn what_is_no_answer_of_an_lrclib_is_a_failure() {
    let portal = HttpServer::start(|_| Reply::text(200, "<html>Log in to this network</html>"));
    let plugin = load_for(&server("{}"), &portal);
    failure(&plugin, LYRICS, &track("Feeling Good", 177.6));
    assert_eq!(portal.requests().len(), 1);
}
