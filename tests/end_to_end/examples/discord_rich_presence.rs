//! `discord-rich-presence` and a local Discord that checks what it is told. Must not wait for heartbeats or pauses: the time of the server is moved.

mod losses;
mod pictures;

use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;

use nd_tests::server::discord::{Activity, DiscordServer, Event, Loss, Options};
use serde_json::json;

use super::*;

const ADA: &str = "s3cret-of-ada";
const GRACE: &str = "s3cret-of-grace";
/// Longer than needed in the time of the server, as the local Discord counts by the clock of the machine.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// A Discord, and a server with the plugin, on which two users have a token.
struct Stage {
    // Goes before the server, whose folder it uses.
    plugin: LoadedPlugin,
    discord: DiscordServer,
    _server: Server,
}

impl Stage {
    fn new(options: Options) -> Self {
        Self::on("https://music.example.com", options)
    }

    /// On a server with this address.
    fn on(public_url: &str, options: Options) -> Self {
        let discord = DiscordServer::start(Options {
            heartbeat_interval: HEARTBEAT,
            ..options
        });
        let builder = builder("users: [{userName: ada}, {userName: grace}, {userName: eve}]");
        let builder = builder.public_url(public_url).log_level(Level::Trace);
        let server = builder.start().expect("the server starts");
        let config = json!({
            "client_id": "42",
            "users": [{"username": "ada", "token": ADA}, {"username": "grace", "token": GRACE}],
            "api_url": discord.api_url(),
        });
        let package = package::with_local_servers(package::example("discord-rich-presence"));
        Self {
            plugin: load(&server, &package, &config),
            discord,
            _server: server,
        }
    }

    /// The server announces a track of 200 seconds at a position in seconds.
    fn play(&self, user: &str, title: &str, position: u64) {
        let input = json!({"username": user, "track": track(title), "position": position});
        let outcome = self.now_playing(&input);
        assert_eq!(outcome, Outcome::Ok(vec![]), "log: {:?}", self.plugin.log());
    }

    fn now_playing(&self, input: &Value) -> Outcome {
        let export = "nd_scrobbler_now_playing";
        self.plugin.call(export, input.to_string()).outcome
    }

    fn stop(&self, user: &str, title: &str) {
        let input = json!({"username": user, "track": track(title), "state": "stopped"});
        answer(&self.plugin, "nd_scrobbler_playback_report", &input);
    }

    /// Waits until Discord has this to say about the users.
    fn until(
        &self,
        expected: impl Fn(&BTreeMap<String, Vec<Event>>) -> bool,
    ) -> BTreeMap<String, Vec<Event>> {
        self.discord.wait_until(PATIENCE, expected)
    }

    /// Waits until a user has done as much, and gives it.
    fn events(&self, token: &str, count: usize) -> Vec<Event> {
        let done = |all: &BTreeMap<String, Vec<Event>>| all.get(token).map_or(0, Vec::len);
        let mut all = self.until(|all| done(all) >= count);
        all.remove(token).expect("the user has done something")
    }

    /// The messages of Discord that the plugin is done with.
    fn heard(&self) -> usize {
        let deliveries = self.plugin.deliveries().into_iter();
        deliveries
            .filter(|call| call.export == "nd_websocket_on_text_message")
            .count()
    }

    /// Waits until the plugin is done with so many messages of Discord.
    fn hears(&self, count: usize) {
        eventually("the plugin has heard", || self.heard() >= count);
    }

    /// Waits until the users are connected: each has been told hello, and who it is.
    fn connected(&self, users: usize) {
        self.hears(2 * users);
    }

    /// Lets the time of one heartbeat pass, which Discord answers with two messages.
    fn beat(&self, users: usize) {
        let before = self.heard();
        self.plugin.advance(HEARTBEAT);
        self.hears(before + 2 * users);
    }

    /// All that must be true of every session, at its end.
    fn ends_well(&self) {
        assert_eq!(self.discord.violations(), []);
        for entry in self.plugin.log() {
            let Entry { level, text, .. } = &entry;
            assert!(!text.contains("s3cret"), "{text}");
            assert!(
                *level < Level::Error,
                "there is nothing wrong, and the log says {text}"
            );
        }
    }
}

fn track(title: &str) -> Value {
    json!({
        "id": format!("id-of-{title}"), "title": title, "album": "Pastel Blues", "artist": "Nina Simone", "albumArtist": "Nina Simone",
        "artists": [], "albumArtists": [], "duration": 200.0, "trackNumber": 1, "discNumber": 1,
    })
}

/// What is shown with the first of these events that shows something.
fn activity(events: &[Event]) -> &Activity {
    let shown = events.iter().find_map(|event| match event {
        Event::Identified(activity) | Event::Presence(activity) => activity.as_ref(),
        Event::Refused | Event::Heartbeat(_) | Event::Lost | Event::Ended => None,
    });
    shown.unwrap_or_else(|| panic!("nothing is shown in {events:#?}"))
}

