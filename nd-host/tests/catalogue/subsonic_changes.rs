//! The Subsonic API: what it changes, which lasts as long as the server.

use nd_host::{Music, Server, Settings, Since};
use serde_json::{Value, json};

use super::asking::{ask, client, load, server, subsonic, texts};

const NOW: i64 = 1_767_657_600;

fn sample() -> Server {
    server(Music::sample()).start().unwrap()
}

fn ok(reply: &Value) {
    assert_eq!(reply["status"], "ok", "{reply}");
}

#[test]
fn favourites_and_ratings_are_the_users_own_and_stay_with_the_server() {
    let server = sample();
    {
        let plugin = client(&server);
        ok(&subsonic(
            &plugin,
            "star?id=so-what&albumId=kind-of-blue&artistId=nina-simone&u=grace",
        ));
        ok(&subsonic(&plugin, "setRating?id=so-what&rating=4&u=grace"));
        ok(&subsonic(&plugin, "unstar?id=sinnerman&u=ada"));
    }
    let plugin = client(&server);
    let starred = subsonic(&plugin, "getStarred2?u=grace")["starred2"].clone();
    assert_eq!(texts(&starred["song"], "id"), ["so-what"]);
    assert_eq!(texts(&starred["album"], "id"), ["kind-of-blue"]);
    assert_eq!(
        texts(&starred["artist"], "id"),
        ["nina-simone", "miles-davis"]
    );
    assert_eq!(starred["song"][0]["userRating"], 4);
    let music = server.music();
    assert_eq!(music.annotation("grace", "so-what").starred_at, Some(NOW));
    let sinnerman = music.annotation("ada", "sinnerman");
    assert!(!sinnerman.starred);
    assert_eq!((sinnerman.starred_at, sinnerman.play_count), (None, 42));
}

#[test]
fn nothing_changes_when_a_part_of_the_request_is_wrong() {
    let server = sample();
    let plugin = client(&server);
    let before = server.music();
    for uri in [
        "star?id=so-what&id=none&u=ada",
        "scrobble?id=so-what&id=none&u=ada",
    ] {
        assert_eq!(subsonic(&plugin, uri)["status"], "failed", "{uri}");
    }
    assert_eq!(server.music(), before);
}

#[test]
fn a_scrobble_is_counted_and_retrieved() {
    let server = sample();
    let plugin = client(&server);
    ok(&subsonic(&plugin, "scrobble?id=so-what&u=grace"));
    ok(&subsonic(
        &plugin,
        "scrobble?id=so-what&id=sinnerman&time=1000000&time=2000999&u=grace",
    ));
    let song = subsonic(&plugin, "getSong?id=so-what&u=grace")["song"].clone();
    assert_eq!(song["playCount"], 2);
    assert_eq!(
        song["played"], "2026-01-06T00:00:00Z",
        "the latest, not the last told"
    );
    let album = subsonic(&plugin, "getAlbum?id=kind-of-blue&u=grace")["album"].clone();
    assert_eq!(album["playCount"], 2);

    let permissions = json!({"users": {}, "scrobbleRetriever": {}});
    let function = "scrobbleretriever_getscrobbles";
    let retriever = load(&server, &permissions, &Settings::new(), &[function]);
    let reply = ask(
        &retriever,
        function,
        &json!({"username": "grace", "options": {}}),
    );
    let times: Vec<_> = reply["scrobbles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scrobble| scrobble["submissionTime"].as_i64().unwrap())
        .collect();
    assert_eq!(times, [1_000, 2_000, 1_767_600_000, NOW]);
    assert_eq!(reply["scrobbles"][3]["id"], 4);
}

#[test]
fn what_is_playing_goes_on_until_its_end_or_the_next() {
    let server = sample();
    let plugin = client(&server);
    let playing = || {
        let reply = subsonic(&plugin, "getNowPlaying?u=ada");
        reply["nowPlaying"]["entry"].as_array().unwrap()[1..].to_vec()
    };
    ok(&subsonic(
        &plugin,
        "scrobble?id=nanoseconds&submission=false&u=grace",
    ));
    plugin.advance(std::time::Duration::from_secs(90));
    let entries = playing();
    assert_eq!(
        (&entries[0]["id"], &entries[0]["minutesAgo"]),
        (&json!("nanoseconds"), &json!(1))
    );
    assert_eq!(
        (&entries[0]["username"], &entries[0]["playerName"]),
        (&json!("grace"), &json!("plays"))
    );
    ok(&subsonic(
        &plugin,
        "scrobble?id=so-what&submission=false&u=grace",
    ));
    let entries = playing();
    assert_eq!(entries.len(), 1, "a player plays one at a time");
    assert_eq!(entries[0]["id"], "so-what");
    assert_eq!(server.music().now_playing()[1].since, Since::At(NOW + 90));
    plugin.advance(std::time::Duration::from_secs(546));
    assert_eq!(playing(), Vec::<Value>::new());
    assert_eq!(
        server.music().scrobbles("grace").len(),
        1,
        "only what was there before"
    );
}
