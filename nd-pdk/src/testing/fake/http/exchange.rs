//! One call of `http_send`: what the server's HTTP client does between the plugin's request and its response.
//!
//! Must not know how a test writes routes down.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, SystemTime};

use nd_rules::address::{self, Address};
use nd_rules::header;
use nd_rules::quoted::quoted;
use url::Url;

use super::reply::{Ending, Response};
use super::{FakeHTTP, HTTPReply, Sent, SentRequest, route, unanswered};
use crate::host::http::{HTTPRequest, HTTPResponse};
use crate::sys::native;
use crate::testing::fake::note::{self, Reaching};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);
const MOST_REQUESTS: usize = 5;
const LONGEST_BODY: usize = 10 * 1024 * 1024;
const TIMED_OUT: &str = "context deadline exceeded";

/// Answers a request of the plugin, or says why there is no answer.
pub(super) fn run(fake: &FakeHTTP, request: HTTPRequest) -> Result<HTTPResponse, String> {
    let address = allowed(fake, |hosts| address::http(&request.url, hosts))?;
    note::on_url(&request.url);
    let method = match request.method.to_uppercase() {
        empty if empty.is_empty() => "GET".to_owned(),
        method => method,
    };
    header::check_method(&method)?;
    let headers = request.headers.iter();
    let headers = header::to_send(headers.map(|(name, value)| (name.as_str(), value.as_str())))
        .map_err(|cause| failed(&method, &request.url, &cause))?;
    let mut exchange = Exchange {
        fake,
        follow: !request.no_follow_redirects,
        deadline: deadline(fake, request.timeout_ms),
        origin: address.clone(),
        method: method.clone(),
        sent: 0,
    };
    let first = Hop {
        address,
        request: SentRequest {
            method,
            url: note::without_fragment(&request.url).to_owned(),
            headers,
            body: request.body,
        },
        url: request.url,
    };
    exchange.run(first)
}

/// A request and the redirects that follow from it.
struct Exchange<'a> {
    fake: &'a FakeHTTP,
    follow: bool,
    /// For all requests together.
    deadline: SystemTime,
    /// Where the plugin sent its credentials to.
    origin: Address,
    /// That of the first request: errors begin with it.
    method: String,
    sent: usize,
}

/// A request, and where it goes to.
struct Hop {
    address: Address,
    /// As it was given, for errors: what is sent of it is in the request.
    url: String,
    request: SentRequest,
}

