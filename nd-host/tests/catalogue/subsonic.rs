//! The Subsonic API: what it tells.

use nd_host::{Music, Server};
use serde_json::{Value, json};

use super::asking::{ask, client, server, subsonic, texts};

fn sample() -> Server {
    server(Music::sample()).start().unwrap()
}

/// The code and the text of a failure.
fn failure(reply: &Value) -> (i64, String) {
    assert_eq!(reply["status"], "failed", "{reply}");
    let code = reply["error"]["code"].as_i64().unwrap();
    (code, reply["error"]["message"].as_str().unwrap().to_owned())
}

#[test]
fn answers_have_an_envelope() {
    let server = sample();
    let plugin = client(&server);
    let expected = json!({"status": "ok", "version": "1.16.1", "type": "navidrome", "serverVersion": "0.64.0", "openSubsonic": true});
    for uri in [
        "ping?u=ada",
        "/rest/ping.view?u=ada&f=xml",
        "http://elsewhere/rest/ping?u=ADA",
    ] {
        assert_eq!(subsonic(&plugin, uri), expected, "{uri}");
    }
}

#[test]
fn failures_are_inside_the_answer() {
    let server = sample();
    let plugin = client(&server);
    for (uri, code, message) in [
        ("getSong?u=ada", 10, "missing parameter: 'id'"),
        ("getSong?id=none&u=ada", 70, "Song not found"),
        ("getAlbum?id=none&u=ada", 70, "Album not found"),
        ("getArtist?id=none&u=ada", 70, "Artist not found"),
        ("getPlaylist?id=none&u=ada", 70, "playlist not found"),
        ("getCoverArt?id=none&u=ada", 70, "Artwork not found"),
        ("getAlbumList2?u=ada", 10, "missing parameter: 'type'"),
        (
            "getAlbumList2?type=best&u=ada",
            0,
            "type 'best' not implemented",
        ),
        ("ping?u=bob", 40, "Wrong username or password"),
        (
            "getUser?username=ada&u=grace",
            50,
            "User is not authorized for the given operation",
        ),
        ("star?u=ada", 10, "missing parameter: 'id'"),
        ("star?id=none&u=ada", 70, "data not found"),
        (
            "setRating?id=sinnerman&rating=6&u=ada",
            0,
            "a rating is a number from 0 to 5",
        ),
        ("setRating?id=none&rating=1&u=ada", 70, "data not found"),
        ("scrobble?id=none&u=ada", 70, "data not found"),
        (
            "scrobble?id=sinnerman&time=1&time=2&u=ada",
            0,
            "Wrong number of timestamps: 2, should be 1",
        ),
    ] {
        let reply = subsonic(&plugin, uri);
        assert_eq!(failure(&reply), (code, message.to_owned()), "{uri}");
    }
    let (code, message) = failure(&subsonic(&plugin, "getLyrics?u=ada"));
    assert_eq!(code, 70);
    assert!(message.starts_with("this local server has no endpoint \"getLyrics\"; it has ping, "));
}

#[test]
fn one_gets_from_artists_to_songs() {
    let server = sample();
    let plugin = client(&server);
    let artists = subsonic(&plugin, "getArtists?u=ada")["artists"].clone();
    assert_eq!(texts(&artists["index"], "name"), ["M", "N"]);
    let artist = &artists["index"][1]["artist"][0];
    assert_eq!(
        (&artist["id"], &artist["albumCount"]),
        (&json!("nina-simone"), &json!(1))
    );
    let artist = subsonic(&plugin, "getArtist?id=nina-simone&u=ada")["artist"].clone();
    assert_eq!(texts(&artist["album"], "id"), ["pastel-blues"]);
    let album = subsonic(&plugin, "getAlbum?id=pastel-blues&u=ada")["album"].clone();
    assert_eq!(
        (&album["songCount"], &album["duration"]),
        (&json!(2), &json!(824))
    );
    assert_eq!(
        texts(&album["song"], "title"),
        ["Be My Husband", "Sinnerman"]
    );
    let song = subsonic(&plugin, "getSong?id=sinnerman&u=ada")["song"].clone();
    assert_eq!(song, album["song"][1]);
    assert_eq!(song["starred"], "2026-01-01T10:00:00Z");
    assert_eq!(
        (&song["userRating"], &song["playCount"]),
        (&json!(5), &json!(42))
    );
    assert_eq!(song["contentType"], "audio/flac");
    assert_eq!(
        song["artists"],
        json!([{"id": "nina-simone", "name": "Nina Simone"}])
    );
    let other = subsonic(&plugin, "getSong?id=sinnerman&u=grace")["song"].clone();
    assert_eq!(
        (&other["starred"], &other["playCount"]),
        (&Value::Null, &json!(0))
    );
    let indexes = subsonic(&plugin, "getIndexes?u=ada")["indexes"].clone();
    assert_eq!(indexes["index"], artists["index"]);
    assert_eq!(indexes["lastModified"], 1_767_582_000_000_i64);
}

