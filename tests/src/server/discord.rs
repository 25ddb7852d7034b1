//! A local Discord: the part of its HTTP API and of its gateway that a rich presence needs. It checks what it is told as the real one does, and
//! writes down what breaks a rule. Must not know the plugin.

mod api;
mod gateway;
mod protocol;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use self::gateway::Gateway;
pub use self::protocol::{Activity, Assets, Timestamps};
use self::record::Record;
pub use self::record::{Event, Rule, Violation};
use super::http::{HttpServer, Received};
use super::websocket::WebSocketServer;

/// How often somebody who waits looks.
const LOOK: Duration = Duration::from_millis(20);

/// How the local Discord behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// How often clients are to say that they are there.
    pub heartbeat_interval: Duration,
    /// The tokens it knows; with none of them, every token is good.
    pub tokens: Vec<String>,
    /// Which connections it ends by itself.
    pub loss: Loss,
    /// Whether it registers pictures, or answers with status 500.
    pub registers_images: bool,
}

impl Default for Options {
    /// Heartbeats each second, every token is good, no connection is lost, pictures are registered.
    fn default() -> Self {
        Self {
            heartbeat_interval: Duration::from_secs(1),
            tokens: Vec::new(),
            loss: Loss::Never,
            registers_images: true,
        }
    }
}

/// Which connections the gateway ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// None.
    Never,
    /// The first one that has sent so many heartbeats: it is dropped without a word.
    Once {
        /// How many.
        after_heartbeats: u64,
    },
    /// Each that has sent so many heartbeats. In turns they are dropped without a word, asked to connect anew, told that their session is not known,
    /// closed with 1001, and closed with 4000.
    Always {
        /// How many.
        after_heartbeats: u64,
    },
}

/// A Discord on free ports of 127.0.0.1, until it is dropped.
///
/// ```
/// use nd_tests::server::discord::{DiscordServer, Options};
///
/// let discord = DiscordServer::start(Options::default());
/// let settings = (discord.api_url(), discord.gateway_url());
/// // … run a plugin with these settings, and see what it has done:
/// assert!(discord.sessions().is_empty());
/// assert_eq!(discord.violations(), []);
/// ```
#[derive(Debug)]
pub struct DiscordServer {
    http: HttpServer,
    websocket: WebSocketServer,
    record: Arc<Record>,
}

impl DiscordServer {
    /// Starts it.
    ///
    /// # Panics
    /// No port can be opened.
    #[must_use]
    pub fn start(options: Options) -> Self {
        let record = Arc::new(Record::default());
        let registers_images = options.registers_images;
        let tokens = options.tokens.clone();
        let gateway = Gateway::new(options, &record);
        let websocket = WebSocketServer::start(move |connection| gateway.talk(connection));
        let http = {
            let (record, gateway_url) = (Arc::clone(&record), websocket.url());
            let api = api::Api {
                gateway_url,
                tokens,
                registers_images,
            };
            HttpServer::start(move |request| api.answer(request, &record))
        };
        Self {
            http,
            websocket,
            record,
        }
    }

    /// The address of the HTTP API, without a slash at the end: `http://127.0.0.1:43210/api`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}/api", self.http.url())
    }

    /// The address of the gateway, which the HTTP API names, too: `ws://127.0.0.1:43211`.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        self.websocket.url()
    }

    /// What each user has done on all connections, by token and in order.
    #[must_use]
    pub fn sessions(&self) -> BTreeMap<String, Vec<Event>> {
        self.record.sessions()
    }

    /// The requests to the HTTP API.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.http.requests()
    }

    /// The rules of Discord that were broken, in order.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.record.violations()
    }

    /// Drops all connections without a word, as when the network breaks.
    pub fn kill_connections(&self) {
        self.record.kill_connections();
    }

    /// Waits until the sessions are as expected, and gives them.
    ///
    /// # Panics
    /// They are not, after this time.
    #[track_caller]
    pub fn wait_until(
        &self,
        within: Duration,
        expected: impl Fn(&BTreeMap<String, Vec<Event>>) -> bool,
    ) -> BTreeMap<String, Vec<Event>> {
        let end = Instant::now() + within;
        loop {
            let sessions = self.sessions();
            if expected(&sessions) {
                return sessions;
            }
            assert!(
                Instant::now() < end,
                "within {within:?} there was only {sessions:#?}"
            );
            thread::sleep(LOOK);
        }
    }
}

#[cfg(test)]
mod tests;
