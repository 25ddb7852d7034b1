//! Pictures: registered with Discord, remembered, and replaced where there is none. Must not look at connections.

use super::*;

const DEFAULT: &str =
    "https://raw.githubusercontent.com/navidrome/navidrome/master/resources/logo-192x192.png";

/// The addresses that Discord was asked to register, each in the name of a user.
fn registered(stage: &Stage) -> Vec<String> {
    let requests = stage.discord.requests().into_iter();
    let posts = requests.filter(|request| request.method == "POST");
    posts
        .map(|post| {
            assert_eq!(post.header("Authorization"), Some(ADA));
            post.json()["urls"][0].as_str().expect("a URL").to_owned()
        })
        .collect()
}

/// What is shown as the picture of a track that is played for a moment.
fn picture(stage: &Stage, title: &str) -> Option<String> {
    let done = stage.discord.sessions().get(ADA).map_or(0, Vec::len);
    let heard = stage.heard();
    stage.play("ada", title, 0);
    stage.hears(heard + 2);
    stage.stop("ada", title);
    let events = stage.events(ADA, done + 3);
    activity(&events[done..]).assets.large_image.clone()
}

#[test]
fn a_cover_is_registered_once_in_four_hours() {
    let stage = Stage::new(Options::default());
    let first = picture(&stage, "Sinnerman").expect("a picture");
    let again = picture(&stage, "Sinnerman").expect("a picture");
    assert_eq!(first, again);
    let urls = registered(&stage);
    assert_eq!(urls.len(), 1);
    let path = urls[0]
        .strip_prefix("https://music.example.com/")
        .expect("an address of the server");
    assert_eq!(first, format!("mp:external/https/music.example.com/{path}"));
    assert!(path.ends_with("size=300"), "{path}");

    picture(&stage, "Be My Husband");
    assert_eq!(registered(&stage).len(), 2, "another cover");
    stage.plugin.advance(4 * HOUR + SECOND);
    picture(&stage, "Sinnerman");
    assert_eq!(registered(&stage).len(), 3, "the time is over");
    stage.ends_well();
}

#[test]
fn a_server_that_discord_cannot_reach_shows_the_default_image_for_two_days() {
    let stage = Stage::on("http://localhost", Options::default());
    let expected = format!("mp:external/{}", DEFAULT.replace("://", "/"));
    for title in ["Sinnerman", "Be My Husband"] {
        assert_eq!(picture(&stage, title).as_ref(), Some(&expected));
    }
    stage.plugin.advance(47 * HOUR);
    picture(&stage, "Sinnerman");
    assert_eq!(registered(&stage), [DEFAULT]);
    stage.plugin.advance(49 * HOUR);
    picture(&stage, "Sinnerman");
    assert_eq!(registered(&stage), [DEFAULT, DEFAULT]);
    stage.ends_well();
}

#[test]
fn where_discord_takes_no_picture_the_track_is_shown_without_and_discord_left_alone_for_a_while() {
    let stage = Stage::new(Options {
        registers_images: false,
        ..Options::default()
    });
    assert_eq!(picture(&stage, "Sinnerman"), None);
    assert_eq!(picture(&stage, "Sinnerman"), None);
    // The cover, and then the default image.
    assert_eq!(registered(&stage).len(), 2);
    let warnings = said(&stage.plugin, Level::Warn);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(
        warnings[0].starts_with("no picture: POST http://127.0.0.1:")
            && warnings[0].ends_with("answered 500"),
        "{warnings:?}"
    );
    stage.plugin.advance(600 * SECOND + SECOND);
    assert_eq!(picture(&stage, "Sinnerman"), None);
    assert_eq!(registered(&stage).len(), 4);
    stage.ends_well();
}
