//! What the local Discord does not put up with.

use std::time::SystemTime;

use super::*;

#[test]
fn an_unknown_token_is_refused() {
    let discord = DiscordServer::start(Options {
        tokens: vec!["ada".into()],
        ..Options::default()
    });
    let mut client = Client::connect(&discord);
    client.say(&identify("eve"));
    assert_eq!(client.end(), Some(4004));
    assert_eq!(discord.sessions()["eve"], [Event::Refused]);
    let answer = http(
        &discord,
        "POST",
        ASSETS,
        "eve",
        r#"{"urls":["https://a.example/1"]}"#,
    );
    assert_eq!(answer.0, 401);
    Client::ready(&discord, "ada");
}

#[test]
fn nothing_is_shown_before_the_user_is_known() {
    let discord = start();
    let mut client = Client::connect(&discord);
    client.say(&update(&[]));
    assert_eq!(client.end(), Some(4003));
    assert_eq!(rules(&discord), [Rule::NotReady(3)]);
}

#[test]
fn who_you_are_is_said_once() {
    let discord = start();
    let mut client = Client::ready(&discord, "ada");
    client.say(&identify("ada"));
    assert_eq!(client.end(), Some(4005));
    assert_eq!(rules(&discord), [Rule::IdentifiedTwice]);
}

#[test]
fn a_second_connection_of_a_user_is_a_violation_and_one_after_the_other_is_none() {
    let discord = start();
    let mut first = Client::ready(&discord, "ada");
    first.0.close(None).unwrap();
    let _ = discord.wait_until(SOON, |all| all["ada"].contains(&Event::Ended));
    let _second = Client::ready(&discord, "ada");
    assert_eq!(discord.violations(), []);
    let _third = Client::ready(&discord, "ada");
    assert_eq!(rules(&discord), [Rule::SecondConnection]);
}

#[test]
fn heartbeats_with_another_number_are_violations() {
    let discord = start();
    let mut client = Client::ready(&discord, "ada");
    for number in [json!(1), json!(1), json!(7), Value::Null] {
        client.say(&json!({"op": 1, "d": number}));
        assert_eq!(client.hear()["op"], 11);
        assert_eq!(client.hear()["op"], 0);
    }
    let wrong = |expected, found| Rule::Sequence { expected, found };
    assert_eq!(rules(&discord), [wrong(2..=3, Some(7)), wrong(3..=4, None)]);
}

#[test]
fn a_client_without_heartbeats_is_shut_out() {
    let discord = DiscordServer::start(Options {
        heartbeat_interval: Duration::from_millis(10),
        ..Options::default()
    });
    let before = SystemTime::now();
    let mut client = Client::ready(&discord, "ada");
    assert_eq!(client.end(), Some(4009));
    assert!(before.elapsed().unwrap() >= Duration::from_secs(2));
    assert!(matches!(rules(&discord)[..], [Rule::LateHeartbeat(_)]));
}

#[test]
fn more_than_120_messages_a_minute_are_too_many() {
    let discord = start();
    let mut client = Client::ready(&discord, "ada");
    for _ in 0..120 {
        client.say(&update(&[]));
    }
    assert_eq!(client.end(), Some(4008));
    assert_eq!(rules(&discord), [Rule::TooMany]);
}

#[test]
fn messages_that_discord_does_not_know_are_violations() {
    let presence_with = |key: &str, value: Value| {
        let mut activity = activity();
        activity[key] = value;
        update(&[activity])
    };
    let wrong = [
        json!("what?"),
        json!({"op": 99, "d": null}),
        json!({"op": 2, "d": {"token": "ada"}}),
        json!({"op": 3, "d": {"activities": []}}),
        json!({"op": 1, "d": "1"}),
        presence_with("details", json!(1)),
        presence_with("timestamps", json!({"start": -1})),
        presence_with("more", json!(1)),
    ];
    for message in wrong {
        let discord = start();
        let mut client = Client::connect(&discord);
        client.say(&message);
        assert_eq!(client.end(), Some(4002), "{message}");
        assert!(
            matches!(rules(&discord)[..], [Rule::Message(_)]),
            "{message}"
        );
    }
}

#[test]
fn what_discord_would_not_show_is_a_violation() {
    let discord = start();
    let mut client = Client::ready(&discord, "ada");
    let changes = [
        ("type", json!(0)),
        ("details", json!("x")),
        ("state", json!("x".repeat(129))),
        ("timestamps", json!({"start": 2, "end": 1})),
        ("assets", json!({"large_image": "https://a.example/1"})),
        ("assets", json!({"large_image": "mp:external/unknown"})),
    ];
    for (index, (key, value)) in changes.into_iter().enumerate() {
        let mut activity = activity();
        activity[key] = value;
        client.say(&update(&[activity]));
        client.hear();
        assert_eq!(rules(&discord).len(), index + 1, "{key}");
    }
    client.say(&update(&[activity(), activity()]));
    client.hear();
    assert!(
        rules(&discord)
            .iter()
            .all(|rule| matches!(rule, Rule::Presence(_)))
    );
}

#[test]
fn a_handshake_without_version_is_a_violation() {
    let discord = start();
    let (mut socket, _) = tungstenite::connect(discord.gateway_url()).unwrap();
    socket.read().unwrap();
    assert_eq!(rules(&discord), [Rule::Target("/".into())]);
}
