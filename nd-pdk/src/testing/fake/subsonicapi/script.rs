//! Which answer belongs to which request.
//!
//! Must not run closures of the test while the script is borrowed.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use serde::Serialize;
use serde_json::json;

use super::{SubsonicReply, SubsonicRequest};
use crate::testing::fake::pattern::{self, Candidate, Miss, Part};
use crate::testing::fake::replies;

type Answer = replies::Answer<SubsonicRequest, SubsonicReply>;
type Replies = replies::Replies<SubsonicRequest, SubsonicReply>;

/// All that the test has scripted, the latest last.
#[derive(Debug, Default)]
pub(super) struct Script {
    routes: Vec<Route>,
}

struct Route {
    endpoint: String,
    parameters: Vec<(String, String)>,
    replies: Replies,
}

impl Route {
    fn is_for(&self, request: &SubsonicRequest) -> bool {
        self.misses(request).is_empty()
    }

    /// Why this route is not for a request.
    fn misses(&self, request: &SubsonicRequest) -> Vec<Miss> {
        let (own, other) = (bare(&self.endpoint), bare(&request.endpoint));
        if own != other {
            let text = pattern::differing("endpoint", own, other);
            return vec![Miss::new(Part::Path, text)];
        }
        let parameters = self.parameters.iter();
        let missing = parameters.filter(|wanted| !request.query.contains(wanted));
        let misses = missing.map(|(name, own)| {
            let other = request.query(name);
            let text = pattern::differing_value(&format!("query {name}"), own, other.as_deref());
            Miss::new(Part::Query, text)
        });
        misses.collect()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "on({:?})", self.endpoint)?;
        let mut parameters = self.parameters.iter();
        parameters.try_for_each(|(name, value)| write!(f, ".with_query({name:?}, {value:?})"))
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The API knows every endpoint with this ending too.
fn bare(endpoint: &str) -> &str {
    endpoint.strip_suffix(".view").unwrap_or(endpoint)
}

impl Script {
    /// The answer to a request: that of the last route that is for it, or the server's own.
    ///
    /// # Panics
    /// There is none, or the route has no replies.
    pub(super) fn take(&mut self, function: &str, uri: &str, request: &SubsonicRequest) -> Answer {
        let mut routes = self.routes.iter_mut().rev();
        match routes.find(|route| route.is_for(request)) {
            Some(route) => match route.replies.next() {
                Some(answer) => answer,
                None => panic!(
                    "the route `{route}` of the test has no reply: add `.reply_ok(nd_pdk::testing::json!({{}}))` or another one to it"
                ),
            },
            None if bare(&request.endpoint) == "ping" => {
                Answer::Known(SubsonicReply::ok(json!({})))
            }
            None => panic!("{}", self.unscripted(function, uri, request)),
        }
    }

    /// What to tell about a request without answer.
    fn unscripted(&self, function: &str, uri: &str, request: &SubsonicRequest) -> String {
        let candidates = self.routes.iter().map(|route| Candidate {
            written: route.to_string(),
            misses: route.misses(request),
        });
        format!(
            "`{function}` was called, but no route of the test is for\n    {uri}\n{}add\n    \
             host.subsonic_api().on({:?}).reply_ok(nd_pdk::testing::json!({{}}));",
            pattern::list("routes", candidates.collect()),
            bare(&request.endpoint),
        )
    }
}

/// What an endpoint answers: see [`FakeSubsonicAPI::on`](super::FakeSubsonicAPI::on).
///
/// Several replies are given one after the other, and the last one stays.
#[derive(Debug)]
pub struct SubsonicRoute<'fake> {
    script: &'fake RefCell<Script>,
    index: usize,
}

impl<'fake> SubsonicRoute<'fake> {
    #[track_caller]
    pub(super) fn new(script: &'fake RefCell<Script>, endpoint: String) -> Self {
        assert!(
            !endpoint.is_empty() && !endpoint.contains(['/', '?', '&', '=']),
            "host.subsonic_api().on({endpoint:?}): this takes the bare name of an endpoint, such as \"getAlbum\"; parameters are given by `.with_query(name, value)`"
        );
        let routes = &mut script.borrow_mut().routes;
        routes.push(Route {
            endpoint,
            parameters: Vec::new(),
            replies: Replies::default(),
        });
        let index = routes.len() - 1;
        Self { script, index }
    }

    /// Only for requests with this parameter, after the server has set its own.
    #[must_use = "an endpoint answers nothing before it has a reply"]
    pub fn with_query(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|route| route.parameters.push((name.into(), value.into())))
    }

    /// Answers this.
    pub fn reply(self, reply: SubsonicReply) -> Self {
        self.then(Answer::Known(reply))
    }

    /// Answers a success with this body: see [`SubsonicReply::ok`].
    #[track_caller]
    pub fn reply_ok(self, body: impl Serialize) -> Self {
        self.reply(SubsonicReply::ok(body))
    }

    /// Answers a failure, inside the envelope: see [`SubsonicReply::failed`].
    pub fn reply_failed(self, code: i32, message: impl Into<String>) -> Self {
        self.reply(SubsonicReply::failed(code, message))
    }

    /// Answers a whole document as it is: see [`SubsonicReply::json`].
    #[track_caller]
    pub fn reply_json(self, document: impl Serialize) -> Self {
        self.reply(SubsonicReply::json(document))
    }

    /// Answers bytes: see [`SubsonicReply::bytes`].
    pub fn reply_bytes(self, content_type: impl Into<String>, body: impl AsRef<[u8]>) -> Self {
        self.reply(SubsonicReply::bytes(content_type, body))
    }

    /// Lets the call itself fail: see [`SubsonicReply::error`].
    pub fn fail(self, message: impl Into<String>) -> Self {
        self.reply(SubsonicReply::error(message))
    }

    /// Answers what a closure makes of the request. It may use the host.
    pub fn reply_with(self, compute: impl Fn(&SubsonicRequest) -> SubsonicReply + 'static) -> Self {
        self.then(Answer::Computed(Rc::new(compute)))
    }

    fn then(self, answer: Answer) -> Self {
        self.change(|route| route.replies.push(answer))
    }

    fn change(self, change: impl FnOnce(&mut Route)) -> Self {
        change(&mut self.script.borrow_mut().routes[self.index]);
        self
    }
}
