//! The local Discord, with a client made of nothing but texts. Must not need a plugin.

mod strict;

use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message as Frame, WebSocket};

use super::*;

const SOON: Duration = Duration::from_secs(10);

/// A client of the gateway.
struct Client(WebSocket<MaybeTlsStream<TcpStream>>);

impl Client {
    /// Connects and hears hello.
    fn connect(discord: &DiscordServer) -> Self {
        let url = format!("{}/?v=10&encoding=json", discord.gateway_url());
        let mut client = Self(tungstenite::connect(url).unwrap().0);
        assert_eq!(client.hear()["op"], 10);
        client
    }

    /// Connects, says who it is, and hears that it is known.
    fn ready(discord: &DiscordServer, token: &str) -> Self {
        let mut client = Self::connect(discord);
        client.say(&identify(token));
        let ready = client.hear();
        assert_eq!(
            ready,
            json!({"op": 0, "d": {"v": 10}, "s": 1, "t": "READY"})
        );
        client
    }

    fn say(&mut self, message: &Value) {
        self.0.send(Frame::text(message.to_string())).unwrap();
    }

    fn hear(&mut self) -> Value {
        let frame = self.0.read().unwrap();
        serde_json::from_str(frame.to_text().unwrap()).unwrap()
    }

    /// The close code; nothing but messages may come before it. `None` if the connection breaks.
    fn end(&mut self) -> Option<u16> {
        loop {
            match self.0.read() {
                Ok(Frame::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }
}

fn activity() -> Value {
    json!({
        "name": "Navidrome", "type": 2, "application_id": "42",
        "details": "Sinnerman", "state": "Nina Simone",
        "timestamps": {"start": 1, "end": 2},
        "assets": {"large_text": "Pastel Blues"},
    })
}

fn presence(activities: &[Value]) -> Value {
    json!({"since": null, "activities": activities, "status": "online", "afk": false})
}

fn identify(token: &str) -> Value {
    let properties = json!({"os": "linux", "browser": "b", "device": "d"});
    json!({"op": 2, "d": {"token": token, "intents": 0, "properties": properties, "presence": presence(&[activity()])}})
}

fn update(activities: &[Value]) -> Value {
    json!({"op": 3, "d": presence(activities)})
}

fn start() -> DiscordServer {
    DiscordServer::start(Options::default())
}

fn rules(discord: &DiscordServer) -> Vec<Rule> {
    let violations = discord.violations().into_iter();
    violations.map(|violation| violation.rule).collect()
}

/// What a request to the HTTP API is answered, over a connection of its own.
fn http(
    discord: &DiscordServer,
    method: &str,
    path: &str,
    token: &str,
    body: &str,
) -> (u16, Value) {
    use std::io::{Read as _, Write as _};
    let address = discord.http.address();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {token}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

const ASSETS: &str = "/api/v9/applications/42/external-assets";

#[test]
fn a_client_that_keeps_the_rules_is_recorded_without_a_violation() {
    let discord = start();
    let mut client = Client::ready(&discord, "ada");
    client.say(&json!({"op": 1, "d": 1}));
    assert_eq!(client.hear()["op"], 11);
    assert_eq!(client.hear()["s"], 2);
    client.say(&update(&[]));
    assert_eq!(client.hear()["s"], 3);
    client.0.close(None).unwrap();

    let sessions = discord.wait_until(SOON, |all| all["ada"].last() == Some(&Event::Ended));
    let shown = serde_json::from_value(activity()).unwrap();
    let expected = [
        Event::Identified(Some(shown)),
        Event::Heartbeat(Some(1)),
        Event::Presence(None),
        Event::Ended,
    ];
    assert_eq!(sessions["ada"], expected);
    assert_eq!(discord.violations(), []);
}

#[test]
fn several_users_are_told_apart() {
    let discord = start();
    let _clients = [
        Client::ready(&discord, "ada"),
        Client::ready(&discord, "bob"),
    ];
    assert_eq!(discord.sessions().len(), 2);
    assert_eq!(discord.violations(), []);
}

#[test]
fn a_picture_that_is_registered_can_be_shown() {
    let discord = start();
    let (status, answer) = http(
        &discord,
        "POST",
        ASSETS,
        "ada",
        r#"{"urls":["https://a.example/1"]}"#,
    );
    let path = &answer[0]["external_asset_path"];
    assert_eq!((status, path), (200, &json!("external/https/a.example/1")));

    let mut client = Client::ready(&discord, "ada");
    let mut shown = activity();
    shown["assets"]["large_image"] = json!("mp:external/https/a.example/1");
    client.say(&update(&[shown]));
    client.hear();
    assert_eq!(discord.violations(), []);
}

#[test]
fn the_http_api_names_the_gateway_and_records_what_it_does_not_know() {
    let discord = start();
    let gateway = http(&discord, "GET", "/api/gateway", "", "");
    assert_eq!(gateway, (200, json!({"url": discord.gateway_url()})));
    assert_eq!(discord.violations(), []);

    assert_eq!(
        http(&discord, "POST", ASSETS, "ada", r#"{"urls":["no URL"]}"#).0,
        400
    );
    assert_eq!(http(&discord, "GET", "/api/gateways", "", "").0, 404);
    assert_eq!(
        http(
            &discord,
            "POST",
            "/api/v9/applications/me/external-assets",
            "ada",
            ""
        )
        .0,
        404
    );
    assert_eq!(http(&discord, "POST", ASSETS, "", "").0, 401);
    assert_eq!(rules(&discord).len(), 3);
}

#[test]
fn connections_are_killed_on_demand() {
    let discord = start();
    let mut clients = [
        Client::ready(&discord, "ada"),
        Client::ready(&discord, "bob"),
    ];
    discord.kill_connections();
    assert_eq!(clients.each_mut().map(Client::end), [None, None]);
    let sessions = discord.wait_until(SOON, |all| {
        all.values().all(|events| events.contains(&Event::Ended))
    });
    assert!(sessions["ada"].contains(&Event::Lost));
    Client::ready(&discord, "ada");
}

#[test]
fn one_connection_is_lost_after_some_heartbeats() {
    let discord = DiscordServer::start(Options {
        loss: Loss::Once {
            after_heartbeats: 2,
        },
        ..Options::default()
    });
    let mut client = Client::ready(&discord, "ada");
    client.say(&json!({"op": 1, "d": 1}));
    assert_eq!(
        (client.hear()["op"].clone(), client.hear()["op"].clone()),
        (json!(11), json!(0))
    );
    client.say(&json!({"op": 1, "d": 2}));
    assert_eq!(client.end(), None);

    let _ = discord.wait_until(SOON, |all| all["ada"].contains(&Event::Ended));
    let mut client = Client::ready(&discord, "ada");
    for number in 1..=5 {
        client.say(&json!({"op": 1, "d": number}));
        assert_eq!(
            (client.hear()["op"].clone(), client.hear()["op"].clone()),
            (json!(11), json!(0))
        );
    }
}

#[test]
fn connections_are_lost_in_every_way_in_turns() {
    let discord = DiscordServer::start(Options {
        loss: Loss::Always {
            after_heartbeats: 1,
        },
        ..Options::default()
    });
    for (round, expected) in [None, Some(7), Some(9), None, None].into_iter().enumerate() {
        let mut client = Client::ready(&discord, "ada");
        client.say(&json!({"op": 1, "d": 1}));
        if let Some(op) = expected {
            assert_eq!(client.hear()["op"], op);
            client.0.close(None).unwrap();
        }
        let code = client.end();
        match round {
            3 => assert_eq!(code, Some(1001)),
            4 => assert_eq!(code, Some(4000)),
            _ => assert!(code.is_none_or(|code| code == 1005), "{code:?}"),
        }
        let ended = |events: &Vec<Event>| {
            events
                .iter()
                .filter(|event| **event == Event::Ended)
                .count()
        };
        let _ = discord.wait_until(SOON, |all| ended(&all["ada"]) == round + 1);
    }
    assert_eq!(discord.violations(), []);
}
