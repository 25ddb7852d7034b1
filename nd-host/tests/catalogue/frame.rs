//! Bytes of the Subsonic API before they were JSON.

use nd_host::{Music, Server, Version};
use serde_json::json;

use super::asking::{ask_bytes, client};

fn raw(version: Version, uri: &str) -> Vec<u8> {
    let server = Server::builder().music(Music::sample()).version(version);
    let server = server.start().unwrap();
    let plugin = client(&server);
    ask_bytes(&plugin, "subsonicapi_callraw", &json!({ "uri": uri }))
}

#[test]
fn before_v0_61_an_answer_of_bytes_is_a_frame() {
    let frame = raw(
        Version::new(0, 60, 3),
        "getCoverArt?id=al-pastel-blues&u=ada",
    );
    let (head, rest) = frame.split_at(5);
    assert_eq!(head, [0, 0, 0, 0, 9]);
    assert_eq!(&rest[..9], b"image/png");
    assert_eq!(&rest[9..13], b"\x89PNG");
}

#[test]
fn before_v0_61_a_refusal_is_a_frame_too() {
    let frame = raw(Version::new(0, 60, 2), "getCoverArt?id=1");
    assert_eq!(frame, b"\x01missing required parameter 'u' (username)");
}

#[test]
fn from_v0_61_on_it_is_json() {
    let reply = raw(Version::new(0, 61, 0), "getCoverArt?id=1");
    assert_eq!(
        reply,
        br#"{"error":"missing required parameter 'u' (username)"}"#
    );
}
