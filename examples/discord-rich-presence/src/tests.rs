//! The plugin over the fake host, with a Discord that answers as the real one does. Must not need wasm.

mod image;
mod presence;
mod reconnect;
mod scrobbler;
mod secrets;
mod session;

use nd_pdk::scrobbler::{NowPlayingRequest, TrackInfo};
use nd_pdk::testing::{
    FakeHost, HTTPReply, Job, JobKind, WebSocketMessage, WebSocketScript, call_export, json,
};
use serde_json::Value;

const MANIFEST: &str = include_str!("../manifest.json");
const GATEWAY: &str = "wss://gateway.discord.gg/?v=10&encoding=json";
const ASSETS: &str = "https://discord.com/api/v9/applications/42/external-assets";
/// What Discord says when someone connects. 41 whole seconds.
const HELLO: &str = r#"{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}"#;

/// A server with two users that have a token and one that has not, and the world around it.
fn host() -> FakeHost {
    let host = bare_host(&json!({"client_id": "42", "users": [
        {"username": "ada", "token": "s3cret-of-ada"},
        {"username": "bob", "token": "s3cret-of-bob"},
    ]}));
    let http = host.http();
    http.on_get("https://discord.com/api/gateway")
        .reply_json(200, json!({"url": "wss://gateway.discord.gg"}));
    http.on_post(ASSETS).reply_with(|request| {
        let url = request.body_json()["urls"][0].clone();
        HTTPReply::json(
            200,
            json!([{"url": url, "external_asset_path": format!("external/{}", last_part(&url))}]),
        )
    });
    gateway(&host);
    host
}

/// A server with these settings, and nothing around it.
fn bare_host(settings: &Value) -> FakeHost {
    let host = FakeHost::builder()
        .manifest(MANIFEST)
        .config_json(&settings.to_string())
        .user("ada")
        .user("bob")
        .user("eve")
        .install();
    host.artwork().use_base("https://music.example.com");
    host
}

/// From now on the gateway answers heartbeats, and says READY to whoever it knows.
fn gateway(host: &FakeHost) -> WebSocketScript {
    let gateway = host.websocket().on_connect(GATEWAY);
    gateway.greet(HELLO).answer_with(|said| match op(said) {
        1 => vec![r#"{"op":11}"#.into()],
        2 => vec![r#"{"op":0,"s":1,"t":"READY","d":{"v":10}}"#.into()],
        _ => Vec::new(),
    })
}

/// From now on the gateway accepts connections and says nothing but hello.
fn taciturn_gateway(host: &FakeHost) {
    host.websocket().on_connect(GATEWAY).greet(HELLO);
}

fn op(message: &WebSocketMessage) -> i64 {
    parsed(message)["op"].as_i64().expect("the kind of message")
}

fn parsed(message: &WebSocketMessage) -> Value {
    match message {
        WebSocketMessage::Text(text) => serde_json::from_str(text).expect("a message of JSON"),
        WebSocketMessage::Binary(bytes) => panic!("{bytes:?} was sent"),
    }
}

fn last_part(url: &Value) -> String {
    let url = url.as_str().expect("a URL");
    url.rsplit('/').next().expect("a part").to_owned()
}

fn track(title: &str) -> TrackInfo {
    TrackInfo {
        id: format!("id of {title}"),
        title: title.into(),
        album: "Pastel Blues".into(),
        artist: "Nina Simone".into(),
        duration: 200.0,
        ..TrackInfo::default()
    }
}

/// The server announces a track at a position in seconds, and the plugin has no reason to complain.
fn play_at(host: &FakeHost, user: &str, track: TrackInfo, position: i32) {
    let request = NowPlayingRequest {
        username: user.into(),
        track,
        position,
    };
    let outcome = call_export("nd_scrobbler_now_playing", json!(request).to_string());
    assert_eq!(outcome.error, None);
    host.run_due();
}

fn play(host: &FakeHost, user: &str, title: &str) {
    play_at(host, user, track(title), 0);
}

/// A track that does not end while a test looks at connections.
fn play_long(host: &FakeHost, user: &str) {
    let long = TrackInfo {
        duration: 100_000.0,
        ..track("Vexations")
    };
    play_at(host, user, long, 0);
}

/// A report of a player about its playback.
fn report(host: &FakeHost, user: &str, title: &str, state: &str) {
    let request = json!({"username": user, "track": track(title), "state": state});
    let outcome = call_export("nd_scrobbler_playback_report", request.to_string());
    assert_eq!(outcome.error, None);
    host.run_due();
}

/// What the plugin has sent on the last connection of the user.
fn sent(host: &FakeHost, user: &str) -> Vec<Value> {
    let connection = host.websocket().connection(user);
    connection.sent.iter().map(parsed).collect()
}

/// The last thing that the plugin has sent for the user.
fn last(host: &FakeHost, user: &str) -> Value {
    sent(host, user).pop().expect("a message")
}

/// How many connections of the user there were.
fn connections(host: &FakeHost, user: &str) -> usize {
    let all = host.websocket().connections();
    all.iter()
        .filter(|connection| connection.id == user)
        .count()
}

/// The schedules of that kind.
fn heartbeats(host: &FakeHost) -> Vec<Job> {
    let mut jobs = host.scheduler().jobs();
    jobs.retain(|job| matches!(job.kind, JobKind::Recurring { .. }));
    jobs
}