fn unix_millis() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(now.as_millis()).expect("these centuries")
}

#[test]
fn two_users_show_what_they_are_listening_to_and_how_far_it_has_come() {
    let stage = Stage::new(Options {
        tokens: vec![ADA.to_owned(), GRACE.to_owned()],
        ..Options::default()
    });
    let earliest = unix_millis();
    stage.play("ada", "Sinnerman", 20);
    stage.play("grace", "Be My Husband", 0);
    let latest = unix_millis();
    stage.connected(2);

    let (ada, grace) = (stage.events(ADA, 1), stage.events(GRACE, 1));
    let shown = activity(&ada);
    assert_eq!((ada.len(), grace.len()), (1, 1));
    assert_eq!(
        (shown.name.as_str(), shown.application_id.as_str()),
        ("Navidrome", "42")
    );
    assert_eq!(shown.details.as_deref(), Some("Sinnerman"));
    assert_eq!(shown.state.as_deref(), Some("Nina Simone"));
    let start = shown.timestamps.start;
    // The plugin counts in whole seconds.
    let earliest = earliest - earliest % 1_000;
    assert!(
        (earliest..=latest).contains(&(start + 20_000)),
        "{earliest} {start} {latest}"
    );
    assert_eq!(shown.timestamps.end, Some(start + 200_000));
    assert_eq!(activity(&grace).details.as_deref(), Some("Be My Husband"));
    // The second user knows from the first where the gateway is.
    let requests = stage.discord.requests();
    let gets = requests.iter().filter(|request| request.method == "GET");
    assert_eq!(gets.count(), 1);
    stage.ends_well();
}

#[test]
fn somebody_without_a_token_is_not_shown() {
    let stage = Stage::new(Options::default());
    let authorized = |user| {
        let input = json!({"username": user});
        answer(&stage.plugin, "nd_scrobbler_is_authorized", &input)
    };
    assert_eq!(authorized("ada"), json!(true));
    assert_eq!(authorized("eve"), json!(false));
    let outcome =
        stage.now_playing(&json!({"username": "eve", "track": track("Rumours"), "position": 0}));
    assert_eq!(
        outcome,
        Outcome::Failed("the settings have no token for eve".to_owned())
    );
    assert!(stage.discord.sessions().is_empty());
    stage.ends_well();
}

#[test]
fn heartbeats_of_all_users_repeat_the_number_of_the_last_message() {
    let stage = Stage::new(Options::default());
    stage.play("ada", "Sinnerman", 0);
    stage.play("grace", "Be My Husband", 0);
    stage.connected(2);
    for _ in 0..3 {
        stage.beat(2);
    }

    let beats = [1, 2, 3].map(|number| Event::Heartbeat(Some(number)));
    assert_eq!(stage.events(ADA, 4)[1..], beats);
    assert_eq!(stage.events(GRACE, 4)[1..], beats);
    stage.ends_well();
}

#[test]
fn the_next_track_is_shown_on_the_same_connection() {
    let stage = Stage::new(Options::default());
    stage.play("ada", "Sinnerman", 0);
    stage.connected(1);
    stage.play("ada", "Be My Husband", 0);

    let events = stage.events(ADA, 2);
    assert!(matches!(events[0], Event::Identified(Some(_))));
    assert!(matches!(events[1], Event::Presence(Some(_))));
    assert_eq!(
        activity(&events[1..]).details.as_deref(),
        Some("Be My Husband")
    );
    stage.ends_well();
}

#[test]
fn a_track_is_cleared_at_its_end_and_the_connection_closed() {
    let stage = Stage::new(Options::default());
    // It ends in 15 seconds, and stays for 5 more: until after the second heartbeat.
    stage.play("ada", "Sinnerman", 185);
    stage.connected(1);
    stage.beat(1);
    assert_eq!(stage.plugin.connections().len(), 1);
    stage.plugin.advance(HEARTBEAT + SECOND);

    let events = stage.until(|all| all[ADA].contains(&Event::Ended));
    let last_two = &events[ADA][events[ADA].len() - 2..];
    assert_eq!(last_two, [Event::Presence(None), Event::Ended]);
    assert!(stage.plugin.connections().is_empty());
    assert_eq!(stage.plugin.schedules(), []);
    stage.ends_well();
}

#[test]
fn stopping_clears_at_once_and_concerns_nobody_else() {
    let stage = Stage::new(Options::default());
    stage.play("ada", "Sinnerman", 0);
    stage.play("grace", "Be My Husband", 0);
    stage.connected(2);
    stage.stop("ada", "Sinnerman");

    let events = stage.events(ADA, 3);
    assert_eq!(events[1..], [Event::Presence(None), Event::Ended]);
    assert_eq!(stage.events(GRACE, 1).len(), 1);
    let connections = stage.plugin.connections();
    let ids: Vec<_> = connections.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["grace"]);
    stage.ends_well();
}
