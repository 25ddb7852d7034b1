//! `listening-report` as a server would run it, over plays that the server has recorded. Must not repeat its native tests.

use std::thread;
use std::time::{Duration, SystemTime};

use nd_host::{Granted, Level, LoadedPlugin, Outcome, Package, Server, Settings};
use nd_tests::package;
use serde_json::{Value, json};

use super::{DAY, SECOND, builder, load, said, said_by_server, server};

fn example() -> Package {
    package::example("listening-report")
}

/// A number of plays of a track, all of them so many days ago.
fn plays(user: &str, track: &str, count: usize, days: u32) -> Vec<Value> {
    let at = (SystemTime::now() - DAY * days)
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let play = json!({"user": user, "track": track, "at": at.as_secs()});
    vec![play; count]
}

/// Three users, two libraries with a song in each, and what was played.
fn music(scrobbles: impl IntoIterator<Item = Vec<Value>>) -> String {
    let scrobbles: Vec<Value> = scrobbles.into_iter().flatten().collect();
    json!({
        "users": [{"userName": "ada"}, {"userName": "grace"}, {"userName": "mary"}],
        "libraries": [{"id": 1, "name": "Music"}, {"id": 2, "name": "Talks"}],
        "tracks": [
            {"id": "sinnerman", "title": "Sinnerman", "artist": "Nina Simone"},
            {"id": "nanoseconds", "title": "Nanoseconds", "artist": "Grace Hopper", "libraryId": 2},
        ],
        "annotations": [{"user": "ada", "of": "sinnerman", "starred": true, "rating": 4}],
        "scrobbles": scrobbles,
    })
    .to_string()
}

/// Ada and Grace have listened to something in the last week, Ada also before that.
fn week() -> String {
    music([
        plays("ada", "nanoseconds", 1, 1),
        plays("ada", "sinnerman", 3, 2),
        plays("ada", "sinnerman", 9, 10),
        plays("grace", "sinnerman", 1, 6),
    ])
}

const ADA: &str = "ada: 4 plays of 2 songs; 1. Sinnerman - Nina Simone (3, starred, rated 4); 2. Nanoseconds - Grace Hopper (1)";
const GRACE: &str = "grace: 1 play; 1. Sinnerman - Nina Simone (1)";

fn load_on(server: &Server) -> LoadedPlugin {
    load(server, &example(), &json!({}))
}

/// Lets pass the time that reports for three users take.
fn wait(plugin: &LoadedPlugin) {
    plugin.advance(5 * SECOND);
}

#[test]
fn each_user_gets_a_report_of_the_last_week_one_after_the_other() {
    let plugin = load_on(&server(&week()));
    assert_eq!(said(&plugin, Level::Info), [""; 0]);
    plugin.run_due();
    assert_eq!(said(&plugin, Level::Info), [ADA]);
    wait(&plugin);
    assert_eq!(said(&plugin, Level::Info), [ADA, GRACE]);
    assert_eq!(said_by_server(&plugin, Level::Error), [""; 0]);
}

#[test]
fn the_next_report_begins_where_the_last_one_ends() {
    let plugin = load_on(&server(&week()));
    wait(&plugin);
    // By the clock of the machine, which plugins see. A report begins in the second after the one before at the earliest.
    let next = "ada: nothing was played";
    for _ in 0..50 {
        plugin.fire("plan").unwrap();
        wait(&plugin);
        if said(&plugin, Level::Info).len() > 2 {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(said(&plugin, Level::Info)[..3], [ADA, GRACE, next]);
}

#[test]
fn a_restart_of_the_server_neither_loses_a_report_nor_writes_one_twice() {
    let folder = tempfile::tempdir().unwrap();
    let start = || builder(&week()).data_folder(folder.path()).start().unwrap();
    let server = start();
    let plugin = load_on(&server);
    plugin.run_due();
    assert_eq!(said(&plugin, Level::Info), [ADA]);
    drop((plugin, server));

    for expected in [vec![GRACE], vec![]] {
        let server = start();
        let plugin = load_on(&server);
        wait(&plugin);
        assert_eq!(said(&plugin, Level::Info), expected);
    }
}

#[test]
fn songs_of_libraries_and_users_that_are_not_the_plugins_stay_unknown_to_it() {
    let server = server(&week());
    let settings = Settings::new()
        .libraries(Granted::Only(vec![1]))
        .users(Granted::Only(vec!["ada".to_owned()]));
    let plugin = server.load(&example(), &settings).unwrap();
    wait(&plugin);
    let hidden = ADA.replace(
        "Nanoseconds - Grace Hopper",
        "a song that is not in the library",
    );
    assert_eq!(said(&plugin, Level::Info), [hidden]);
}

#[test]
fn a_long_history_is_counted_page_by_page() {
    let long = [
        plays("mary", "sinnerman", 1_500, 3),
        plays("mary", "nanoseconds", 1_000, 1),
    ];
    let plugin = load_on(&server(&music(long)));
    wait(&plugin);
    let report = "mary: 2500 plays of 2 songs; 1. Sinnerman - Nina Simone (1500); 2. Nanoseconds - Grace Hopper (1000)";
    assert_eq!(said(&plugin, Level::Info), [report]);
}

#[test]
fn a_user_who_is_removed_does_not_keep_others_from_their_reports() {
    let server = server(&week());
    let plugin = load_on(&server);
    server.change_music(|music| music.remove_user("ada"));
    let calls = plugin.advance(5 * SECOND);
    let outcomes: Vec<_> = calls.iter().map(|call| &call.outcome).collect();
    let [Outcome::Failed(text), Outcome::Ok(_)] = outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert!(text.contains("\"ada\""), "{text}");
    assert_eq!(said(&plugin, Level::Info), [GRACE]);
}

#[test]
fn that_nothing_is_recorded_is_said_once() {
    let server = server(&music([]));
    let lines: Vec<usize> = (0..2)
        .map(|_| {
            let plugin = load_on(&server);
            wait(&plugin);
            said(&plugin, Level::Warn).len()
        })
        .collect();
    assert_eq!(lines, [1, 0]);
}