#[test]
fn albums_are_listed_in_every_order() {
    let server = sample();
    let plugin = client(&server);
    for (query, expected) in [
        ("type=newest", &["kind-of-blue", "pastel-blues"][..]),
        ("type=newest&size=1&offset=1", &["pastel-blues"]),
        ("type=alphabeticalByName", &["kind-of-blue", "pastel-blues"]),
        (
            "type=alphabeticalByArtist",
            &["kind-of-blue", "pastel-blues"],
        ),
        ("type=frequent", &["pastel-blues"]),
        ("type=recent", &["pastel-blues"]),
        ("type=highest", &[]),
        ("type=starred", &[]),
        ("type=byGenre&genre=soul", &["pastel-blues"]),
        (
            "type=byYear&fromYear=1950&toYear=1970",
            &["kind-of-blue", "pastel-blues"],
        ),
        (
            "type=byYear&fromYear=1970&toYear=1950",
            &["pastel-blues", "kind-of-blue"],
        ),
        ("type=newest&musicFolderId=2", &[]),
    ] {
        let reply = subsonic(&plugin, &format!("getAlbumList2?{query}&u=ada"));
        assert_eq!(
            texts(&reply["albumList2"]["album"], "id"),
            expected,
            "{query}"
        );
    }
    let mut random = texts(
        &subsonic(&plugin, "getAlbumList2?type=random&u=ada")["albumList2"]["album"],
        "id",
    );
    random.sort();
    assert_eq!(random, ["kind-of-blue", "pastel-blues"]);
}

#[test]
fn songs_are_found_by_words_genres_and_chance() {
    let server = sample();
    let plugin = client(&server);
    let found = subsonic(&plugin, "search3?query=SIMONE+sinner&u=ada")["searchResult3"].clone();
    assert_eq!(texts(&found["song"], "id"), ["sinnerman"]);
    assert_eq!(
        (&found["artist"], &found["album"]),
        (&json!([]), &json!([]))
    );
    let all = subsonic(&plugin, "search3?query=%22%22&songCount=3&u=ada")["searchResult3"].clone();
    assert_eq!(all["song"].as_array().unwrap().len(), 3);
    let jazz = subsonic(&plugin, "getSongsByGenre?genre=Jazz&u=ada")["songsByGenre"].clone();
    assert_eq!(
        jazz["song"].as_array().unwrap().len(),
        4,
        "none that is missing"
    );
    let talks = subsonic(&plugin, "getRandomSongs?genre=Talk&u=ada")["randomSongs"].clone();
    assert_eq!(texts(&talks["song"], "id"), ["nanoseconds"]);
    assert_eq!(talks["song"][0]["isrc"], json!(["USXXX8200001"]));
}

