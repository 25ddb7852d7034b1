//! Everybody who is connected: accepts connections, records them, and lets go of them when the server stops.
//! Must not say anything to a client.

use std::any::Any;
use std::collections::BTreeMap;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::panic::resume_unwind;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::connection::{Connection, Ended};
use super::record::{End, Message, Recorded};

/// What the threads of a server share.
#[derive(Debug, Default)]
pub(super) struct Hall {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    stopping: bool,
    accepted: usize,
    /// The streams of those that are connected, to end them from another thread.
    streams: BTreeMap<usize, TcpStream>,
    recorded: Vec<Recorded>,
}

impl Hall {
    pub(super) fn recorded(&self) -> Vec<Recorded> {
        self.lock().recorded.clone()
    }

    /// The connections as soon as they are as expected, or as they are when the time is over.
    pub(super) fn wait_until(
        &self,
        within: Duration,
        expected: impl Fn(&[Recorded]) -> bool,
    ) -> Result<Vec<Recorded>, Vec<Recorded>> {
        let waited = self
            .changed
            .wait_timeout_while(self.lock(), within, |state| !expected(&state.recorded));
        let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return Err(state.recorded.clone());
        }
        Ok(state.recorded.clone())
    }

    /// Ends all connections; none is accepted any more.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        for stream in state.streams.values() {
            // It is fine if the client was faster.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Records a connection whose handshake has arrived, and gives its number.
    pub(super) fn enter(&self, connection: Recorded) -> usize {
        let mut state = self.lock();
        state.recorded.push(connection);
        self.changed.notify_all();
        state.recorded.len() - 1
    }

    pub(super) fn received(&self, number: usize, message: Message) {
        self.lock().recorded[number].received.push(message);
        self.changed.notify_all();
    }

    /// Records how a connection ended; the first reason counts.
    pub(super) fn ended(&self, number: usize, end: End) {
        self.lock().recorded[number].end.get_or_insert(end);
        self.changed.notify_all();
    }

    /// Keeps a stream for [`stop`](Self::stop); `None` if the server is stopping already.
    fn admit(self: &Arc<Self>, stream: &TcpStream) -> Option<Admitted> {
        let mut state = self.lock();
        if state.stopping {
            return None;
        }
        let ticket = state.accepted;
        state.accepted += 1;
        let stream = stream.try_clone().expect("a second handle of the stream");
        state.streams.insert(ticket, stream);
        Some(Admitted {
            hall: Arc::clone(self),
            ticket,
        })
    }

    /// A closure that panicked says so when its thread is joined, not in every look at the records.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that is kept. It ends with this value, also where a closure panics: the handle that is kept would leave the client waiting.
struct Admitted {
    hall: Arc<Hall>,
    ticket: usize,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        if let Some(stream) = self.hall.lock().streams.remove(&self.ticket) {
            // It is fine if it is over already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// Accepts connections until the server stops, each with a thread of its own. Panics with the first panic of those threads.
pub(super) fn listen<F>(listener: &TcpListener, hall: &Arc<Hall>, talk: &Arc<F>)
where
    F: Fn(&mut Connection) -> Result<(), Ended> + Send + Sync + 'static,
{
    let (mut talking, mut panics) = (Vec::new(), Vec::new());
    loop {
        let (stream, _) = listener.accept().expect("a connection");
        let Some(admitted) = hall.admit(&stream) else {
            break;
        };
        let talk = Arc::clone(talk);
        talking.push(thread::spawn(move || {
            serve(stream, &admitted.hall, talk.as_ref());
        }));
        let finished = talking.extract_if(.., |thread| thread.is_finished());
        panics.extend(finished.filter_map(panic_of));
    }
    panics.extend(talking.into_iter().filter_map(panic_of));
    if let Some(first) = panics.into_iter().next() {
        resume_unwind(first);
    }
}

fn serve(stream: TcpStream, hall: &Arc<Hall>, talk: impl Fn(&mut Connection) -> Result<(), Ended>) {
    // Whoever opens a connection and does not speak WebSocket is nobody's concern: there is nothing to record.
    let Some(mut connection) = Connection::open(stream, hall) else {
        return;
    };
    if talk(&mut connection).is_ok() {
        connection.close_if_open();
    }
}

fn panic_of(thread: JoinHandle<()>) -> Option<Box<dyn Any + Send>> {
    thread.join().err()
}
