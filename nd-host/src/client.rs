//! An HTTP client that behaves as the server's does: what it sends, what it follows, and its words for what goes wrong. Must not know which hosts may be
//! reached: whoever asks says so.

mod body;
mod dial;
mod proxy;
mod target;

use std::io::Read;
use std::time::{Duration, Instant};

use nd_rules::address::Address;
use nd_rules::exchange::{self, Exchange, Hop, TIMED_OUT, Wanted};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{self, HeaderName, HeaderValue, Request};

pub(crate) use self::dial::{Guard, broken, no_such_host, not_connected};
pub(crate) use self::target::{names_user, uri};

/// What the server calls itself unless the plugin says otherwise.
pub(crate) const USER_AGENT: &str = "Go-http-client/1.1";

/// Makes requests, and keeps connections for those that follow.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
}

/// A response with as much of its body as was wanted.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// In the order they came; names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// How far to go for a response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// When everything is over, redirects and body included.
    pub(crate) deadline: Instant,
    /// The bytes of the body to read; the rest is left out.
    pub(crate) body: usize,
}

/// A response whose body was not read yet.
struct Opened {
    status: u16,
    headers: Vec<(String, String)>,
    /// As it comes from the network.
    body: Box<dyn Read>,
    is_packed: bool,
}

impl Client {
    /// A client that connects only to addresses that the guard lets pass.
    pub(crate) fn new(guard: Guard) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(USER_AGENT)
            .accept("")
            .accept_encoding("")
            .build();
        let (connector, resolver) = dial::guarded(guard);
        Self {
            agent: Agent::with_parts(config, connector, resolver),
        }
    }

    /// Ends all requests, and makes no more.
    pub(crate) fn close(&self) {
        self.agent.clone().shutdown();
    }

    /// Makes a request and those its redirects lead to. `address` is that of the URL; `allowed` says of the targets of redirects whether they may be
    /// asked for.
    ///
    /// # Errors
    /// In the server's words.
    pub(crate) fn run(
        &self,
        wanted: Wanted<'_>,
        address: Address,
        limits: Limits,
        allowed: impl Fn(&Address) -> Result<(), String>,
    ) -> Result<Response, String> {
        let (mut exchange, mut hop) = Exchange::begin(wanted, address)?;
        loop {
            let opened = self
                .open(&hop, limits.deadline)
                .map_err(|cause| exchange.error(&hop.url, &cause))?;
            match exchange.redirected(&hop, opened.status, opened.location(), &allowed)? {
                Some(next) => hop = next,
                None => {
                    let read = opened.read(limits.body);
                    return read.map_err(|cause| exchange.error(&hop.url, &cause));
                }
            }
        }
    }

    fn open(&self, hop: &Hop, deadline: Instant) -> Result<Opened, String> {
        hop.check()?;
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(TIMED_OUT.to_owned());
        }
        let request = request(hop)?;
        let answered = match has_body(hop) {
            true => self
                .agent
                .run(self.within(left, hop, request.map(|()| hop.body.as_slice()))),
            false => self.agent.run(self.within(left, hop, request)),
        };
        let (parts, body) = answered.map_err(dial::cause)?.into_parts();
        let mut headers = readable(&parts.headers);
        let is_packed = body::is_packed(hop, &mut headers);
        let status = parts.status.as_u16();
        let body = match exchange::has_body(&hop.method, status) {
            true => Box::new(body.into_reader()) as Box<dyn Read>,
            false => Box::new(std::io::empty()),
        };
        Ok(Opened {
            status,
            headers,
            body,
            is_packed,
        })
    }

    /// The request with what is its own of the settings.
    fn within<B: ureq::AsSendBody>(
        &self,
        left: Duration,
        hop: &Hop,
        request: Request<B>,
    ) -> Request<B> {
        let configured = self.agent.configure_request(request);
        configured
            .timeout_global(Some(left))
            .proxy(proxy::of(&hop.address, |name| std::env::var(name).ok()))
            .build()
    }
}

/// These methods say that their body is empty; the others just have none.
fn has_body(hop: &Hop) -> bool {
    !hop.body.is_empty() || ["POST", "PUT", "PATCH"].contains(&hop.method.as_str())
}

fn request(hop: &Hop) -> Result<Request<()>, String> {
    let mut request = Request::builder()
        .method(hop.method.as_str())
        .uri(uri(hop.sent_url(), &hop.address)?);
    for (name, value) in &hop.headers {
        request = request.header(name, value.as_bytes());
    }
    let mut request = request.body(()).map_err(|error| error.to_string())?;
    let headers = request.headers_mut();
    let mut set = |name: HeaderName, value: Option<String>| {
        let value = value.and_then(|value| HeaderValue::try_from(value).ok());
        if let (Some(value), false) = (value, headers.contains_key(&name)) {
            headers.insert(name, value);
        }
    };
    set(http::header::AUTHORIZATION, target::credentials(&hop.url));
    let packed = body::may_be_packed(hop).then(|| "gzip".to_owned());
    set(http::header::ACCEPT_ENCODING, packed);
    Ok(request)
}

/// What is no text is shown as well as it can be.
fn readable(headers: &http::HeaderMap) -> Vec<(String, String)> {
    let of_transfer = [http::header::TRANSFER_ENCODING, http::header::TRAILER];
    let headers = headers.iter();
    headers
        .filter(|(name, _)| !of_transfer.contains(name))
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect()
}

impl Opened {
    fn location(&self) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(name, _)| name == "location")
            .map(|(_, value)| value.as_str())
    }

    fn read(self, limit: usize) -> Result<Response, String> {
        let mut body = Vec::new();
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let read = body::reader(self.body, self.is_packed)
            .and_then(|reader| reader.take(limit).read_to_end(&mut body));
        read.map_err(|error| dial::cause(error.into()))?;
        Ok(Response {
            status: self.status,
            headers: self.headers,
            body,
        })
    }
}
