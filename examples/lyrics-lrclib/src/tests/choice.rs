//! What is asked, which lyrics are chosen, and what the server gets of them. Must not be about what is remembered.

use super::*;

#[test]
fn synchronised_lyrics_come_before_plain_ones() {
    let host = host();
    let synced = "[00:01.02] Birds flying high";
    let route = host.http().on_get(GET).any_query();
    let route = route.reply_json(200, record(178.0, Some("Birds flying high"), Some(synced)));

    assert_eq!(lyrics(track()).unwrap(), [synced]);

    let request = &route.requests()[0];
    assert_eq!(request.query("artist_name").as_deref(), Some("Nina Simone"));
    assert_eq!(request.query("track_name").as_deref(), Some("Feeling Good"));
    let album = request.query("album_name");
    assert_eq!(album.as_deref(), Some("I Put a Spell on You"));
    assert_eq!(request.query("duration").as_deref(), Some("178"));
    let agent = request.header("User-Agent").unwrap();
    assert!(agent.starts_with("navidrome-lyrics-lrclib/"), "{agent}");
}

#[test]
fn plain_lyrics_are_better_than_none() {
    let host = host();
    let found = record(178.0, Some("Birds flying high"), Some(""));
    host.http().on_get(GET).any_query().reply_json(200, found);

    assert_eq!(lyrics(track()).unwrap(), ["Birds flying high"]);
}

#[test]
fn odd_names_arrive_as_they_are() {
    let host = host();
    let url = "https://lrclib.net/api/get?artist_name=AC%2FDC%20%26%20friends%20%C3%A9&track_name=50%25%20%2B%20%231%3F&duration=178";
    let found = record(178.0, Some("La la"), None);
    let route = host.http().on_get(url).reply_json(200, found);
    let odd = TrackInfo {
        artist: "AC/DC & friends é".into(),
        title: "50% + #1?".into(),
        album: String::new(),
        ..track()
    };

    assert_eq!(lyrics(odd).unwrap(), ["La la"]);
    assert_eq!(route.requests()[0].url, url);
}

#[test]
fn of_several_artists_the_first_is_asked_for() {
    let host = host();
    let found = record(178.0, Some("Birds flying high"), None);
    let route = host.http().on_get(GET).any_query().reply_json(200, found);
    let artist = |name: &str| ArtistRef {
        name: name.into(),
        ..ArtistRef::default()
    };
    let duet = TrackInfo {
        artist: "Nina Simone • Ada".into(),
        artists: vec![artist("Nina Simone"), artist("Ada")],
        ..track()
    };

    lyrics(duet).unwrap();
    let request = &route.requests()[0];
    assert_eq!(request.query("artist_name").as_deref(), Some("Nina Simone"));
}

#[test]
fn another_release_will_do_if_it_is_about_as_long() {
    let host = host();
    let near = record(181.0, Some("near"), None);
    let nearer = record(176.0, Some("nearer"), None);
    let synced = record(182.0, None, Some("[00:01.00] synced"));
    let live = record(240.0, None, Some("[00:01.00] live"));
    let unknown_length = json!({"duration": null, "plainLyrics": "who knows"});

    let records = json!([near, nearer, unknown_length]);
    let route = found_by_search(&host, records);
    assert_eq!(lyrics(track()).unwrap(), ["nearer"]);
    assert_eq!(route.requests()[0].query("album_name"), None);

    found_by_search(&host, json!([near, live, synced, nearer]));
    let other = TrackInfo {
        id: "tr-2".into(),
        ..track()
    };
    assert_eq!(lyrics(other).unwrap(), ["[00:01.00] synced"]);
}

#[test]
fn the_settings_say_how_long_is_about_as_long() {
    let builder = FakeHost::builder().manifest(MANIFEST);
    let host = builder
        .config_json(r#"{"duration_tolerance": 2, "lrclib_url": ""}"#)
        .install();
    found_by_search(&host, json!([record(181.0, Some("near"), None)]));

    assert_eq!(lyrics(track()).unwrap(), [""; 0]);
}

#[test]
fn the_settings_can_name_another_lrclib() {
    // The manifest that ships names LRCLIB only.
    let manifest = MANIFEST.replace("lrclib.net\"]", "10.0.0.7\"]");
    let builder = FakeHost::builder().manifest(&manifest);
    let host = builder
        .config("lrclib_url", "http://10.0.0.7:3300/")
        .install();
    let found = record(178.0, Some("mine"), None);
    let route = host.http().on_get("http://10.0.0.7:3300/api/get");
    route.any_query().reply_json(200, found);

    assert_eq!(lyrics(track()).unwrap(), ["mine"]);
}

#[test]
fn a_setting_that_is_no_number_fails_by_its_name() {
    let builder = FakeHost::builder().config("duration_tolerance", "a lot");
    let _host = builder.install();

    let error = lyrics(track()).unwrap_err();
    assert!(error.message.contains("duration_tolerance"), "{error}");
}

#[test]
fn a_track_without_the_tags_for_it_has_no_lyrics_and_nobody_is_asked() {
    let host = host();
    let without_title = TrackInfo {
        title: String::new(),
        ..track()
    };
    let without_artist = TrackInfo {
        artist: String::new(),
        ..track()
    };
    let without_length = TrackInfo {
        duration: 0.0,
        ..track()
    };

    for track in [without_title, without_artist, without_length] {
        assert_eq!(lyrics(track).unwrap(), [""; 0]);
    }
    assert_eq!(host.http().requests(), []);
}

#[test]
fn the_server_gets_a_list_of_texts() {
    let host = host();
    let found = record(178.0, Some("Birds flying high"), None);
    host.http().on_get(GET).any_query().reply_json(200, found);

    let input =
        r#"{"track":{"id":"tr-1","title":"Feeling Good","artist":"Nina Simone","duration":178}}"#;
    let answer = call_export("nd_lyrics_get_lyrics", input).json();
    assert_eq!(answer["lyrics"][0]["text"], "Birds flying high");

    let nothing = call_export("nd_lyrics_get_lyrics", r#"{"track":{"id":"tr-2"}}"#);
    assert_eq!(nothing.json()["lyrics"], json!([]));
}
