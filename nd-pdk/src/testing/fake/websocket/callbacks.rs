//! What the plugin gets to know of its connections, and when.
//!
//! Must not decide what arrives.

use std::rc::Rc;
use std::time::SystemTime;

use super::{FakeWebSocket, Phase, State, WebSocketMessage};
use crate::sys::native;
use crate::testing::callback::{Callback, Caller};
use crate::testing::export::{self, Problem};
use crate::testing::shared::websocket::Arrival;

/// Something that happened on a connection.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) at: SystemTime,
    pub(super) link: usize,
    pub(super) kind: Arrival,
}

impl From<WebSocketMessage> for Arrival {
    fn from(message: WebSocketMessage) -> Self {
        match message {
            WebSocketMessage::Text(message) => Self::Text(message),
            WebSocketMessage::Binary(data) => Self::Binary(data),
        }
    }
}

impl State {
    /// The next event: callbacks of one connection do not overlap.
    fn next(&self) -> Option<usize> {
        let can_run = |event: &Event| !self.links[event.link].busy;
        self.events.iter().position(can_run)
    }

    /// Drops what has the ID of a connection that is at its end: by now that may be another one, which the plugin has opened meanwhile. Nothing more
    /// arrives of it either.
    fn forget(&mut self, index: usize) {
        let id = self.links[index].id.clone();
        for link in self.links.iter_mut().filter(|link| link.id == id) {
            link.phase = Phase::Gone;
        }
        let links = &self.links;
        self.events
            .retain(|event| links[event.link].phase != Phase::Gone);
    }
}

impl Caller for FakeWebSocket {
    fn due(&self) -> Option<SystemTime> {
        let state = self.state.borrow();
        Some(state.events[state.next()?].at)
    }

    fn take(&self) -> Option<Callback> {
        let mut state = self.state.borrow_mut();
        let next = state.next()?;
        let Event {
            at,
            link: index,
            kind,
        } = state.events.remove(next)?;
        let link = &mut state.links[index];
        link.busy = true;
        let ends = kind.ends();
        if ends {
            link.phase = Phase::Ending;
        }
        let (export, input) = kind.call(link.id.clone());
        let shared = Rc::clone(&self.state);
        Some(Callback {
            at,
            export,
            input,
            optional: true,
            done: Box::new(move |_| {
                let mut state = shared.borrow_mut();
                state.links[index].busy = false;
                if ends {
                    state.forget(index);
                }
            }),
        })
    }
}

/// Tells the plugin that it has closed a connection, within the call that closes it. The server logs what goes wrong, and goes on.
///
/// # Panics
/// Several plugins of the test binary export it.
pub(super) fn call_on_close(connection_id: &str, code: i32, reason: &str) {
    let closed = Arrival::Closed {
        code,
        reason: reason.to_owned(),
    };
    let (name, input) = closed.call(connection_id.to_owned());
    match export::find(name, native::surroundings().plugin) {
        Ok(found) => export::run_alone(name, found, &input),
        Err(Problem::Missing { .. }) => export::not_found(name),
        Err(problem @ Problem::Ambiguous { .. }) => panic!("{problem}"),
    };
}