#[test]
fn folders_users_playlists_and_favourites_are_told() {
    let server = sample();
    let plugin = client(&server);
    let folders = subsonic(&plugin, "getMusicFolders?u=ada")["musicFolders"].clone();
    assert_eq!(
        folders,
        json!({"musicFolder": [{"id": 1, "name": "Music"}, {"id": 2, "name": "Talks"}]})
    );
    let user = subsonic(&plugin, "getUser?username=grace&u=ada")["user"].clone();
    assert_eq!(
        (&user["username"], &user["adminRole"]),
        (&json!("grace"), &json!(false))
    );
    assert_eq!(
        subsonic(&plugin, "getLicense?u=ada")["license"]["valid"],
        true
    );
    let playlists = subsonic(&plugin, "getPlaylists?u=grace")["playlists"]["playlist"].clone();
    assert_eq!(
        (&playlists[0]["songCount"], &playlists[0]["entry"]),
        (&json!(2), &Value::Null)
    );
    let playlist = subsonic(&plugin, "getPlaylist?id=late-evening&u=grace")["playlist"].clone();
    assert_eq!(texts(&playlist["entry"], "id"), ["so-what", "sinnerman"]);
    let starred = subsonic(&plugin, "getStarred2?u=grace")["starred2"].clone();
    assert_eq!(texts(&starred["artist"], "id"), ["miles-davis"]);
    assert_eq!(starred["song"], json!([]));
    let playing = subsonic(&plugin, "getNowPlaying?u=grace")["nowPlaying"]["entry"].clone();
    assert_eq!(
        (&playing[0]["id"], &playing[0]["minutesAgo"]),
        (&json!("sinnerman"), &json!(3))
    );
    assert_eq!(
        (&playing[0]["username"], &playing[0]["playerName"]),
        (&json!("ada"), &json!("Living room"))
    );
}

#[test]
fn a_private_playlist_is_its_owners() {
    let text = "{users: [{userName: ada}, {userName: grace}], playlists: [{name: Mine, id: mine}]}";
    let server = server(Music::from_text(text).unwrap()).start().unwrap();
    let plugin = client(&server);
    let list =
        |user: &str| subsonic(&plugin, &format!("getPlaylists?u={user}"))["playlists"].clone();
    assert_eq!(texts(&list("ada")["playlist"], "id"), ["mine"]);
    assert_eq!(list("grace"), json!({"playlist": []}));
    assert_eq!(
        failure(&subsonic(&plugin, "getPlaylist?id=mine&u=grace")).0,
        70
    );
}

#[test]
fn raw_answers_are_xml_unless_json_is_asked_for() {
    let server = sample();
    let plugin = client(&server);
    let raw = |uri: &str| -> (String, Vec<u8>) {
        let reply = ask(&plugin, "subsonicapi_callraw", &json!({ "uri": uri }));
        let data = reply["data"].as_str().unwrap();
        let content_type = reply["contentType"].as_str().unwrap().to_owned();
        (content_type, decode(data))
    };
    let (content_type, xml) = raw("getAlbum?id=kind-of-blue&u=ada");
    let xml = String::from_utf8(xml).unwrap();
    assert_eq!(content_type, "application/xml");
    for part in [
        r#"<subsonic-response "#,
        r#"status="ok""#,
        r#"xmlns="http://subsonic.org/restapi""#,
        r#"<genres name="Jazz""#,
        r#"title="So What""#,
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    let (content_type, xml) = raw("getSong?id=none&f=xml&u=ada");
    assert_eq!(content_type, "application/xml");
    let xml = String::from_utf8(xml).unwrap();
    assert!(
        xml.contains(r#"<error code="70" message="Song not found""#),
        "{xml}"
    );
    let (content_type, text) = raw("ping?f=json&u=ada");
    assert_eq!(content_type, "application/json");
    assert!(serde_json::from_slice::<Value>(&text).is_ok());
    let (content_type, picture) = raw("getCoverArt?id=al-kind-of-blue&size=16&u=ada");
    assert_eq!(content_type, "image/png");
    assert_eq!(&picture[..4], b"\x89PNG");
    assert_eq!(
        picture[16..24],
        [0, 0, 0, 16, 0, 0, 0, 16],
        "width and height"
    );
}

/// As a plugin decodes bytes.
fn decode(data: &str) -> Vec<u8> {
    use nd_pdk::websocket::OnBinaryMessageRequest;
    let message = json!({"connectionId": "", "data": data});
    let message: OnBinaryMessageRequest = serde_json::from_value(message).unwrap();
    message.data
}
