//! Discord's gateway: what it says on a connection, and what it expects there. Must not know messages as texts.

mod watch;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use self::watch::Watch;
use super::protocol::{Activity, Command, Identify, Message, Presence};
use super::record::{Event, Record, Rule};
use super::{Loss, Options};
use crate::server::websocket::{Connection, Ended};

/// How often the gateway looks at the clock while nobody says anything.
const TICK: Duration = Duration::from_millis(50);
/// How long a client that is asked to connect anew may stay.
const FAREWELL: Duration = Duration::from_secs(5);

// Discord's close codes.
const UNKNOWN_ERROR: u16 = 4000;
const DECODE_ERROR: u16 = 4002;
const NOT_AUTHENTICATED: u16 = 4003;
const AUTHENTICATION_FAILED: u16 = 4004;
const ALREADY_AUTHENTICATED: u16 = 4005;
const RATE_LIMITED: u16 = 4008;
const SESSION_TIMED_OUT: u16 = 4009;
const GOING_AWAY: u16 = 1001;

pub(super) struct Gateway {
    options: Options,
    record: Arc<Record>,
    /// Whether the one connection that is to be lost is lost.
    lost: AtomicBool,
}

/// One connection.
struct Conversation<'a> {
    gateway: &'a Gateway,
    connection: &'a mut Connection,
    /// Empty as long as nobody has said who it is.
    token: String,
    watch: Watch,
    kills: u64,
}

impl Gateway {
    pub(super) fn new(options: Options, record: &Arc<Record>) -> Self {
        Self {
            options,
            record: Arc::clone(record),
            lost: AtomicBool::new(false),
        }
    }

    /// Talks to one client until the connection ends.
    pub(super) fn talk(&self, connection: &mut Connection) -> Result<(), Ended> {
        let mut conversation = Conversation {
            gateway: self,
            connection,
            token: String::new(),
            watch: Watch::new(self.options.heartbeat_interval),
            kills: self.record.kills(),
        };
        let ended = conversation.run();
        if !conversation.token.is_empty() {
            self.record.closed(&conversation.token);
            self.record.happened(&conversation.token, Event::Ended);
        }
        ended
    }

    fn knows(&self, token: &str) -> bool {
        let tokens = &self.options.tokens;
        !token.is_empty() && (tokens.is_empty() || tokens.iter().any(|known| known == token))
    }

    /// Whether a connection has lasted long enough.
    fn is_to_be_lost(&self, heartbeats: u64) -> bool {
        match self.options.loss {
            Loss::Never => false,
            Loss::Once { after_heartbeats } => {
                heartbeats >= after_heartbeats && !self.lost.swap(true, Ordering::SeqCst)
            }
            Loss::Always { after_heartbeats } => heartbeats >= after_heartbeats,
        }
    }
}

