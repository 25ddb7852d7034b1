//! The plugin as ordinary Rust, with a fake host that has an archive. Must not need wasm or the network.

use nd_pdk::testing::{FakeHost, HTTPRoute, call_export, json};
use serde::Serialize;

use super::*;

const MANIFEST: &str = include_str!("../manifest.json");
const MBID: &str = "76df3287-6cda-33eb-8e9a-044b5e15ffdd";
const RELEASE: &str = "https://coverartarchive.org/release/76df3287-6cda-33eb-8e9a-044b5e15ffdd";
const GROUP: &str =
    "https://coverartarchive.org/release-group/76df3287-6cda-33eb-8e9a-044b5e15ffdd";
/// Where the archive redirects to, and where that does.
const ITEM: &str =
    "https://archive.org/download/mbid-76df3287-6cda-33eb-8e9a-044b5e15ffdd/index.json";
const MACHINE: &str =
    "https://ia800500.us.archive.org/12/items/mbid-76df3287-6cda-33eb-8e9a-044b5e15ffdd/index.json";

fn host() -> FakeHost {
    FakeHost::builder().manifest(MANIFEST).install()
}

fn picture(id: u64, front: bool) -> impl Serialize + use<> {
    let at = format!("http://coverartarchive.org/release/{MBID}/{id}");
    json!({
        "id": id,
        "approved": true,
        "back": !front,
        "comment": "",
        "edit": 20_202_510,
        "front": front,
        "image": format!("{at}.jpg"),
        "thumbnails": {
            "1200": format!("{at}-1200.jpg"),
            "250": format!("{at}-250.jpg"),
            "500": format!("{at}-500.jpg"),
            "large": format!("{at}-500.jpg"),
            "small": format!("{at}-250.jpg"),
        },
        "types": [if front { "Front" } else { "Back" }],
    })
}

/// An index as the archive writes it, with the back before the front.
fn index() -> impl Serialize + use<> {
    let images = [picture(5, false), picture(7, true)];
    json!({"images": images, "release": format!("https://musicbrainz.org/release/{MBID}")})
}

/// An archive with a cover; the route is that of the machine that has the file.
fn archive_with_cover(host: &FakeHost) -> HTTPRoute {
    let network = host.http();
    network.on_get(RELEASE).redirect(307, ITEM);
    network.on_get(ITEM).redirect(302, MACHINE);
    network.on_get(MACHINE).reply_json(200, index())
}

fn images(mbid: &str) -> Result<Vec<(String, i32)>, Error> {
    let album = AlbumRequest {
        name: "AC/DC & friends é".into(),
        artist: "AC/DC".into(),
        mbid: mbid.into(),
    };
    let response = CoverArt.get_album_images(album)?;
    let images = response.images.into_iter();
    Ok(images.map(|image| (image.url, image.size)).collect())
}

fn cover(size: i32) -> (String, i32) {
    let url = format!("http://coverartarchive.org/release/{MBID}/7-{size}.jpg");
    (url, size)
}

#[test]
fn the_front_cover_comes_in_three_sizes_over_two_redirects() {
    let host = host();
    archive_with_cover(&host);

    assert_eq!(images(MBID).unwrap(), [cover(1200), cover(500), cover(250)]);

    let sent = host.http().requests();
    let urls: Vec<_> = sent.iter().map(|request| request.url.as_str()).collect();
    assert_eq!(urls, [RELEASE, ITEM, MACHINE]);
    let agent = sent[0].header("User-Agent").unwrap();
    assert!(agent.starts_with("navidrome-coverartarchive/"), "{agent}");
    assert_eq!(sent[0].header("Accept"), Some("application/json"));
}

#[test]
fn a_redirect_elsewhere_is_not_followed() {
    let host = host();
    host.http()
        .on_get(RELEASE)
        .redirect(307, "https://example.org/index.json");

    let error = images(MBID).unwrap_err();
    assert!(
        error.message.contains("\"example.org\" is not allowed"),
        "{error}"
    );
}

#[test]
fn what_is_no_release_may_be_a_release_group() {
    let host = host();
    host.http()
        .on_get(RELEASE)
        .reply(404, "<html>Not Found</html>");
    host.http().on_get(GROUP).reply_json(200, index());

    assert_eq!(images(MBID).unwrap()[0], cover(1200));
}

#[test]
fn old_entries_name_their_sizes_otherwise() {
    let host = host();
    let old = json!({"front": true, "image": "i.jpg", "thumbnails": {"large": "l.jpg", "small": "s.jpg"}});
    host.http()
        .on_get(RELEASE)
        .reply_json(200, json!({"images": [old]}));

    let expected = [("l.jpg".into(), 500), ("s.jpg".into(), 250)];
    assert_eq!(images(MBID).unwrap(), expected);
}

#[test]
fn without_thumbnails_there_is_the_scan_itself() {
    let host = host();
    let bare = json!({"front": true, "image": "i.jpg"});
    host.http()
        .on_get(RELEASE)
        .reply_json(200, json!({"images": [bare]}));

    assert_eq!(images(MBID).unwrap(), [("i.jpg".into(), 0)]);
}

