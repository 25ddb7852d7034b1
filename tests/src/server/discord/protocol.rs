//! The messages of Discord, as types, and which values they may have. Must not know connections.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

// The kinds of messages.
pub(super) const HEARTBEAT: u8 = 1;
pub(super) const IDENTIFY: u8 = 2;
pub(super) const PRESENCE_UPDATE: u8 = 3;

/// How many characters there may be in a text.
const LENGTH: RangeInclusive<usize> = 2..=128;
/// "Listening to".
const LISTENING: u8 = 2;

/// What a client sends.
#[derive(Debug)]
pub(super) enum Command {
    Heartbeat(Option<u64>),
    Identify(Box<Identify>),
    PresenceUpdate(Presence),
}

impl Command {
    pub(super) fn op(&self) -> u8 {
        match self {
            Self::Heartbeat(_) => HEARTBEAT,
            Self::Identify(_) => IDENTIFY,
            Self::PresenceUpdate(_) => PRESENCE_UPDATE,
        }
    }

    pub(super) fn read(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            op: u8,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Message<T> {
            #[serde(rename = "op")]
            _op: u8,
            d: T,
        }
        fn data<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
            let message: Message<T> =
                serde_json::from_str(text).map_err(|error| format!("{error} in {text}"))?;
            Ok(message.d)
        }
        let head: Head =
            serde_json::from_str(text).map_err(|error| format!("{error} in {text}"))?;
        match head.op {
            HEARTBEAT => data(text).map(Self::Heartbeat),
            IDENTIFY => data(text).map(Self::Identify),
            PRESENCE_UPDATE => data(text).map(Self::PresenceUpdate),
            other => Err(format!("no client sends messages of the kind {other}")),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Identify {
    pub(super) token: String,
    pub(super) presence: Presence,
    #[serde(rename = "properties")]
    _properties: Properties,
    #[serde(rename = "intents")]
    _intents: u64,
}

/// All of them must be there; what they say does not matter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Properties {
    #[serde(rename = "os")]
    _os: String,
    #[serde(rename = "browser")]
    _browser: String,
    #[serde(rename = "device")]
    _device: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Presence {
    #[serde(rename = "since")]
    _since: Option<u64>,
    pub(super) activities: Vec<Activity>,
    status: String,
    #[serde(rename = "afk")]
    _afk: bool,
}

/// What is shown of a track.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// What it is called after "Listening to".
    pub name: String,
    #[serde(rename = "type")]
    kind: u8,
    /// The application whose pictures it uses.
    pub application_id: String,
    /// The first line.
    pub details: Option<String>,
    /// The second line.
    pub state: Option<String>,
    /// When it began and will end.
    pub timestamps: Timestamps,
    /// The picture.
    pub assets: Assets,
}

/// In Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timestamps {
    /// The begin.
    pub start: u64,
    /// The end, if there is one.
    pub end: Option<u64>,
}

/// The picture of an activity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assets {
    /// `mp:` and the path that a picture got when it was registered.
    pub large_image: Option<String>,
    /// What the picture shows.
    pub large_text: Option<String>,
}

impl Presence {
    /// What Discord would not show, but for pictures.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !["online", "idle", "dnd", "invisible"].contains(&self.status.as_str()) {
            problems.push(format!("there is no status {:?}", self.status));
        }
        if self.activities.len() > 1 {
            problems.push(format!("{} activities", self.activities.len()));
        }
        for activity in &self.activities {
            problems.extend(activity.problems());
        }
        problems
    }
}

impl Activity {
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.kind != LISTENING {
            problems.push(format!("the type of activity is {}", self.kind));
        }
        let lines = [&self.details, &self.state, &self.assets.large_text];
        for text in lines.into_iter().flatten() {
            if !LENGTH.contains(&text.chars().count()) {
                problems.push(format!("{text:?} has not {LENGTH:?} characters"));
            }
        }
        let Timestamps { start, end } = self.timestamps;
        if end.is_some_and(|end| end < start) {
            problems.push(format!("{end:?} is before {start}"));
        }
        problems
    }
}

/// What the gateway sends.
#[derive(Debug)]
pub(super) enum Message {
    /// With the milliseconds from one heartbeat to the next.
    Hello(u128),
    HeartbeatAck,
    /// Something happens, with its name and number.
    Dispatch(&'static str, u64),
    Reconnect,
    InvalidSession,
}

impl Message {
    pub(super) fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Envelope<T> {
            op: u8,
            d: T,
            s: Option<u64>,
            t: Option<&'static str>,
        }
        #[derive(Serialize)]
        struct Hello {
            heartbeat_interval: u128,
        }
        #[derive(Serialize)]
        struct Version {
            v: u8,
        }
        fn text(op: u8, d: impl Serialize, event: Option<(&'static str, u64)>) -> String {
            let (t, s) = event.unzip();
            serde_json::to_string(&Envelope { op, d, s, t }).expect("plain fields")
        }
        match *self {
            Self::Hello(heartbeat_interval) => text(10, Hello { heartbeat_interval }, None),
            Self::HeartbeatAck => text(11, (), None),
            Self::Dispatch(name, number) => text(0, Version { v: 10 }, Some((name, number))),
            Self::Reconnect => text(7, (), None),
            Self::InvalidSession => text(9, false, None),
        }
    }
}
