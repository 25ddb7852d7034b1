//! A local HTTP server: a closure answers, and what was asked is recorded. Must not know any service that it stands for.

mod exchange;
mod lines;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;
use url::Url;

use self::exchange::Exchange;
use self::lines::Lines;

/// An HTTP server on a free port of 127.0.0.1, until it is dropped.
///
/// Requests are answered side by side, each on a thread of its own: one that is delayed does not hold up another.
///
/// ```
/// use nd_tests::server::http::{HttpServer, Reply};
///
/// let server = HttpServer::start(|request| match request.path() {
///     "/lyrics" => Reply::text(200, "La la la"),
///     "/old" => Reply::redirect(307, "/lyrics"),
///     _ => Reply::text(404, ""),
/// });
/// let settings = format!("{}/lyrics", server.url());
/// // … run a plugin with these settings, and see what it asked for:
/// assert!(server.requests().is_empty());
/// ```
///
/// # Panics
/// Dropping it panics if the closure did, so that assertions in there count, unless the thread is panicking already. The client got
/// status 500 then.
#[derive(Debug)]
pub struct HttpServer {
    exchange: Arc<Exchange>,
    lines: Lines,
    listening: Option<JoinHandle<()>>,
}

impl HttpServer {
    /// Starts a server that answers with what the closure makes of each request.
    ///
    /// The closure is called for several requests at a time. To answer the first request differently from the second it keeps a counter,
    /// such as an `AtomicUsize`.
    ///
    /// # Panics
    /// No port can be opened.
    #[must_use]
    pub fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let server = tiny_http::Server::http("127.0.0.1:0").expect("a free port");
        let inner = server.server_addr().to_ip().expect("an IP address");
        let lines = Lines::open(inner);
        let exchange = Arc::new(Exchange::new(server, lines.clone(), answer));
        let listening = Arc::clone(&exchange);
        let listening = thread::spawn(move || Exchange::listen(&listening));
        Self {
            exchange,
            lines,
            listening: Some(listening),
        }
    }

    /// The address, without a slash at the end: `http://127.0.0.1:43210`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// The address as host and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.lines.address()
    }

    /// The requests so far, in the order of their arrival; those that are not answered yet are among them.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.exchange.requests()
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        // In this order: a request that is dropped without an answer is answered by `tiny_http`.
        self.lines.close_all();
        self.exchange.stop();
        let listening = self.listening.take().map(JoinHandle::join);
        if let Some(Err(panic)) = listening
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The method in upper case.
    pub method: String,
    /// Path and query, encoded as they were sent: `/search?q=a%20b`.
    pub target: String,
    /// The headers in their order.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
}

impl Received {
    /// The path without the query, encoded as it was sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    /// A parameter of the query, decoded; the first one if there are more of that name.
    ///
    /// # Panics
    /// The target is no path.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let base = Url::parse("http://127.0.0.1").expect("a URL");
        let url = base.join(&self.target).expect("path and query");
        let mut pairs = url.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    }

    /// A header by its name, in upper or lower case; the first one if there are more of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// It is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }
}

/// What a server answers.
#[derive(Debug, Clone)]
pub struct Reply {
    delay: Duration,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Answer(Answer),
    Close,
}

#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// Any status with any body, and no header but those that HTTP asks for.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let answer = Answer {
            status,
            headers: Vec::new(),
            body: body.into(),
        };
        Self {
            delay: Duration::ZERO,
            kind: Kind::Answer(answer),
        }
    }

    /// Plain text.
    #[must_use]
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        Self::new(status, text.into()).header("Content-Type", "text/plain; charset=utf-8")
    }

    /// JSON.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "callers write `json!` there")]
    pub fn json(status: u16, value: Value) -> Self {
        Self::new(status, value.to_string()).header("Content-Type", "application/json")
    }

    /// A redirect to a URL, or to a path on this server.
    #[must_use]
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::new(status, "").header("Location", location)
    }

    /// Closes the connection without an answer.
    #[must_use]
    pub fn close() -> Self {
        Self {
            delay: Duration::ZERO,
            kind: Kind::Close,
        }
    }

    /// Adds a header; a closed connection has none.
    ///
    /// # Panics
    /// When it is sent, if it is no valid header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        match &mut self.kind {
            Kind::Answer(answer) => answer.headers.push((name.into(), value.into())),
            Kind::Close => {}
        }
        self
    }

    /// Lets time pass before anything happens. Dropping the server ends the wait.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

#[cfg(test)]
mod tests;
