//! One call of `http_send`: what the server's HTTP client does between the plugin's request and its response.
//!
//! Must not know how a test writes routes down.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, SystemTime};

use nd_rules::address::{self, Judged};
use nd_rules::exchange::{self, Exchange, Hop, Redirects, TIMED_OUT, Wanted};
use nd_rules::header;

use super::reply::{Ending, Response};
use super::{FakeHTTP, HTTPReply, Sent, SentRequest, route, unanswered};
use crate::host::http::{HTTPRequest, HTTPResponse};
use crate::sys::native;
use crate::testing::fake::note::{self, Reaching};

/// Answers a request of the plugin, or says why there is no answer.
pub(super) fn run(fake: &FakeHTTP, request: HTTPRequest) -> Result<HTTPResponse, String> {
    let judged = Judged::ByAddress;
    let address = allowed(fake, |hosts| address::http(&request.url, hosts, judged))?;
    note::on_url(&request.url);
    let deadline = deadline(fake, request.timeout_ms);
    let wanted = Wanted {
        method: &request.method,
        url: &request.url,
        headers: &request.headers,
        body: request.body,
        redirects: match request.no_follow_redirects {
            true => Redirects::Returned,
            false => Redirects::FiveRequests,
        },
    };
    let (mut exchange, mut hop) = Exchange::begin(wanted, address)?;
    loop {
        let response =
            send(fake, &hop, deadline).map_err(|cause| exchange.error(&hop.url, &cause))?;
        let headers = first_values(&response);
        let location = headers.get("Location").map(String::as_str);
        let next = exchange.redirected(&hop, response.status, location, |address| {
            allowed(fake, |hosts| address::http_host(address, hosts, judged))
        })?;
        match next {
            Some(next) => hop = next,
            None => return Ok(seen(&hop.method, &response)),
        }
    }
}

fn send(fake: &FakeHTTP, hop: &Hop, deadline: SystemTime) -> Result<Response, String> {
    hop.check()?;
    in_time(fake, deadline)?;
    if let Some(address) = resolve(fake, hop.address.hostname()) {
        allowed(fake, |hosts| address::dial(address, hosts))?;
    }
    let reply = answer(fake, &sent(hop));
    wait(fake, reply.takes, deadline)?;
    match reply.ending {
        Ending::Response(response) => Ok(response),
        Ending::Failure(cause) => Err(cause),
    }
}

/// The request as the other server gets it.
fn sent(hop: &Hop) -> SentRequest {
    SentRequest {
        method: hop.method.clone(),
        url: hop.sent_url().to_owned(),
        headers: hop.headers.clone(),
        body: hop.body.clone(),
    }
}

/// Lets the time of a reply pass, at most what is left of the timeout.
fn wait(fake: &FakeHTTP, time: Duration, deadline: SystemTime) -> Result<(), String> {
    let clock = &fake.world.clock;
    let left = deadline.duration_since(clock.now());
    clock.advance(time.min(left.unwrap_or_default()));
    in_time(fake, deadline)
}

/// Time passes in here, and in the closures of the test, too.
fn in_time(fake: &FakeHTTP, deadline: SystemTime) -> Result<(), String> {
    if fake.world.clock.now() < deadline {
        return Ok(());
    }
    Err(TIMED_OUT.to_owned())
}

/// Asks a rule about the hosts that the manifest lists.
fn allowed<T>(fake: &FakeHTTP, rule: impl Fn(&[String]) -> Result<T, String>) -> Result<T, String> {
    note::asking(
        Reaching::Http,
        &fake.world.setup.permissions.http_hosts,
        rule,
    )
}

/// When a request is over, with all redirects: after its timeout, and not after the plugin's own call.
fn deadline(fake: &FakeHTTP, timeout_ms: i32) -> SystemTime {
    let own = fake.world.clock.now() + exchange::timeout(timeout_ms);
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

fn first_values(response: &Response) -> BTreeMap<String, String> {
    let headers = response.headers.iter();
    header::first_values(headers.map(|(name, value)| (name.as_str(), value.as_str())))
}

/// What the plugin sees of a response.
fn seen(method: &str, response: &Response) -> HTTPResponse {
    let body = match exchange::has_body(method, response.status) {
        true => &response.body[..response.body.len().min(exchange::LONGEST_BODY)],
        false => &[],
    };
    HTTPResponse {
        status_code: response.status.into(),
        headers: first_values(response).into_iter().collect(),
        body: body.to_vec(),
    }
}