impl Conversation<'_> {
    fn run(&mut self) -> Result<(), Ended> {
        let target = self.connection.target();
        if !(target.contains("v=10") && target.contains("encoding=json")) {
            let target = target.to_owned();
            self.violated(Rule::Target(target));
        }
        let interval = self.gateway.options.heartbeat_interval.as_millis();
        self.send(&Message::Hello(interval))?;
        loop {
            if let Some(message) = self.connection.receive_within(TICK)? {
                self.hear(message.text().unwrap_or_default())?;
            }
            if self.gateway.record.kills() > self.kills {
                self.happened(Event::Lost);
                return self.connection.lose();
            }
            if let Some(silence) = self.watch.is_overdue() {
                return self.refuse(Rule::LateHeartbeat(silence), SESSION_TIMED_OUT);
            }
        }
    }

    fn hear(&mut self, text: &str) -> Result<(), Ended> {
        if self.watch.is_flood() {
            return self.refuse(Rule::TooMany, RATE_LIMITED);
        }
        let command = match Command::read(text) {
            Ok(command) => command,
            Err(problem) => return self.refuse(Rule::Message(problem), DECODE_ERROR),
        };
        let op = command.op();
        match command {
            Command::Heartbeat(sequence) => self.heartbeat(sequence),
            Command::Identify(_) if !self.token.is_empty() => {
                self.refuse(Rule::IdentifiedTwice, ALREADY_AUTHENTICATED)
            }
            Command::Identify(identify) => self.identify(*identify),
            Command::PresenceUpdate(_) if self.token.is_empty() => {
                self.refuse(Rule::NotReady(op), NOT_AUTHENTICATED)
            }
            Command::PresenceUpdate(presence) => {
                let activity = self.check(presence);
                self.happened(Event::Presence(activity));
                self.dispatch("PRESENCE_UPDATE")
            }
        }
    }

    fn identify(&mut self, identify: Identify) -> Result<(), Ended> {
        if !self.gateway.knows(&identify.token) {
            let record = &self.gateway.record;
            record.happened(&identify.token, Event::Refused);
            return self
                .connection
                .close(AUTHENTICATION_FAILED, "Authentication failed.");
        }
        self.token = identify.token;
        if self.gateway.record.opened(&self.token) > 1 {
            self.violated(Rule::SecondConnection);
        }
        let activity = self.check(identify.presence);
        self.happened(Event::Identified(activity));
        self.dispatch("READY")
    }

    fn heartbeat(&mut self, sequence: Option<u64>) -> Result<(), Ended> {
        if let Err(expected) = self.watch.heartbeat(sequence) {
            self.violated(Rule::Sequence {
                expected,
                found: sequence,
            });
        }
        self.happened(Event::Heartbeat(sequence));
        if self.gateway.is_to_be_lost(self.watch.heartbeats()) {
            return self.hang_up();
        }
        self.send(&Message::HeartbeatAck)?;
        // So that the next heartbeat has another number to repeat.
        if self.token.is_empty() {
            return Ok(());
        }
        self.dispatch("SESSIONS_REPLACE")
    }

    /// Ends the connection, each time in another way.
    fn hang_up(&mut self) -> Result<(), Ended> {
        self.happened(Event::Lost);
        match self.gateway.options.loss {
            Loss::Never | Loss::Once { .. } => self.connection.lose(),
            Loss::Always { .. } => match self.connection.number() % 5 {
                0 => self.connection.lose(),
                1 => self.ask_to_leave(&Message::Reconnect),
                2 => self.ask_to_leave(&Message::InvalidSession),
                3 => self.connection.close(GOING_AWAY, "the gateway moves"),
                _ => self.connection.close(UNKNOWN_ERROR, "Unknown error."),
            },
        }
    }

    fn ask_to_leave(&mut self, message: &Message) -> Result<(), Ended> {
        self.send(message)?;
        // What was on its way may still arrive.
        let until = Instant::now() + FAREWELL;
        while Instant::now() < until {
            self.connection.receive_within(TICK)?;
        }
        self.refuse(Rule::StillThere, SESSION_TIMED_OUT)
    }

    /// What a presence shows, after a look for what it must not.
    fn check(&self, presence: Presence) -> Option<Activity> {
        for problem in presence.problems() {
            self.violated(Rule::Presence(problem));
        }
        let activity = presence.activities.into_iter().next();
        let image = activity
            .as_ref()
            .and_then(|activity| activity.assets.large_image.as_deref());
        let is_registered = |image: &str| {
            let path = image.strip_prefix("mp:");
            path.is_some_and(|path| self.gateway.record.is_registered(path))
        };
        if let Some(image) = image.filter(|image| !is_registered(image)) {
            self.violated(Rule::Presence(format!("no picture is called {image}")));
        }
        activity
    }

    fn dispatch(&mut self, name: &'static str) -> Result<(), Ended> {
        let number = self.watch.next_sequence();
        self.send(&Message::Dispatch(name, number))
    }

    fn send(&mut self, message: &Message) -> Result<(), Ended> {
        self.connection.send_text(&message.to_json())
    }

    fn refuse(&mut self, rule: Rule, code: u16) -> Result<(), Ended> {
        self.violated(rule);
        self.connection.close(code, "")
    }

    /// Nothing that happens before the user is known is part of a session.
    fn happened(&self, event: Event) {
        if !self.token.is_empty() {
            self.gateway.record.happened(&self.token, event);
        }
    }

    fn violated(&self, rule: Rule) {
        self.gateway.record.violated(&self.token, rule);
    }
}
