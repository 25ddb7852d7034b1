//! The plugin as ordinary Rust, with a fake host whose API answers what the tests say. Must not need wasm.

use nd_pdk::log::Level;
use nd_pdk::testing::{Builder, FakeHost, JobKind, json};

use super::*;

const MANIFEST: &str = include_str!("../manifest.json");
const MINUTE: Duration = Duration::from_secs(60);

fn builder() -> Builder {
    FakeHost::builder().manifest(MANIFEST).user("ada")
}

/// What the API answers while these users listen to these songs.
fn playing(plays: &[(&str, &str)]) -> impl Serialize + use<> {
    let entries = plays.iter().map(|(user, song)| {
        json!({
            "id": format!("id of {song}"), "title": song, "artist": "Nina Simone", "album": "Pastel Blues",
            "username": user, "playerName": "Kitchen", "minutesAgo": 1, "playerId": 7,
        })
    });
    json!({"nowPlaying": {"entry": entries.collect::<Vec<_>>()}})
}

fn nobody() -> impl Serialize {
    json!({"nowPlaying": {}})
}

fn messages(host: &FakeHost, level: Level) -> Vec<String> {
    let lines = host.logs().into_iter();
    lines
        .filter(|line| line.level == level)
        .map(|line| line.message)
        .collect()
}

/// Lets time pass, in which nothing may fail.
fn advance(host: &FakeHost, by: Duration) -> usize {
    let calls = host.advance(by);
    for call in &calls {
        assert_eq!(call.failure(), None);
    }
    calls.len()
}

#[test]
fn asks_every_minute_and_logs_who_listens_to_what() {
    let host = builder().install();
    let both = playing(&[("ada", "Sinnerman"), ("bob", "Strange Fruit")]);
    let api = host.subsonic_api();
    api.on("getNowPlaying").reply_ok(both);

    assert_eq!(host.load().unwrap().error, None);
    assert_eq!(advance(&host, MINUTE), 1);
    assert_eq!(
        messages(&host, Level::Info),
        [
            "ada listens to Sinnerman by Nina Simone on Kitchen",
            "bob listens to Strange Fruit by Nina Simone on Kitchen",
        ]
    );
    assert_eq!(api.requests()[0].username, "ada");
}

#[test]
fn logs_a_play_once_however_often_it_asks() {
    let host = builder().install();
    let first = playing(&[("ada", "Sinnerman")]);
    let second = playing(&[("ada", "Four Women")]);
    let api = host.subsonic_api();
    let route = api.on("getNowPlaying").reply_ok(&first).reply_ok(&first);
    route.reply_ok(&second).reply_ok(&first);

    host.load();
    assert_eq!(advance(&host, 4 * MINUTE), 4);
    let titles: Vec<_> = messages(&host, Level::Info)
        .iter()
        .map(|line| line.split(" by ").next().unwrap().to_owned())
        .collect();
    assert_eq!(
        titles,
        [
            "ada listens to Sinnerman",
            "ada listens to Four Women",
            "ada listens to Sinnerman"
        ]
    );
}

#[test]
fn logs_nothing_while_nobody_listens() {
    let host = builder().install();
    host.subsonic_api().on("getNowPlaying").reply_ok(nobody());
    host.load();
    assert_eq!(advance(&host, MINUTE), 1);
    assert_eq!(messages(&host, Level::Info), [""; 0]);
}

#[test]
fn asks_when_and_for_whom_the_settings_say() {
    let builder = builder().user("bob").config("user", "bob");
    let host = builder.config("schedule", "*/10 * * * *").install();
    host.subsonic_api().on("getNowPlaying").reply_ok(nobody());
    host.load();

    let cron_expression = "*/10 * * * *".to_owned();
    let kind = JobKind::Recurring { cron_expression };
    assert_eq!(host.scheduler().jobs()[0].kind, kind);
    assert_eq!(advance(&host, 60 * MINUTE), 6);
    let requests = host.subsonic_api().requests();
    assert!(requests.iter().all(|request| request.username == "bob"));
}

#[test]
fn a_user_that_was_emptied_is_the_first_one() {
    let host = builder().config("user", "").install();
    host.subsonic_api().on("getNowPlaying").reply_ok(nobody());
    host.load();
    advance(&host, MINUTE);
    assert_eq!(host.subsonic_api().requests()[0].username, "ada");
}

#[test]
fn says_that_it_may_not_act_for_a_user() {
    let host = builder()
        .unassigned_user("eve")
        .config("user", "eve")
        .install();
    host.load();
    let calls = host.advance(MINUTE);
    let error = calls[0].outcome.error.as_deref();
    assert_eq!(error, Some("user eve is not authorized for this plugin"));
}

#[test]
fn says_that_there_is_no_user_to_act_for() {
    let host = FakeHost::builder().manifest(MANIFEST).install();
    host.load();
    let calls = host.advance(MINUTE);
    let error = calls[0].outcome.error.as_deref();
    assert_eq!(error, Some("no user is assigned to the plugin"));
}

#[test]
fn goes_on_after_an_answer_that_failed() {
    let host = builder().install();
    let api = host.subsonic_api();
    let route = api.on("getNowPlaying").reply_failed(0, "out of order");
    route.reply_ok(playing(&[("ada", "Sinnerman")]));

    host.load();
    let calls = host.advance(2 * MINUTE);
    let error = calls[0].outcome.error.as_deref().unwrap();
    assert!(error.contains("out of order"), "{error}");
    assert_eq!(calls[1].outcome.error, None);
    assert_eq!(messages(&host, Level::Info).len(), 1);
}

#[test]
fn a_schedule_that_makes_no_sense_is_an_error_when_the_plugin_is_loaded() {
    let host = builder().config("schedule", "sometimes").install();
    let error = host.load().unwrap().error.unwrap();
    assert!(error.starts_with("failed to schedule task: "), "{error}");
    assert_eq!(host.scheduler().jobs(), []);
}
