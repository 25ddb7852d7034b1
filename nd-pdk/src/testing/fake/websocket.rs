//! The service `WebSocket` of a fake host: peers that a test scripts, connections that it looks at afterwards.
//!
//! Must not open connections, and must not call the plugin but for `on_close` while the plugin closes: the rest is due, and whoever lets time pass
//! makes the call.

mod callbacks;
mod link;
mod peer;
mod script;

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fmt::Display;
use std::rc::Rc;

use nd_rules::{address, header, websocket};

use self::callbacks::Event;
use self::link::{Link, Phase};
pub use self::link::{WebSocketClose, WebSocketConnection, WebSocketMessage};
pub use self::peer::WebSocketPeer;
use self::script::Behaviour;
pub use self::script::WebSocketScript;
use crate::Error;
use crate::host::websocket::WebSocketService;
use crate::testing::fake::note::{self, Reaching};
use crate::testing::shared::websocket::Arrival;
use crate::testing::world::World;

/// The service `WebSocket`: the other ends of the plugin's connections.
///
/// Connections are kept, with what the plugin sent. What the other end sends arrives when the test lets time pass, one message of a connection at a
/// time and in their order. A connection to a URL that no script is for panics, as nobody knows what is there; the message has the line to add.
///
/// ```standalone_crate
/// use nd_pdk::host::websocket;
/// use nd_pdk::testing::FakeHost;
/// use nd_pdk::websocket::{OnTextMessageRequest, TextMessageProvider};
/// use nd_pdk::{Error, register};
/// use std::collections::HashMap;
///
/// #[derive(Default)]
/// struct Echo;
///
/// impl TextMessageProvider for Echo {
///     fn on_text_message(&self, req: OnTextMessageRequest) -> Result<(), Error> {
///         websocket::send_text(&req.connection_id, &format!("you said {}", req.message))
///     }
/// }
///
/// register!(Echo: websocket::TextMessageProvider);
///
/// # fn main() -> Result<(), Error> {
/// let host = FakeHost::install();
/// host.websocket().on_connect("wss://chat.example.org/").greet("hello");
///
/// websocket::connect("wss://chat.example.org/", HashMap::new(), "chat")?;
/// host.run_due();
/// host.websocket().peer("chat").send_text("goodbye");
/// host.run_due();
///
/// let chat = host.websocket().connection("chat");
/// assert_eq!(chat.sent, ["you said hello".into(), "you said goodbye".into()]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct FakeWebSocket {
    world: World,
    state: Rc<RefCell<State>>,
}

#[derive(Debug, Default)]
struct State {
    scripts: Vec<Behaviour>,
    /// All there ever were: the state of a connection is kept for the test.
    links: Vec<Link>,
    /// What has arrived and the plugin does not know of, the oldest first.
    events: VecDeque<Event>,
}

impl FakeWebSocket {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            state: Rc::default(),
        }
    }

    /// Adds what is at this URL: it accepts every connection and says nothing, unless the script is told otherwise.
    ///
    /// The URL is absolute, with `ws` or `wss`. Its query counts, with its parameters in any order. Of several scripts for a URL the one that was
    /// added last counts, so a test can let a peer refuse first and accept later.
    ///
    /// # Panics
    /// `url` is no absolute URL, or begins with neither `ws://` nor `wss://`.
    #[track_caller]
    pub fn on_connect(&self, url: impl AsRef<str>) -> WebSocketScript {
        WebSocketScript::add(&self.state, url.as_ref())
    }

    /// The other end of the open connection with this ID: to send, to close, to break.
    ///
    /// # Panics
    /// There is no such connection.
    #[must_use]
    #[track_caller]
    pub fn peer(&self, connection_id: &str) -> WebSocketPeer<'_> {
        match self.state.borrow().find(connection_id, Phase::Open) {
            Some(index) => WebSocketPeer { fake: self, index },
            None => panic!(
                "no connection {connection_id:?} is open; open are {:?}",
                self.open()
            ),
        }
    }

    /// The connections that were opened, the oldest first, whether they are still open or not.
    #[must_use]
    pub fn connections(&self) -> Vec<WebSocketConnection> {
        let state = self.state.borrow();
        state.links.iter().map(Link::seen).collect()
    }

    /// The last connection that was opened with this ID, whether it is still open or not.
    ///
    /// # Panics
    /// There was none.
    #[must_use]
    #[track_caller]
    pub fn connection(&self, connection_id: &str) -> WebSocketConnection {
        let mut all = self.connections();
        all.retain(|connection| connection.id == connection_id);
        match all.pop() {
            Some(last) => last,
            None => panic!("no connection {connection_id:?} was opened"),
        }
    }

    /// Ends all connections, as the server does when it unloads the plugin: the callbacks are not called any more.
    pub(crate) fn unload(&self) {
        let mut state = self.state.borrow_mut();
        state.events.clear();
        for link in &mut state.links {
            link.phase = Phase::Gone;
        }
    }

    fn open(&self) -> Vec<String> {
        let mut all = self.connections();
        all.retain(|connection| connection.open);
        all.into_iter().map(|connection| connection.id).collect()
    }

    /// Queues an event of a connection; it is due now.
    fn happen(&self, index: usize, kind: Arrival) {
        self.state.borrow_mut().events.push_back(Event {
            at: self.world.clock.now(),
            link: index,
            kind,
        });
    }

    fn arrive(&self, index: usize, messages: Vec<WebSocketMessage>) {
        for message in messages {
            self.happen(index, message.into());
        }
    }

    fn free_id(&self, id: &str) -> Result<String, Error> {
        if id.is_empty() {
            return Ok(self.world.ids.next());
        }
        match self.state.borrow().find_taken(id) {
            Some(_) => Err(Error::new(websocket::already_exists(id))),
            None => Ok(id.to_owned()),
        }
    }

    fn send(&self, id: &str, message: &WebSocketMessage) -> Result<(), Error> {
        let (index, phase, script) = {
            let mut state = self.state.borrow_mut();
            let index = state.find_taken(id).ok_or_else(|| not_found(id))?;
            let link = &mut state.links[index];
            if link.phase == Phase::Open {
                link.sent.push(message.clone());
            }
            (index, link.phase, link.script)
        };
        if phase != Phase::Open {
            let kind = message.kind();
            return Err(format!("failed to send {kind} message: websocket: close sent").into());
        }
        let answers = script::answers(&self.state, script, message);
        self.arrive(index, answers);
        Ok(())
    }
}

