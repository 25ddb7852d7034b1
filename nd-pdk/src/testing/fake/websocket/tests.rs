mod connecting;
mod ending;
mod messages;

use std::collections::BTreeMap;

use nd_rules::manifest::Permissions;
use serde_json::{Value, json};

use super::*;
use crate::testing::callback::{Callback, Caller};
use crate::testing::export::Outcome;
use crate::testing::world::Setup;

const URL: &str = "wss://chat.example/";

/// The service of a plugin whose manifest has this list.
fn with_hosts(hosts: &[&str]) -> FakeWebSocket {
    let permissions = Permissions {
        websocket_hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
        ..Permissions::all()
    };
    let setup = Setup {
        permissions,
        ..Setup::default()
    };
    FakeWebSocket::new(&World {
        setup: Rc::new(setup),
        ..World::default()
    })
}

fn free() -> FakeWebSocket {
    with_hosts(&["*"])
}

/// With an open connection to a peer that says nothing.
fn connected(id: &str) -> FakeWebSocket {
    let fake = free();
    fake.on_connect(URL);
    connect(&fake, id).unwrap();
    fake
}

fn connect(fake: &FakeWebSocket, id: &str) -> Result<String, String> {
    fake.connect(URL, HashMap::new(), id)
        .map_err(|error| error.message)
}

fn text_of<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().message
}

/// The export and the input of a callback.
fn called(callback: &Callback) -> (&'static str, Value) {
    (
        callback.export,
        serde_json::from_slice(&callback.input).unwrap(),
    )
}

fn finish(callback: Callback) {
    (callback.done)(&Outcome {
        code: 0,
        output: None,
        error: None,
    });
}

/// Lets everything happen that is due, one after the other.
fn run(fake: &FakeWebSocket) -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    while let Some(callback) = fake.take() {
        all.push(called(&callback));
        finish(callback);
    }
    all
}
