//! Connections that end before the music does. Must not look at pictures.

use super::*;

/// The pause before a new connection.
const PAUSE: Duration = Duration::from_secs(5);

/// Waits until the plugin knows that its connection is gone, and has planned another one: there are two schedules then, as one clears the track.
fn wait_for_loss(stage: &Stage) {
    eventually("the loss is known", || {
        stage.plugin.connections().is_empty() && stage.plugin.schedules().len() == 2
    });
}

fn identified(events: &[Event]) -> usize {
    let is_it = |event: &&Event| matches!(event, Event::Identified(Some(_)));
    events.iter().filter(is_it).count()
}

#[test]
fn a_connection_that_breaks_is_made_anew_with_what_is_still_playing() {
    let stage = Stage::new(Options {
        loss: Loss::Once {
            after_heartbeats: 2,
        },
        ..Options::default()
    });
    stage.play("ada", "Sinnerman", 0);
    stage.connected(1);
    stage.beat(1);
    stage.plugin.advance(HEARTBEAT);
    wait_for_loss(&stage);
    assert_eq!(stage.plugin.advance(PAUSE - SECOND), []);
    let heard = stage.heard();
    stage.plugin.advance(SECOND);
    stage.hears(heard + 2);
    stage.beat(1);

    let events = stage.events(ADA, 7);
    let (before, after) = events.split_at(5);
    assert_eq!(
        before[1..],
        [
            Event::Heartbeat(Some(1)),
            Event::Heartbeat(Some(2)),
            Event::Lost,
            Event::Ended
        ]
    );
    assert_eq!(activity(before), activity(after), "the progress goes on");
    assert_eq!(
        after[1..],
        [Event::Heartbeat(Some(1))],
        "numbers are counted anew"
    );
    let warnings = said(&stage.plugin, Level::Warn);
    assert_eq!(
        warnings,
        ["the connection of ada broke: websocket: close 1006 (abnormal closure): unexpected EOF"]
    );
    stage.ends_well();
}

#[test]
fn whatever_way_discord_ends_a_connection_another_one_follows() {
    let stage = Stage::new(Options {
        loss: Loss::Always {
            after_heartbeats: 1,
        },
        ..Options::default()
    });
    stage.play("ada", "Sinnerman", 0);
    stage.connected(1);
    for connections in 1..=5 {
        stage.plugin.advance(HEARTBEAT);
        wait_for_loss(&stage);
        let heard = stage.heard();
        // Each was good for a while, so that the pause does not grow.
        stage.plugin.advance(PAUSE);
        stage.hears(heard + 2);
        let events = stage.discord.sessions();
        assert_eq!(identified(&events[ADA]), connections + 1);
    }
    stage.ends_well();
}

#[test]
fn a_loss_of_all_connections_concerns_every_user() {
    let stage = Stage::new(Options::default());
    stage.play("ada", "Sinnerman", 0);
    stage.play("grace", "Be My Husband", 0);
    stage.connected(2);
    stage.discord.kill_connections();
    eventually("the losses are known", || {
        stage.plugin.connections().is_empty() && stage.plugin.schedules().len() == 4
    });
    let heard = stage.heard();
    stage.plugin.advance(PAUSE);
    stage.hears(heard + 4);
    stage.beat(2);

    for token in [ADA, GRACE] {
        assert_eq!(identified(&stage.events(token, 5)), 2);
    }
    stage.ends_well();
}

#[test]
fn a_token_that_discord_refuses_is_not_tried_again() {
    let stage = Stage::new(Options {
        tokens: vec![GRACE.to_owned()],
        ..Options::default()
    });
    stage.play("ada", "Sinnerman", 0);
    eventually("the refusal is known", || {
        !said(&stage.plugin, Level::Error).is_empty()
    });
    eventually("the connection is gone", || {
        stage.plugin.connections().is_empty()
    });
    stage.play("ada", "Be My Husband", 0);
    stage.plugin.advance(HOUR);

    assert_eq!(stage.discord.sessions()[ADA], [Event::Refused]);
    let errors = said(&stage.plugin, Level::Error);
    assert_eq!(
        errors,
        ["Discord refuses ada: websocket: close 4004: Authentication failed."]
    );
    assert_eq!(stage.discord.violations(), []);
    assert!(
        stage
            .plugin
            .log()
            .iter()
            .all(|entry| !entry.text.contains("s3cret"))
    );
}
