//! The service `HTTP` of a fake host: routes that a test scripts, requests that it looks at afterwards.
//!
//! Must not open connections.

mod exchange;
mod reply;
mod request;
mod route;
mod unanswered;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;

pub use self::reply::HTTPReply;
pub use self::request::SentRequest;
use self::route::Entry;
pub use self::route::HTTPRoute;
use crate::Error;
use crate::host::http::{HTTPRequest, HTTPResponse, HTTPService};
use crate::testing::world::World;

/// The service `HTTP`: answers requests by the routes of the test.
///
/// What the server checks and does is checked and done here: which hosts may be reached, timeouts (on the clock of the test), redirects, the end of
/// a body after 10 MiB. A request that no route is for panics, as nobody knows what the other side would say; the message says why each route is not
/// for it, and has the line to add.
///
/// Standard error, which the harness shows of tests that fail, has notes on what the server's texts leave out: the `requiredHosts` of the manifest where
/// a host is refused, and a URL that is not percent-encoded.
///
/// ```
/// use nd_pdk::host::http::{self, HTTPRequest};
/// use nd_pdk::testing::FakeHost;
/// use serde_json::json;
///
/// let host = FakeHost::install();
/// host.http().on_get("https://api.example.org/artist?name=Ada").reply_json(200, json!({"plays": 7}));
///
/// let url = "https://api.example.org/artist?name=Ada".to_owned();
/// let response = http::send(HTTPRequest { url, ..Default::default() })?.unwrap();
///
/// assert_eq!((response.status_code, &*response.body), (200, &br#"{"plays":7}"#[..]));
/// assert_eq!(host.http().requests()[0].query("name").as_deref(), Some("Ada"));
/// # Ok::<(), nd_pdk::Error>(())
/// ```
#[derive(Debug)]
pub struct FakeHTTP {
    world: World,
    state: Rc<RefCell<State>>,
}

#[derive(Debug, Default)]
struct State {
    routes: Vec<Entry>,
    sent: Vec<Sent>,
    names: BTreeMap<String, IpAddr>,
}

/// A request, and which of the routes answered it.
#[derive(Debug)]
struct Sent {
    request: SentRequest,
    route: Option<usize>,
}

impl FakeHTTP {
    pub(crate) fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            state: Rc::default(),
        }
    }

    /// Adds a route for `GET`; see [`on`](Self::on).
    #[track_caller]
    pub fn on_get(&self, url: impl AsRef<str>) -> HTTPRoute {
        self.on("GET", url)
    }

    /// Adds a route for `POST`; see [`on`](Self::on).
    #[track_caller]
    pub fn on_post(&self, url: impl AsRef<str>) -> HTTPRoute {
        self.on("POST", url)
    }

    /// Adds a route for `PUT`; see [`on`](Self::on).
    #[track_caller]
    pub fn on_put(&self, url: impl AsRef<str>) -> HTTPRoute {
        self.on("PUT", url)
    }

    /// Adds a route for `DELETE`; see [`on`](Self::on).
    #[track_caller]
    pub fn on_delete(&self, url: impl AsRef<str>) -> HTTPRoute {
        self.on("DELETE", url)
    }

    /// Adds a route: requests with this method and URL get the replies that are added to it.
    ///
    /// The URL is absolute. Its query counts, with its parameters in any order; a route for more URLs has
    /// [`any_query`](HTTPRoute::any_query), [`with_query`](HTTPRoute::with_query) or [`and_below`](HTTPRoute::and_below).
    /// Of several routes for a request the one that was added last counts, so a test can replace what a helper has set up.
    ///
    /// # Panics
    /// `url` is no absolute URL, or begins with neither `http://` nor `https://`.
    #[track_caller]
    pub fn on(&self, method: impl AsRef<str>, url: impl AsRef<str>) -> HTTPRoute {
        HTTPRoute::add(&self.state, method.as_ref(), url.as_ref())
    }

    /// Lets a host name stand for an address, as the network of the server would have it. Without this a name stands for a public address, and
    /// `localhost` for 127.0.0.1.
    ///
    /// Upper and lower case of the name are the same. Private addresses need an IP address, a range or `*` in `requiredHosts`, whatever name they are
    /// reached by.
    pub fn resolve(&self, name: impl Into<String>, address: impl Into<IpAddr>) {
        let mut state = self.state.borrow_mut();
        let name = name.into().to_ascii_lowercase();
        state.names.insert(name, address.into());
    }

    /// The requests that were sent, in their order; those that a redirect led to are among them, those that were refused are not.
    #[must_use]
    pub fn requests(&self) -> Vec<SentRequest> {
        let state = self.state.borrow();
        state.sent.iter().map(|sent| sent.request.clone()).collect()
    }
}

impl HTTPService for FakeHTTP {
    fn send(&self, request: HTTPRequest) -> Result<Option<HTTPResponse>, Error> {
        exchange::run(self, request).map(Some).map_err(Error::new)
    }
}

#[cfg(test)]
mod tests;