impl Exchange<'_> {
    fn run(&mut self, first: Hop) -> Result<HTTPResponse, String> {
        let mut hop = first;
        loop {
            let response = self
                .send(&hop)
                .map_err(|cause| failed(&self.method, &hop.url, &cause))?;
            match self.redirected(&hop, &response)? {
                Some(next) => hop = next,
                None => return Ok(seen(&hop.request.method, &response)),
            }
        }
    }

    fn send(&mut self, hop: &Hop) -> Result<Response, String> {
        if !["http", "https"].contains(&hop.address.scheme.as_str()) {
            let scheme = &hop.address.scheme;
            return Err(format!("unsupported protocol scheme {}", quoted(scheme)));
        }
        if hop.address.host.is_empty() {
            return Err("http: no Host in request URL".to_owned());
        }
        self.in_time()?;
        if let Some(address) = resolve(self.fake, hop.address.hostname()) {
            allowed(self.fake, |hosts| address::dial(address, hosts))?;
        }
        self.sent += 1;
        let reply = answer(self.fake, &hop.request);
        self.wait(reply.takes)?;
        match reply.ending {
            Ending::Response(response) => Ok(response),
            Ending::Failure(cause) => Err(cause),
        }
    }

    /// Lets the time of a reply pass, at most what is left of the timeout.
    fn wait(&self, time: Duration) -> Result<(), String> {
        let clock = &self.fake.world.clock;
        let left = self.deadline.duration_since(clock.now());
        clock.advance(time.min(left.unwrap_or_default()));
        self.in_time()
    }

    /// Time passes in here, and in the closures of the test, too.
    fn in_time(&self) -> Result<(), String> {
        if self.fake.world.clock.now() < self.deadline {
            return Ok(());
        }
        Err(TIMED_OUT.to_owned())
    }

    /// The request that a response leads to; `None` if it is the answer itself.
    fn redirected(&self, hop: &Hop, response: &Response) -> Result<Option<Hop>, String> {
        if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let headers = first_values(response);
        let Some(location) = headers.get("Location").filter(|to| !to.is_empty()) else {
            return Ok(None);
        };
        let (url, address) = target(&hop.url, location).map_err(|cause| {
            let cause = format!(
                "failed to parse Location header {}: {cause}",
                quoted(location)
            );
            failed(&self.method, &hop.url, &cause)
        })?;
        if !self.follow || self.sent == MOST_REQUESTS {
            return Ok(None);
        }
        allowed(self.fake, |hosts| address::http_host(&address, hosts))
            .map_err(|cause| failed(&self.method, location, &cause))?;
        Ok(Some(self.next(hop, response.status, url, address)))
    }

    fn next(&self, hop: &Hop, status: u16, url: String, address: Address) -> Hop {
        let SentRequest {
            method,
            headers,
            body,
            ..
        } = &hop.request;
        let keeps_body = matches!(status, 307 | 308);
        let keeps_method = keeps_body || method == "HEAD";
        // Credentials that were left out once are not in `headers` any more, so they stay out.
        let keeps_credentials = address::keeps_credentials(&self.origin, &address);
        let kept = |name: &str| {
            (keeps_credentials || !header::is_credential(name))
                && (keeps_body || !header::describes_body(name))
        };
        let request = SentRequest {
            method: if keeps_method {
                method.clone()
            } else {
                "GET".to_owned()
            },
            url: note::without_fragment(&url).to_owned(),
            headers: headers
                .iter()
                .filter(|(name, _)| kept(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            body: if keeps_body { body.clone() } else { Vec::new() },
        };
        Hop {
            address,
            url,
            request,
        }
    }
}

/// Asks a rule about the hosts that the manifest lists.
fn allowed<T>(fake: &FakeHTTP, rule: impl Fn(&[String]) -> Result<T, String>) -> Result<T, String> {
    note::asking(
        Reaching::Http,
        &fake.world.setup.permissions.http_hosts,
        rule,
    )
}

/// When a request is over: after its timeout, where less than nothing is over before it begins, and not after the plugin's own call.
fn deadline(fake: &FakeHTTP, timeout_ms: i32) -> SystemTime {
    let timeout = match u64::try_from(timeout_ms) {
        Ok(0) => DEFAULT_TIMEOUT,
        Ok(milliseconds) => Duration::from_millis(milliseconds),
        Err(_) => Duration::ZERO,
    };
    let own = fake.world.clock.now() + timeout;
    native::ends().map_or(own, |ends| own.min(ends))
}

/// The address a host name stands for, as far as the test knows.
fn resolve(fake: &FakeHTTP, name: &str) -> Option<IpAddr> {
    let name = name.to_ascii_lowercase();
    let scripted = fake.state.borrow().names.get(&name).copied();
    let loopback = || (name == "localhost").then_some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    address::literal(&name).or(scripted).or_else(loopback)
}

/// What the routes of the test reply; the request is kept for the test to look at.
fn answer(fake: &FakeHTTP, request: &SentRequest) -> HTTPReply {
    let route = route::find(&fake.state, request);
    fake.state.borrow_mut().sent.push(Sent {
        request: request.clone(),
        route,
    });
    match route {
        Some(index) => route::reply(&fake.state, index, request),
        None => {
            let message = unanswered::message(&fake.state.borrow().routes, request);
            panic!("{message}")
        }
    }
}

/// Where a redirect leads to. A whole URL is taken as it is written.
fn target(from: &str, location: &str) -> Result<(String, Address), String> {
    let address = address::parse(location)?;
    if !address.scheme.is_empty() {
        return Ok((location.to_owned(), address));
    }
    let base = Url::parse(from).map_err(|error| error.to_string())?;
    let url = base.join(location).map_err(|error| error.to_string())?;
    let address = address::parse(url.as_str())?;
    Ok((url.into(), address))
}

fn first_values(response: &Response) -> BTreeMap<String, String> {
    let headers = response.headers.iter();
    header::first_values(headers.map(|(name, value)| (name.as_str(), value.as_str())))
}

/// What the plugin sees of a response.
fn seen(method: &str, response: &Response) -> HTTPResponse {
    let has_body = method != "HEAD" && !matches!(response.status, 100..=199 | 204 | 304);
    let body = match has_body {
        true => &response.body[..response.body.len().min(LONGEST_BODY)],
        false => &[],
    };
    HTTPResponse {
        status_code: response.status.into(),
        headers: first_values(response).into_iter().collect(),
        body: body.to_vec(),
    }
}

/// The text of an error on the network: the method in its own spelling, the URL, the cause.
fn failed(method: &str, url: &str, cause: &str) -> String {
    let mut operation = method.to_lowercase();
    if let Some(first) = operation.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{operation} {}: {cause}", quoted(url))
}
