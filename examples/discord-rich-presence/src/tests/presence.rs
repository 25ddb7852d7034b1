//! What Discord is told of a track, and when.

use std::time::Duration;

use super::*;

/// How long a track of the tests is shown: its 200 seconds, and 5 more for the next one to follow.
const SHOWN: Duration = Duration::from_secs(205);
/// What the clock of the fake host begins at.
const START: i64 = 1_767_225_600_000;

fn shown(message: &Value) -> &Value {
    assert_eq!(message["op"], 3);
    &message["d"]["activities"]
}

#[test]
fn the_first_track_connects_says_who_it_is_and_is_shown() {
    let host = host();
    play_at(&host, "ada", track("Sinnerman"), 20);

    let sent = sent(&host, "ada");
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (&sent[0]["op"], &sent[0]["d"]["token"]),
        (&json!(2), &json!("s3cret-of-ada"))
    );
    let presence = &sent[0]["d"]["presence"];
    assert_eq!(
        (&presence["status"], &presence["afk"]),
        (&json!("online"), &json!(false))
    );
    let mut activity = presence["activities"][0].clone();
    let image = activity["assets"]["large_image"].take();
    assert!(
        image
            .as_str()
            .expect("a picture")
            .starts_with("mp:external/")
    );
    assert_eq!(
        activity,
        json!({
            "name": "Navidrome",
            "type": 2,
            "application_id": "42",
            "details": "Sinnerman",
            "state": "Nina Simone",
            "timestamps": {"start": START - 20_000, "end": START + 180_000},
            "assets": {"large_image": null, "large_text": "Pastel Blues"},
        })
    );
}

#[test]
fn the_next_track_takes_the_place_of_the_last_on_the_same_connection() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.advance(Duration::from_secs(30));
    play(&host, "ada", "Strange Fruit");

    let sent = sent(&host, "ada");
    assert_eq!(sent.len(), 2);
    assert_eq!(shown(&sent[1])[0]["details"], "Strange Fruit");
    assert_eq!(connections(&host, "ada"), 1);
    // A heartbeat, and the end of the second track: that of the first one is planned no more.
    assert_eq!(host.scheduler().jobs().len(), 2);
}

#[test]
fn further_reports_of_the_same_playback_change_nothing() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.advance(Duration::from_secs(30));
    play_at(&host, "ada", track("Sinnerman"), 29);
    assert_eq!(sent(&host, "ada").len(), 1);
}

#[test]
fn a_jump_moves_the_progress() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    play_at(&host, "ada", track("Sinnerman"), 60);

    let sent = sent(&host, "ada");
    assert_eq!(shown(&sent[1])[0]["timestamps"]["start"], START - 60_000);
    host.advance(SHOWN - Duration::from_secs(60));
    assert!(host.scheduler().jobs().is_empty());
}

#[test]
fn at_the_end_of_the_track_nothing_is_shown_and_the_connection_is_closed() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.advance(SHOWN - Duration::from_secs(1));
    assert!(host.websocket().connection("ada").open);
    host.advance(Duration::from_secs(1));

    assert_eq!(
        shown(sent(&host, "ada").last().expect("messages")),
        &json!([])
    );
    let closed = host.websocket().connection("ada").closed;
    assert_eq!(closed.map(|closed| closed.code), Some(1000));
    assert!(host.scheduler().jobs().is_empty());
    host.advance(Duration::from_secs(3600));
    assert_eq!(connections(&host, "ada"), 1);
}

#[test]
fn a_track_that_follows_within_seconds_leaves_no_gap() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    host.advance(SHOWN - Duration::from_secs(2));
    play(&host, "ada", "Strange Fruit");
    host.advance(Duration::from_secs(10));

    let sent = sent(&host, "ada");
    assert!(
        sent.iter()
            .filter(|message| message["op"] == 3)
            .all(|message| *shown(message) != json!([]))
    );
    assert!(host.websocket().connection("ada").open);
}

#[test]
fn the_end_of_an_earlier_track_that_comes_late_clears_nothing() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    let late = host.scheduler().jobs().remove(0);
    play(&host, "ada", "Strange Fruit");

    let request = json!({"scheduleId": late.id, "payload": late.payload, "isRecurring": false});
    let outcome = call_export("nd_scheduler_callback", request.to_string());
    assert_eq!(outcome.error, None);
    assert!(host.websocket().connection("ada").open);
    assert_eq!(sent(&host, "ada").len(), 2);
}

#[test]
fn a_pause_clears_at_once_and_going_on_shows_the_track_again() {
    for state in ["paused", "stopped", "expired"] {
        let host = host();
        play(&host, "ada", "Sinnerman");
        report(&host, "ada", "Sinnerman", state);
        assert!(!host.websocket().connection("ada").open);
        assert!(host.scheduler().jobs().is_empty());

        play_at(&host, "ada", track("Sinnerman"), 30);
        assert_eq!(connections(&host, "ada"), 2);
        assert!(host.websocket().connection("ada").open);
    }
}

#[test]
fn reports_of_another_track_or_of_one_that_goes_on_clear_nothing() {
    let host = host();
    play(&host, "ada", "Sinnerman");
    report(&host, "ada", "Strange Fruit", "stopped");
    report(&host, "ada", "Sinnerman", "playing");
    report(&host, "ada", "Sinnerman", "something new");
    assert_eq!(sent(&host, "ada").len(), 1);
    assert!(host.websocket().connection("ada").open);
}

#[test]
fn what_has_no_length_is_shown_for_ten_minutes_without_an_end() {
    let host = host();
    let radio = TrackInfo {
        duration: 0.0,
        ..track("Radio")
    };
    play_at(&host, "ada", radio, 0);
    let activity = &sent(&host, "ada")[0]["d"]["presence"]["activities"][0];
    assert_eq!(activity["timestamps"], json!({"start": START}));

    host.advance(Duration::from_secs(604));
    assert!(host.websocket().connection("ada").open);
    host.advance(Duration::from_secs(1));
    assert!(!host.websocket().connection("ada").open);
}

#[test]
fn long_titles_are_cut_between_characters() {
    let host = host();
    play(&host, "ada", &"ü".repeat(200));
    let activity = &sent(&host, "ada")[0]["d"]["presence"]["activities"][0];
    assert_eq!(activity["details"], "ü".repeat(128));
}

#[test]
fn texts_that_discord_would_refuse_are_left_out_or_filled_up() {
    let host = host();
    let odd = TrackInfo {
        album: String::new(),
        artist: "X".into(),
        ..track("Odd")
    };
    play_at(&host, "ada", odd, 0);
    let activity = &sent(&host, "ada")[0]["d"]["presence"]["activities"][0];
    assert_eq!(activity["state"], "X ");
    assert_eq!(activity["assets"].get("large_text"), None);
}

#[test]
fn positions_and_lengths_that_make_no_sense_do_no_harm() {
    let host = host();
    for (position, duration) in [(i32::MIN, 1.0), (i32::MAX, 1.0), (0, f32::MAX), (7, -5.0)] {
        let odd = TrackInfo {
            duration,
            ..track("Odd")
        };
        play_at(&host, "ada", odd, position);
    }
    assert_eq!(connections(&host, "ada"), 1);
}
