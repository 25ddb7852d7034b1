//! Routes: which requests they are for, and the replies they have left.
//!
//! Must not hold the state borrowed while a closure of the test runs.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use serde::Serialize;

use super::{HTTPReply, SentRequest, State};
use crate::testing::fake::pattern::{self, Miss, Part, UrlPattern};
use crate::testing::fake::replies;

type Answer = replies::Answer<SentRequest, HTTPReply>;
type Replies = replies::Replies<SentRequest, HTTPReply>;
type Condition = Rc<dyn Fn(&SentRequest) -> bool>;

/// Requests that are answered alike, and their replies.
///
/// Several replies are given one after the other, and the last one stays: `.reply(503, "").reply_json(200, …)` fails once.
/// [`header`](Self::header) and [`takes`](Self::takes) are about the reply before them.
#[derive(Debug)]
pub struct HTTPRoute {
    state: Rc<RefCell<State>>,
    index: usize,
}

pub(super) struct Entry {
    method: String,
    pattern: UrlPattern,
    headers: Vec<(String, String)>,
    conditions: Vec<Condition>,
    replies: Replies,
}

impl HTTPRoute {
    #[track_caller]
    pub(super) fn add(state: &Rc<RefCell<State>>, method: &str, url: &str) -> Self {
        let entry = Entry {
            method: method.to_uppercase(),
            pattern: UrlPattern::new(url, ["http", "https"]),
            headers: Vec::new(),
            conditions: Vec::new(),
            replies: Replies::default(),
        };
        let mut all = state.borrow_mut();
        all.routes.push(entry);
        Self {
            state: Rc::clone(state),
            index: all.routes.len() - 1,
        }
    }

    /// For requests with whatever further query parameters; those in the URL of the route must be there.
    pub fn any_query(self) -> Self {
        self.change(|entry| entry.pattern.any_query())
    }

    /// For requests with this query parameter, given decoded, and whatever further ones.
    pub fn with_query(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|entry| entry.pattern.with_query(name.into(), value.into()))
    }

    /// For requests to the paths below, too: after `https://api.example.org/v1` also to `https://api.example.org/v1/artist`.
    pub fn and_below(self) -> Self {
        self.change(|entry| entry.pattern.and_below())
    }

    /// For requests with this header; upper and lower case of the name are the same.
    pub fn with_header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|entry| entry.headers.push((name.into(), value.into())))
    }

    /// For requests of which this is true; asked when all the rest fits. Such as `|request| request.body_json()["method"] == "search"`.
    pub fn when(self, condition: impl Fn(&SentRequest) -> bool + 'static) -> Self {
        self.change(|entry| entry.conditions.push(Rc::new(condition)))
    }

    /// Replies with a status and a body, which may be empty.
    pub fn reply(self, status: u16, body: impl AsRef<[u8]>) -> Self {
        self.then(Answer::Known(HTTPReply::new(status, body)))
    }

    /// Replies with a status and a value as JSON, with the `Content-Type` of JSON.
    ///
    /// # Panics
    /// The value cannot be written as JSON.
    #[track_caller]
    pub fn reply_json(self, status: u16, body: impl Serialize) -> Self {
        self.then(Answer::Known(HTTPReply::json(status, body)))
    }

    /// Replies with a redirect, such as 302, to a URL or a path. The plugin's request goes on there, unless it wants the redirect itself.
    pub fn redirect(self, status: u16, location: impl Into<String>) -> Self {
        let reply = HTTPReply::new(status, "").header("Location", location);
        self.then(Answer::Known(reply))
    }

    /// Lets the network fail; see [`HTTPReply::failure`].
    pub fn fail(self, cause: impl Into<String>) -> Self {
        self.then(Answer::Known(HTTPReply::failure(cause)))
    }

    /// Never replies: the request ends with its timeout, and the clock of the test is that much later.
    pub fn time_out(self) -> Self {
        self.then(Answer::Known(HTTPReply::silence()))
    }

    /// Replies with what comes out of the request. The closure may call host functions and exports of the plugin, script and look at the services,
    /// and let time pass by [`elapse`](crate::testing::elapse), which counts towards the timeout of the request.
    /// [`FakeHost::advance`](crate::testing::FakeHost::advance) panics in it while an export of the plugin runs.
    pub fn reply_with(self, compute: impl Fn(&SentRequest) -> HTTPReply + 'static) -> Self {
        self.then(Answer::Computed(Rc::new(compute)))
    }

    /// Adds a header to the reply before; of several with one name the plugin sees the first.
    ///
    /// # Panics
    /// There is no reply before, or none with headers.
    #[track_caller]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let reply = self.take_reply("header").header(name, value);
        self.then(Answer::Known(reply))
    }

    /// How long the reply before takes, by the clock of the test; no time by default. As long as the timeout of the request or longer is a timeout.
    ///
    /// # Panics
    /// There is no reply before, or it is a computed one.
    #[track_caller]
    pub fn takes(self, time: Duration) -> Self {
        let reply = self.take_reply("takes").takes(time);
        self.then(Answer::Known(reply))
    }

    /// The requests that this route has answered, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<SentRequest> {
        let state = self.state.borrow();
        let answered = state
            .sent
            .iter()
            .filter(|sent| sent.route == Some(self.index));
        answered.map(|sent| sent.request.clone()).collect()
    }

    fn then(self, answer: Answer) -> Self {
        self.change(|entry| entry.replies.push(answer))
    }

    fn change(self, change: impl FnOnce(&mut Entry)) -> Self {
        change(&mut self.state.borrow_mut().routes[self.index]);
        self
    }

    /// Takes the reply before out, to be put back changed. The closure of a change would hide where the test made a mistake.
    #[track_caller]
    fn take_reply(&self, what: &str) -> HTTPReply {
        let last = self.state.borrow_mut().routes[self.index].replies.pop();
        match last {
            Some(Answer::Known(reply)) => reply,
            Some(Answer::Computed(_)) => {
                panic!(
                    "`{what}` cannot change a computed reply: call it on the `HTTPReply` in the closure"
                )
            }
            None => panic!(
                "`{what}` is about the reply before it, and there is none: call `reply` first"
            ),
        }
    }
}