#[test]
fn the_settings_limit_the_size() {
    let builder = FakeHost::builder().manifest(MANIFEST);
    let host = builder.config_json(r#"{"max_size": 500}"#).install();
    archive_with_cover(&host);

    assert_eq!(images(MBID).unwrap(), [cover(500), cover(250)]);
}

#[test]
fn the_settings_can_name_another_archive() {
    let builder = FakeHost::builder().config("coverartarchive_url", "https://covers.example.org/");
    let host = builder.install();
    let url = format!("https://covers.example.org/release/{MBID}");
    host.http().on_get(url).reply_json(200, index());

    assert_eq!(images(MBID).unwrap()[0], cover(1200));
}

#[test]
fn a_setting_that_is_no_number_fails_by_its_name() {
    let _host = FakeHost::builder().config("max_size", "huge").install();

    let error = images(MBID).unwrap_err();
    assert!(error.message.contains("max_size"), "{error}");
}

#[test]
fn a_cover_is_not_asked_for_twice_within_a_month() {
    let host = host();
    let route = archive_with_cover(&host);

    let first = images(MBID).unwrap();
    host.elapse(29 * DAY);
    assert_eq!(images(MBID).unwrap(), first);
    assert_eq!(route.requests().len(), 1);

    host.elapse(DAY);
    assert_eq!(images(MBID).unwrap(), first);
    assert_eq!(route.requests().len(), 2);
}

#[test]
fn that_there_is_none_is_remembered_for_a_day_however_often_it_is_asked() {
    let host = host();
    let release = host.http().on_get(RELEASE).reply(404, "");
    let group = host.http().on_get(GROUP).reply(404, "");

    for _ in 0..3 {
        assert_eq!(images(MBID).unwrap_err(), Error::not_found());
        host.elapse(DAY / 4);
    }
    assert_eq!((release.requests().len(), group.requests().len()), (1, 1));

    host.elapse(DAY / 4);
    assert_eq!(images(MBID).unwrap_err(), Error::not_found());
    assert_eq!((release.requests().len(), group.requests().len()), (2, 2));
}

#[test]
fn a_release_with_other_pictures_only_has_no_cover() {
    let host = host();
    let images_but_front = json!({"images": [picture(5, false)]});
    host.http()
        .on_get(RELEASE)
        .reply_json(200, images_but_front);

    assert_eq!(images(MBID).unwrap_err(), Error::not_found());
}

#[test]
fn what_is_no_musicbrainz_id_is_a_miss_and_stays_in_its_segment_of_the_path() {
    let host = host();
    let below = "AC%2FDC%20%26%20friends%20%C3%A9";
    let route = host
        .http()
        .on_get("https://coverartarchive.org/")
        .and_below();
    let route = route.reply(400, "invalid MBID specified");

    assert_eq!(images("AC/DC & friends é").unwrap_err(), Error::not_found());
    let urls: Vec<_> = route
        .requests()
        .iter()
        .map(|sent| sent.url.clone())
        .collect();
    let expected = ["release", "release-group"]
        .map(|entity| format!("https://coverartarchive.org/{entity}/{below}"));
    assert_eq!(urls, expected);
}

#[test]
fn failures_are_errors_and_not_remembered() {
    let host = host();
    let route = host.http().on_get(RELEASE);
    route
        .reply(503, "")
        .reply(429, "")
        .reply(200, "<html>")
        .fail("EOF")
        .reply_json(200, index());

    let error = images(MBID).unwrap_err();
    assert_eq!(error.message, format!("GET {RELEASE} answered 503"));
    let error = images(MBID).unwrap_err();
    assert_eq!(error.message, format!("GET {RELEASE} answered 429"));
    assert!(images(MBID).unwrap_err().message.contains("JSON"));
    assert!(images(MBID).unwrap_err().message.ends_with("EOF"));
    assert_eq!(images(MBID).unwrap()[0], cover(1200));
}

#[test]
fn redirects_without_end_are_a_failure() {
    let host = host();
    host.http().on_get(RELEASE).redirect(307, RELEASE);

    let error = images(MBID).unwrap_err();
    assert_eq!(error.message, format!("GET {RELEASE} answered 307"));
}

#[test]
fn a_full_store_is_reported_and_gets_nobody_in_the_way() {
    let manifest = MANIFEST.replace("10MB", "10B");
    let host = FakeHost::builder().manifest(&manifest).install();
    archive_with_cover(&host);

    assert_eq!(images(MBID).unwrap().len(), 3);
    let line = &host.logs()[0].message;
    assert!(line.starts_with("cannot remember the cover of "), "{line}");
}

#[test]
fn an_album_without_an_id_is_a_miss_and_nobody_is_asked() {
    let host = host();

    assert_eq!(images("").unwrap_err(), Error::not_found());
    assert_eq!(host.http().requests(), []);
}

#[test]
fn the_server_gets_pictures_or_null() {
    let host = host();
    archive_with_cover(&host);

    let input = format!(r#"{{"name":"Discovery","artist":"Daft Punk","mbid":"{MBID}"}}"#);
    let found = call_export("nd_get_album_images", &input).json();
    assert_eq!(found["images"][0]["size"], 1200);

    let nothing = call_export("nd_get_album_images", r#"{"name":"Demo","artist":"Ada"}"#);
    assert_eq!(nothing.code, 0);
    assert!(nothing.json().is_null());
}