impl State {
    fn find(&self, id: &str, phase: Phase) -> Option<usize> {
        let is_it = |link: &Link| link.id == id && link.phase == phase;
        self.links.iter().rposition(is_it)
    }

    /// The connection that an ID stands for. It is taken until the callback about its end has returned.
    fn find_taken(&self, id: &str) -> Option<usize> {
        let is_it = |link: &Link| link.id == id && link.phase != Phase::Gone;
        self.links.iter().rposition(is_it)
    }
}

fn failed_to_connect(cause: impl Display) -> Error {
    Error::new(format!("failed to connect: {cause}"))
}

fn not_found(id: &str) -> Error {
    Error::new(websocket::not_found(id))
}

impl WebSocketService for FakeWebSocket {
    fn connect(
        &self,
        url: &str,
        headers: HashMap<String, String>,
        connection_id: &str,
    ) -> Result<String, Error> {
        let required_hosts = &self.world.setup.permissions.websocket_hosts;
        note::asking(Reaching::WebSocket, required_hosts, |hosts| {
            address::websocket(url, hosts)
        })?;
        note::on_url(url);
        let id = self.free_id(connection_id)?;
        let headers = headers.iter();
        let headers =
            header::canonical_names(headers.map(|(name, value)| (name.as_str(), value.as_str())));
        headers
            .keys()
            .try_for_each(|name| websocket::check_header(name))
            .map_err(failed_to_connect)?;
        let accepted = script::connect(&self.state, url, &headers).map_err(failed_to_connect)?;
        let index = {
            let mut state = self.state.borrow_mut();
            state.links.push(Link {
                id: id.clone(),
                url: url.to_owned(),
                headers,
                sent: Vec::new(),
                closed: None,
                script: accepted.script,
                phase: Phase::Open,
                busy: false,
            });
            state.links.len() - 1
        };
        self.arrive(index, accepted.greetings);
        Ok(id)
    }

    fn send_text(&self, connection_id: &str, message: &str) -> Result<(), Error> {
        self.send(connection_id, &message.into())
    }

    fn send_binary(&self, connection_id: &str, data: &[u8]) -> Result<(), Error> {
        self.send(connection_id, &data.into())
    }

    fn close_connection(&self, connection_id: &str, code: i32, reason: &str) -> Result<(), Error> {
        let index = {
            let mut state = self.state.borrow_mut();
            let index = state
                .find_taken(connection_id)
                .filter(|&index| state.links[index].phase != Phase::Closing)
                .ok_or_else(|| not_found(connection_id))?;
            state.events.retain(|event| event.link != index);
            let link = &mut state.links[index];
            link.phase = Phase::Closing;
            link.closed = Some(WebSocketClose {
                code,
                reason: reason.to_owned(),
            });
            index
        };
        callbacks::call_on_close(connection_id, code, reason);
        self.state.borrow_mut().links[index].phase = Phase::Gone;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
