//! What plugins reach on the network, with servers of their own on this machine. Must not need any other network.
#![allow(
    clippy::needless_pass_by_value,
    reason = "requests are written where they are made"
)]

mod common;

#[path = "network/builtin.rs"]
mod builtin;
#[path = "network/http.rs"]
mod http;
#[path = "network/peer.rs"]
mod peer;
#[path = "network/phone.rs"]
mod phone;
#[path = "network/private.rs"]
mod private;
#[path = "network/redirects.rs"]
mod redirects;
#[path = "network/site.rs"]
mod site;
#[path = "network/websocket.rs"]
mod websocket;
#[path = "network/websocket_end.rs"]
mod websocket_end;

use std::time::{Duration, Instant};

/// Waits until it is so, for as long as a slow machine may need.
#[track_caller]
fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
