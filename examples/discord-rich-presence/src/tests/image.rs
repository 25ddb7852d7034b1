//! Pictures: registered with Discord, remembered, and replaced where there is none.

use std::time::Duration;

use nd_pdk::testing::ArtworkLink;

use super::*;

const DEFAULT: &str =
    "https://raw.githubusercontent.com/navidrome/navidrome/master/resources/logo-192x192.png";
const HOUR: Duration = Duration::from_secs(3600);

/// The picture that is shown for a track that is played now.
fn image_of(host: &FakeHost, title: &str) -> Value {
    play(host, "ada", title);
    let image =
        sent(host, "ada")[0]["d"]["presence"]["activities"][0]["assets"]["large_image"].clone();
    report(host, "ada", title, "stopped");
    image
}

/// The addresses that Discord was asked to register.
fn registered(host: &FakeHost) -> Vec<String> {
    let requests = host.http().requests();
    let posts = requests.iter().filter(|request| request.method == "POST");
    posts
        .map(|post| {
            post.body_json()["urls"][0]
                .as_str()
                .expect("a URL")
                .to_owned()
        })
        .collect()
}

#[test]
fn the_cover_is_registered_in_the_name_of_the_user() {
    let host = host();
    let image = image_of(&host, "Sinnerman");
    let urls = registered(&host);
    let link = ArtworkLink::read(&urls[0]).expect("an address of the server");
    assert_eq!(
        (link.artwork_id.as_str(), link.size),
        ("mf-id of Sinnerman", Some(300))
    );
    assert_eq!(image, format!("mp:external/{}", last_part(&json!(urls[0]))));
    let requests = host.http().requests();
    assert_eq!(requests[0].header("Authorization"), Some("s3cret-of-ada"));
}

#[test]
fn a_cover_is_registered_anew_after_four_hours_however_often_it_is_shown() {
    let host = host();
    for _ in 0..8 {
        image_of(&host, "Sinnerman");
        host.elapse(HOUR);
    }
    assert_eq!(registered(&host).len(), 2);
}

#[test]
fn without_a_public_address_of_the_server_the_default_image_is_shown_and_kept_for_two_days() {
    let host = host();
    host.artwork().use_base("http://localhost");
    for _ in 0..4 {
        assert_eq!(image_of(&host, "Sinnerman"), "mp:external/logo-192x192.png");
        host.elapse(16 * HOUR);
    }
    assert_eq!(registered(&host), [DEFAULT, DEFAULT]);
}

#[test]
fn the_settings_can_name_a_default_image() {
    let settings = json!({
        "client_id": "42",
        "users": [{"username": "ada", "token": "s3cret"}],
        "default_image_url": "https://example.com/cat.png",
        "gateway_url": "wss://gateway.discord.gg",
    });
    let host = bare_host(&settings);
    host.artwork().use_base("http://localhost");
    host.http()
        .on_post(ASSETS)
        .reply_json(200, json!([{"external_asset_path": "external/cat"}]));
    gateway(&host);
    assert_eq!(image_of(&host, "Sinnerman"), "mp:external/cat");
    assert_eq!(registered(&host), ["https://example.com/cat.png"]);
}

#[test]
fn a_cover_that_discord_does_not_take_gives_way_to_the_default_image_for_ten_minutes() {
    let host = host();
    host.http()
        .on_post(ASSETS)
        .when(|request| !request.body_text().contains(DEFAULT))
        .reply(429, "")
        .reply_json(200, json!([{"external_asset_path": "external/cover"}]));
    assert_eq!(image_of(&host, "Sinnerman"), "mp:external/logo-192x192.png");
    assert_eq!(image_of(&host, "Sinnerman"), "mp:external/logo-192x192.png");
    assert_eq!(registered(&host).len(), 2);

    host.elapse(Duration::from_secs(600));
    assert_eq!(image_of(&host, "Sinnerman"), "mp:external/cover");
}

#[test]
fn whatever_discord_answers_the_track_is_shown_without_a_picture_at_worst() {
    let failures = [
        HTTPReply::new(500, ""),
        HTTPReply::new(200, "[]"),
        HTTPReply::new(200, "not JSON"),
        HTTPReply::failure("connection refused"),
        HTTPReply::silence(),
    ];
    for failure in failures {
        let host = host();
        host.http()
            .on_post(ASSETS)
            .reply_with(move |_| failure.clone());
        assert_eq!(image_of(&host, "Sinnerman"), Value::Null);
        assert_eq!(registered(&host).len(), 2);
    }
}

#[test]
fn addresses_that_only_the_server_can_reach_are_not_given_to_discord() {
    let private = [
        "http://localhost/share",
        "http://localhost:4533/share",
        "http://navidrome/share",
        "http://music.local:4533",
        "http://music.lan",
        "http://127.0.0.1:4533/share",
        "http://192.168.1.5/share",
        "https://10.0.0.1",
        "http://169.254.1.1/",
        "http://0.0.0.0/",
        "http://[::1]:4533/share",
        "http://[fd00::1]/share",
        "http://[nonsense]/share",
        "/share/img",
        "",
    ];
    for url in private {
        assert!(!crate::image::is_public(url), "{url}");
    }
    let public = [
        "https://music.example.com/share",
        "https://music.example.com:4533",
        "https://music.example.com?size=300",
        "http://93.184.216.34/share",
        "http://[2606:2800:220:1::1]:4533/share",
    ];
    for url in public {
        assert!(crate::image::is_public(url), "{url}");
    }
}