/// Which route is for a request: the last one that was added.
pub(super) fn find(state: &RefCell<State>, request: &SentRequest) -> Option<usize> {
    let count = state.borrow().routes.len();
    (0..count).rev().find(|&index| {
        let conditions = match &state.borrow().routes[index] {
            entry if entry.may_be_for(request) => entry.conditions.clone(),
            _ => return false,
        };
        conditions.iter().all(|condition| condition(request))
    })
}

/// What a route replies to a request.
///
/// # Panics
/// It has no replies.
pub(super) fn reply(state: &RefCell<State>, index: usize, request: &SentRequest) -> HTTPReply {
    let answer = state.borrow_mut().routes[index].replies.next();
    match answer {
        Some(answer) => answer.to(request),
        None => panic!(
            "the route `{}` of the test has no reply: add `.reply_json(200, nd_pdk::testing::json!({{}}))` or another one to it",
            state.borrow().routes[index]
        ),
    }
}

impl Entry {
    /// Whether all fits that can be known without asking the conditions.
    fn may_be_for(&self, request: &SentRequest) -> bool {
        self.differences(request).is_empty()
    }

    /// Why this route is not for a request, which it must not be for.
    ///
    /// The conditions are not asked again: they said no where all the rest fits.
    pub(super) fn misses(&self, request: &SentRequest) -> Vec<Miss> {
        let mut misses = self.differences(request);
        if misses.is_empty() {
            misses.push(Miss::new(Part::Condition, "condition: `when` said no"));
        }
        misses
    }

    fn differences(&self, request: &SentRequest) -> Vec<Miss> {
        let (own, other) = (&self.method, &request.method);
        let method = (own != other)
            .then(|| Miss::new(Part::Method, pattern::differing("method", own, other)));
        let url = self.pattern.miss(&request.url);
        let headers = self.headers.iter().filter_map(|(name, own)| {
            let other = request.header(name);
            let text = || pattern::differing_value(&format!("header {name}"), own, other);
            (other != Some(own)).then(|| Miss::new(Part::Header, text()))
        });
        method.into_iter().chain(url).chain(headers).collect()
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&code(&self.method, self.pattern.written()))?;
        f.write_str(&self.pattern.added())?;
        for (name, value) in &self.headers {
            write!(f, ".with_header({name:?}, {value:?})")?;
        }
        self.conditions
            .iter()
            .try_for_each(|_| f.write_str(".when(…)"))
    }
}

/// How an author writes the beginning of a route.
pub(super) fn code(method: &str, url: &str) -> String {
    match method {
        "GET" | "POST" | "PUT" | "DELETE" => format!("on_{}({url:?})", method.to_lowercase()),
        _ => format!("on({method:?}, {url:?})"),
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
