//! What reports say, for whom they are, and which plays are in which. Must not care how many calls a report takes.

use nd_pdk::testing::{Annotation, JobKind, json};

use super::*;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn kept(host: &FakeHost, user: &str) -> serde_json::Value {
    let text = host.kvstore().get_text(&format!("report:{user}"));
    serde_json::from_str(&text.unwrap()).unwrap()
}

#[test]
fn says_what_each_user_has_played_most_with_stars_and_ratings_of_that_user() {
    let host = builder().install();
    add_songs(&host, &["Sinnerman", "Four Women", "Lilac Wine"]);
    let liked = Annotation {
        starred: true,
        rating: 4,
        ..Default::default()
    };
    host.matcher().annotate("ada", "Sinnerman", liked);
    play(&host, "ada", "Four Women", 2, DAY);
    play(&host, "ada", "Sinnerman", 3, 2 * DAY);
    play(&host, "bob", "Sinnerman", 1, DAY);

    load(&host);
    let expected = [
        "ada: 5 plays of 2 songs; 1. Sinnerman - Nina Simone (3, starred, rated 4); 2. Four Women - Nina Simone (2)",
        "bob: 1 play; 1. Sinnerman - Nina Simone (1)",
    ];
    assert_eq!(said(&host, Level::Info), expected);
}

#[test]
fn keeps_a_report_as_json_that_other_tools_can_read() {
    let host = builder().install();
    add_songs(&host, &["Sinnerman"]);
    play(&host, "ada", "Sinnerman", 2, DAY);
    play(&host, "ada", "deleted", 1, DAY);

    load(&host);
    let found =
        json!({"title": "Sinnerman", "artist": "Nina Simone", "starred": false, "rating": 0});
    let expected = json!({
        "period": {"from": 1_767_225_600 - 7 * 24 * 3600, "to": 1_767_225_599}, "plays": 3, "songs": 2,
        "top": [
            {"id": "Sinnerman", "plays": 2, "found": found},
            {"id": "deleted", "plays": 1, "found": null},
        ],
    });
    assert_eq!(kept(&host, "ada"), expected);
    let line = "ada: 3 plays of 2 songs; 1. Sinnerman - Nina Simone (2); 2. a song that is not in the library (1)";
    assert_eq!(said(&host, Level::Info), [line]);
}

#[test]
fn every_play_is_in_exactly_one_report_but_those_before_the_first_week() {
    let host = builder().config("songs", "0").install();
    play(&host, "ada", "old", 1, WEEK + Duration::from_secs(1));
    play(&host, "ada", "first", 1, WEEK);
    play(&host, "ada", "last", 1, Duration::from_secs(1));
    play(&host, "ada", "now", 1, Duration::ZERO);
    load(&host);
    assert_eq!(kept(&host, "ada")["plays"], 2);

    play(&host, "ada", "later", 3, Duration::ZERO);
    all_well(&host.advance(WEEK));
    assert_eq!(kept(&host, "ada")["plays"], 4);
    all_well(&host.advance(WEEK));
    let expected = [
        "ada: 2 plays of 2 songs",
        "ada: 4 plays of 2 songs",
        "ada: nothing was played",
    ];
    assert_eq!(said(&host, Level::Info), expected);
}

#[test]
fn names_as_many_songs_as_the_settings_say_the_most_played_first() {
    let host = builder().config("songs", "2").install();
    add_songs(&host, &["a", "b", "c", "d"]);
    for (song, times) in [("a", 1), ("b", 3), ("c", 2), ("d", 3)] {
        play(&host, "ada", song, times, DAY);
    }
    load(&host);
    let expected = "ada: 9 plays of 4 songs; 1. b - Nina Simone (3); 2. d - Nina Simone (3)";
    assert_eq!(said(&host, Level::Info), [expected]);
}

#[test]
fn writes_when_and_for_whom_the_settings_say() {
    let builder = builder().config_json(r#"{"users": ["BOB", "eve"], "schedule": "@daily"}"#);
    let host = builder.unassigned_user("eve").install();
    play(&host, "ada", "Sinnerman", 1, DAY);
    play(&host, "bob", "Sinnerman", 1, DAY);

    load(&host);
    let cron_expression = "@daily".to_owned();
    let kind = JobKind::Recurring { cron_expression };
    assert_eq!(host.scheduler().jobs()[0].kind, kind);
    let expected = ["bob: 1 play; 1. a song that is not in the library (1)"];
    assert_eq!(said(&host, Level::Info), expected);
    let warning = "there is no report for eve, who is not assigned to the plugin";
    assert_eq!(said(&host, Level::Warn), [warning]);

    all_well(&host.advance(DAY));
    assert_eq!(said(&host, Level::Info)[1..], ["bob: nothing was played"]);
}

#[test]
fn says_once_that_nothing_is_recorded() {
    let host = builder().install();
    load(&host);
    all_well(&host.advance(2 * WEEK));
    host.reload();
    let warnings = said(&host, Level::Warn);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("is EnableScrobbleHistory on"));
    assert_eq!(said(&host, Level::Info), [""; 0]);

    play(&host, "ada", "Sinnerman", 1, Duration::ZERO);
    all_well(&host.advance(WEEK));
    assert_eq!(said(&host, Level::Warn).len(), 1);
    assert_eq!(said(&host, Level::Info).len(), 1);
}

#[test]
fn one_user_of_whom_nothing_is_recorded_is_no_reason_to_say_anything() {
    let host = builder().install();
    play(&host, "bob", "Sinnerman", 1, DAY);
    load(&host);
    assert_eq!(said(&host, Level::Warn), [""; 0]);
    assert_eq!(said(&host, Level::Info).len(), 1);
}

#[test]
fn a_schedule_that_makes_no_sense_is_an_error_when_the_plugin_is_loaded() {
    let host = builder().config("schedule", "sometimes").install();
    let error = host.load().unwrap().error.unwrap();
    assert!(error.starts_with("failed to schedule task: "), "{error}");
    assert_eq!(host.scheduler().jobs(), []);
}
