//! Public addresses of pictures.

use nd_host::{Music, Server, Settings};
use nd_rules::artwork::Link;
use serde_json::{Value, json};

use super::asking::{ask, load};

const FUNCTIONS: [(&str, &str); 4] = [
    ("artwork_getartisturl", "ar-5"),
    ("artwork_getalbumurl", "al-5"),
    ("artwork_gettrackurl", "mf-5"),
    ("artwork_getplaylisturl", "pl-5"),
];

fn url(server: &Server, function: &str, request: &Value) -> String {
    let functions = FUNCTIONS.map(|(function, _)| function);
    let plugin = load(
        server,
        &json!({"artwork": {}}),
        &Settings::new(),
        &functions,
    );
    let reply = ask(&plugin, function, request);
    reply["url"].as_str().unwrap().to_owned()
}

#[test]
fn every_identifier_has_an_address_for_its_kind_and_size() {
    let server = Server::builder().public_url("https://music.example.com/");
    let server = server.start().unwrap();
    for (function, artwork_id) in FUNCTIONS {
        let sized = url(&server, function, &json!({"id": "5", "size": 300}));
        assert!(sized.starts_with("https://music.example.com/share/img/"));
        let link = Link::read(&sized).unwrap();
        assert_eq!(
            (link.artwork_id.as_str(), link.size),
            (artwork_id, Some(300))
        );
        let original = url(&server, function, &json!({"id": "5", "size": -1}));
        assert_eq!(sized, format!("{original}?size=300"));
    }
}

#[test]
fn an_empty_identifier_has_an_address_too_and_a_server_has_its_own_key() {
    let servers = [(); 2].map(|()| Server::builder().music(Music::sample()).start().unwrap());
    let [one, other] = servers.map(|server| {
        url(
            &server,
            "artwork_getalbumurl",
            &json!({"id": "", "size": 0}),
        )
    });
    assert!(one.starts_with("http://localhost/share/img/"), "{one}");
    assert_eq!(Link::read(&one).unwrap().artwork_id, "");
    assert_ne!(one, other, "signed by others");
}
