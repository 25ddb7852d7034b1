//! `nowplaying-logger` as a server would run it, over the API of a server whose music is made up. Must not repeat its native tests.

use nd_host::{Granted, JobKind, Level, LoadedPlugin, Music, Outcome, Server, Settings};
use nd_tests::package;
use serde_json::{Value, json};

use super::{MINUTE, SECOND, load, said, said_by_server, server};

/// Two users and two songs, of which these are being played.
fn music(playing: &Value) -> String {
    json!({
        "users": [{"userName": "ada"}, {"userName": "grace"}],
        "tracks": [
            {"id": "sinnerman", "title": "Sinnerman", "artist": "Nina Simone", "duration": 622},
            {"id": "so-what", "title": "So What", "artist": "Miles Davis", "duration": 545},
        ],
        "nowPlaying": playing,
    })
    .to_string()
}

fn sinnerman() -> Value {
    json!({"user": "ada", "track": "sinnerman", "player": "Kitchen"})
}

fn so_what() -> Value {
    json!({"user": "grace", "track": "so-what", "player": "Phone"})
}

const SINNERMAN: &str = "ada listens to Sinnerman by Nina Simone on Kitchen";
const SO_WHAT: &str = "grace listens to So What by Miles Davis on Phone";

fn load_on(server: &Server, config: &Value) -> LoadedPlugin {
    load(server, &package::example("nowplaying-logger"), config)
}

#[test]
fn each_play_is_logged_once_by_a_schedule_of_the_server() {
    let server = server(&music(&json!([sinnerman()])));
    let change = |playing: &Value| {
        let music = Music::from_text(&music(playing)).unwrap();
        server.change_music(|current| *current = music);
    };
    let plugin = load_on(&server, &json!({}));
    let [schedule] = plugin.schedules().try_into().unwrap();
    assert_eq!(schedule.id, "ask");
    assert!(
        matches!(schedule.kind, JobKind::Recurring { .. }),
        "{schedule:?}"
    );

    assert_eq!(plugin.advance(59 * SECOND), []);
    let called = plugin.advance(3 * MINUTE);
    assert_eq!(called.len(), 3, "{called:?}");
    assert_eq!(said(&plugin, Level::Info), [SINNERMAN]);

    change(&json!([sinnerman(), so_what()]));
    plugin.advance(2 * MINUTE);
    assert_eq!(said(&plugin, Level::Info), [SINNERMAN, SO_WHAT]);

    // Whoever stops and begins anew is logged anew.
    change(&json!([]));
    plugin.advance(MINUTE);
    change(&json!([sinnerman()]));
    plugin.advance(MINUTE);
    assert_eq!(said(&plugin, Level::Info), [SINNERMAN, SO_WHAT, SINNERMAN]);
}

#[test]
fn the_schedule_is_that_of_the_settings_and_begins_anew_when_the_plugin_is_loaded_again() {
    let server = server(&music(&json!([so_what()])));
    for _ in 0..2 {
        let plugin = load_on(&server, &json!({"schedule": "*/5 * * * *"}));
        let [schedule] = plugin.schedules().try_into().unwrap();
        let expression = "*/5 * * * *".to_owned();
        assert_eq!(
            schedule.kind,
            JobKind::Recurring {
                cron_expression: expression
            }
        );
        assert_eq!(plugin.advance(10 * MINUTE).len(), 2);
        // The cache is gone with the plugin that was loaded before.
        assert_eq!(said(&plugin, Level::Info), [SO_WHAT]);
    }
}

#[test]
fn it_asks_in_the_name_of_the_user_of_the_settings() {
    let server = server(&music(&json!([so_what()])));
    let plugin = load_on(&server, &json!({"user": "grace"}));
    plugin.fire("ask").unwrap();
    assert_eq!(said(&plugin, Level::Info), [SO_WHAT]);
    drop(plugin);

    let plugin = load_on(&server, &json!({"user": "nobody"}));
    let Outcome::Failed(text) = plugin.fire("ask").unwrap().outcome else {
        panic!("nobody is there to ask")
    };
    assert_eq!(
        text,
        "getNowPlaying failed with code 40: Wrong username or password"
    );
    let logged = said_by_server(&plugin, Level::Error);
    assert_eq!(
        logged,
        [format!("nd_scheduler_callback: plugin call failed: {text}")]
    );
}

#[test]
fn a_user_who_is_removed_makes_one_call_fail_and_not_those_after_it() {
    let server = server(&music(&json!([so_what()])));
    let only = Granted::Only(vec!["ada".to_owned(), "grace".to_owned()]);
    let package = package::example("nowplaying-logger");
    let plugin = server.load(&package, &Settings::new().users(only)).unwrap();
    server.change_music(|music| {
        music.remove_user("ada");
        music.remove_user("grace");
    });
    let [call] = plugin.advance(MINUTE).try_into().unwrap();
    let Outcome::Failed(text) = call.outcome else {
        panic!("{:?}", call.outcome)
    };
    assert_eq!(text, "no user is assigned to the plugin");

    let back = Music::from_text(&music(&json!([so_what()]))).unwrap();
    server.change_music(|music| *music = back);
    plugin.advance(MINUTE);
    assert_eq!(said(&plugin, Level::Info), [SO_WHAT]);
}

#[test]
fn a_schedule_that_the_server_cannot_read_is_in_the_log_and_nothing_is_scheduled() {
    let plugin = load_on(
        &server(&music(&json!([]))),
        &json!({"schedule": "now and then"}),
    );
    let logged = said_by_server(&plugin, Level::Error);
    assert_eq!(logged.len(), 1, "{logged:?}");
    assert!(logged[0].contains("now and then"), "{logged:?}");
    assert_eq!(plugin.schedules(), []);
}
