//! The messages of Discord's gateway that a presence needs, as types. Must not send, receive or remember them.

use std::time::Duration;

use nd_pdk::Error;
use serde::{Deserialize, Serialize};

use crate::presence::Presence;
use crate::settings::Token;

/// What is asked of the gateway: the version of its messages, and their form.
pub(crate) const QUERY: &str = "v=10&encoding=json";

// The kinds of messages, under Discord's names.
const DISPATCH: u8 = 0;
const HEARTBEAT: u8 = 1;
const IDENTIFY: u8 = 2;
const PRESENCE_UPDATE: u8 = 3;
const RECONNECT: u8 = 7;
const INVALID_SESSION: u8 = 9;
const HELLO: u8 = 10;
const HEARTBEAT_ACK: u8 = 11;

/// A message from Discord.
#[derive(Debug, PartialEq)]
pub(crate) struct Message {
    /// The number that the next heartbeat repeats. Only what happens to the user has one.
    pub(crate) sequence: Option<i64>,
    pub(crate) event: Event,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    /// The first message: say who you are, and that you are there every so often.
    Hello { heartbeat_interval: Duration },
    /// It is known who we are.
    Ready,
    /// Send a heartbeat now.
    HeartbeatWanted,
    /// A heartbeat has arrived.
    HeartbeatAck,
    /// Connect anew, please.
    Reconnect,
    /// Who we are is not known any more.
    InvalidSession,
    /// Something else that happens to the user.
    Other,
}

impl Message {
    /// The data of most messages is passed over: of a user with many friends it takes megabytes to say who is ready.
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Head {
            op: u8,
            s: Option<i64>,
            t: Option<String>,
        }
        // As bytes, which is how all else arrives: reading text as well would make the plugin larger.
        let head: Head = serde_json::from_slice(text.as_bytes())?;
        let event = match head.op {
            HELLO => hello(text)?,
            DISPATCH if head.t.as_deref() == Some("READY") => Event::Ready,
            HEARTBEAT => Event::HeartbeatWanted,
            HEARTBEAT_ACK => Event::HeartbeatAck,
            RECONNECT => Event::Reconnect,
            INVALID_SESSION => Event::InvalidSession,
            _ => Event::Other,
        };
        Ok(Self {
            sequence: head.s,
            event,
        })
    }
}

fn hello(text: &str) -> Result<Event, Error> {
    #[derive(Deserialize)]
    struct Hello {
        d: Data,
    }
    #[derive(Deserialize)]
    struct Data {
        /// In milliseconds.
        heartbeat_interval: u64,
    }
    let hello: Hello = serde_json::from_slice(text.as_bytes())?;
    Ok(Event::Hello {
        heartbeat_interval: Duration::from_millis(hello.d.heartbeat_interval),
    })
}

/// A message to Discord.
#[derive(Debug)]
pub(crate) enum Command<'a> {
    /// Repeats the last sequence number that has arrived.
    Heartbeat { sequence: Option<i64> },
    /// Says who we are, and what to show.
    Identify {
        token: &'a Token,
        presence: Presence,
    },
    /// Shows something else.
    UpdatePresence(Presence),
}

impl Command<'_> {
    pub(crate) fn to_json(&self) -> Result<String, Error> {
        #[derive(Serialize)]
        struct Outgoing<T> {
            op: u8,
            d: T,
        }
        fn text(op: u8, d: impl Serialize) -> Result<String, Error> {
            Ok(serde_json::to_string(&Outgoing { op, d })?)
        }
        match self {
            Self::Heartbeat { sequence } => text(HEARTBEAT, sequence),
            Self::Identify { token, presence } => text(IDENTIFY, Identify::new(token, presence)),
            Self::UpdatePresence(presence) => text(PRESENCE_UPDATE, presence),
        }
    }
}

#[derive(Serialize)]
struct Identify<'a> {
    token: &'a Token,
    /// Which events to send: none, they would only make calls.
    intents: u32,
    properties: Properties,
    presence: &'a Presence,
}

#[derive(Serialize)]
struct Properties {
    os: &'static str,
    browser: &'static str,
    device: &'static str,
}

impl<'a> Identify<'a> {
    fn new(token: &'a Token, presence: &'a Presence) -> Self {
        Self {
            token,
            intents: 0,
            properties: Properties {
                os: "linux",
                browser: "Navidrome",
                device: "Navidrome",
            },
            presence,
        }
    }
}

/// Whether Discord will not want us back: with this token (4004), or at all (4010 and up).
///
/// The server tells the close code in the text of the error alone: `websocket: close 4004: Authentication failed.`
pub(crate) fn is_refusal(error: &str) -> bool {
    let code = error
        .strip_prefix("websocket: close ")
        .and_then(|rest| rest.get(..4)?.parse().ok());
    matches!(code, Some(4004 | 4010..=4014))
}
