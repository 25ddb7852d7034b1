//! Requests and their answers, by `tiny_http`. Must not open or close connections.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tiny_http::{Header, Request, Response, Server};

use super::lines::Lines;
use super::{Answer, Kind, Received, Reply};

type Closure = Box<dyn Fn(&Received) -> Reply + Send + Sync>;

/// What all threads of a server share.
pub(super) struct Exchange {
    server: Server,
    lines: Lines,
    answer: Closure,
    requests: Mutex<Vec<Received>>,
    stopped: Mutex<bool>,
    stopping: Condvar,
}

impl Exchange {
    pub(super) fn new(
        server: Server,
        lines: Lines,
        answer: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self {
            server,
            lines,
            answer: Box::new(answer),
            requests: Mutex::default(),
            stopped: Mutex::default(),
            stopping: Condvar::new(),
        }
    }

    pub(super) fn requests(&self) -> Vec<Received> {
        lock(&self.requests).clone()
    }

    /// Ends delays and [`listen`](Self::listen).
    pub(super) fn stop(&self) {
        *lock(&self.stopped) = true;
        self.stopping.notify_all();
        self.server.unblock();
    }

    /// Answers requests until the server is stopped. A panic of the closure is passed on then.
    pub(super) fn listen(exchange: &Arc<Self>) {
        let mut answering: Vec<JoinHandle<()>> = Vec::new();
        // An error is how `tiny_http` returns from `unblock`.
        while let Ok(request) = exchange.server.recv() {
            let exchange = Arc::clone(exchange);
            answering.push(thread::spawn(move || exchange.serve(request)));
        }
        for thread in answering {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    }

    /// Dropping a request without an answer, as a panic does, is status 500.
    fn serve(&self, mut request: Request) {
        let received = receive(&mut request);
        lock(&self.requests).push(received.clone());
        let reply = (self.answer)(&received);
        if self.stopped_within(reply.delay) {
            return;
        }
        match reply.kind {
            Kind::Answer(answer) => send(request, answer),
            Kind::Close => {
                if let Some(address) = request.remote_addr() {
                    self.lines.close(*address);
                }
            }
        }
    }

    /// Waits, and says whether the server was stopped meanwhile.
    fn stopped_within(&self, delay: Duration) -> bool {
        let stopped = lock(&self.stopped);
        let waited = self
            .stopping
            .wait_timeout_while(stopped, delay, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

fn receive(request: &mut Request) -> Received {
    let mut body = Vec::new();
    // A client that goes away in the middle of its body sent what came before.
    let _ = request.as_reader().read_to_end(&mut body);
    let header = |header: &Header| (header.field.to_string(), header.value.to_string());
    Received {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        headers: request.headers().iter().map(header).collect(),
        body,
    }
}

fn send(request: Request, answer: Answer) {
    let mut response = Response::from_data(answer.body).with_status_code(answer.status);
    for (name, value) in answer.headers {
        let header = Header::from_bytes(name.as_bytes(), value.as_bytes());
        let header = header.unwrap_or_else(|()| panic!("`{name}: {value}` is no header"));
        response.add_header(header);
    }
    // Clients may have given up waiting.
    let _ = request.respond(response);
}

/// What is locked here stays valid when a closure panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
