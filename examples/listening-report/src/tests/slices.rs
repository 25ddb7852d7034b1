//! Reports that take several calls, calls that fail, and restarts in between. Must not look at what reports say but for the numbers.

use nd_pdk::host::matcher;
use nd_pdk::host::scrobbleretriever::ScrobbleRef;

use super::*;

const HOUR: Duration = Duration::from_secs(3600);

/// A user with so many plays of the last hour, several of them in each second.
fn played_a_lot(host: &FakeHost, plays: i64) {
    let now = clock::unix_seconds();
    let scrobbles = (1..=plays).map(|id| ScrobbleRef {
        id,
        media_file_id: format!("song {}", id % 10),
        submission_time: now - 1 - id / 7,
    });
    host.scrobbles().add("ada", scrobbles);
}

#[test]
fn a_long_history_on_a_slow_server_is_counted_in_several_calls() {
    let host = builder().config("songs", "0").install();
    played_a_lot(&host, 5000);
    assert_eq!(host.load().unwrap().error, None);

    // The settings take three calls of the host, a page takes one, and half of the 30 seconds are kept back.
    host.each_call_takes(Duration::from_secs(3));
    let calls = host.advance(HOUR);
    all_well(&calls);
    assert_eq!(calls.len(), 2);
    assert_eq!(said(&host, Level::Info), ["ada: 5000 plays of 10 songs"]);
}

#[test]
fn a_restart_begins_with_the_reports_that_are_not_written_yet() {
    let host = builder().config("songs", "0").install();
    played_a_lot(&host, 5000);
    play(&host, "bob", "Sinnerman", 1, HOUR);
    assert_eq!(host.load().unwrap().error, None);
    host.each_call_takes(Duration::from_secs(3));
    all_well(&host.advance(Duration::from_secs(2)));
    assert_eq!(said(&host, Level::Info), ["bob: 1 play"]);

    host.each_call_takes(Duration::ZERO);
    assert_eq!(host.reload().unwrap().error, None);
    all_well(&host.advance(MINUTE));
    let expected = ["bob: 1 play", "ada: 5000 plays of 10 songs"];
    assert_eq!(said(&host, Level::Info), expected);
}

#[test]
fn a_restart_writes_no_report_again() {
    let host = builder().install();
    play(&host, "ada", "Sinnerman", 1, HOUR);
    load(&host);
    assert_eq!(host.reload().unwrap().error, None);
    all_well(&host.advance(HOUR));
    assert_eq!(said(&host, Level::Info).len(), 1);
}

#[test]
fn after_a_report_that_failed_the_next_one_has_its_plays() {
    let host = builder().config("songs", "0").install();
    play(&host, "ada", "Sinnerman", 2, HOUR);
    host.load();
    let broken = matcher::mock(|m| {
        m.expect_match_songs()
            .returning(|_, _| Err("database is locked".into()));
    });
    let calls = host.advance(MINUTE);
    let errors = calls.iter().map(|call| call.outcome.error.as_deref());
    let errors: Vec<_> = errors.collect();
    assert_eq!(errors, [Some("database is locked")]);
    drop(broken);

    play(&host, "ada", "Sinnerman", 1, Duration::ZERO);
    all_well(&host.advance(WEEK));
    assert_eq!(said(&host, Level::Info), ["ada: 3 plays of 1 song"]);
}

#[test]
fn users_come_one_after_the_other() {
    let host = builder().install();
    play(&host, "ada", "Sinnerman", 1, HOUR);
    play(&host, "bob", "Sinnerman", 1, HOUR);
    host.load();
    assert_eq!(host.run_due().len(), 1);
    assert_eq!(host.advance(Duration::from_secs(2)).len(), 1);
    assert_eq!(host.advance(HOUR).len(), 0);
}

#[test]
fn a_payload_that_is_none_of_ours_is_an_error() {
    let _host = builder().install();
    let outcome = nd_pdk::testing::call_export("nd_scheduler_callback", r#"{"payload": "?"}"#);
    assert!(outcome.error.is_some());
}
