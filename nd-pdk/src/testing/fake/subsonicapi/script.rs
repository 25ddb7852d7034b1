//! Which answer belongs to which request.
//!
//! Must not run closures of the test while the script is borrowed.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

use serde::Serialize;
use serde_json::json;

use super::{SubsonicReply, SubsonicRequest};

/// All that the test has scripted, the latest last.
#[derive(Debug, Default)]
pub(super) struct Script {
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Route {
    endpoint: String,
    parameters: Vec<(String, String)>,
    /// Never empty: the last one stays.
    answers: VecDeque<Answer>,
}

/// A scripted answer.
#[derive(Clone)]
pub(super) enum Answer {
    Fixed(SubsonicReply),
    Computed(Rc<dyn Fn(&SubsonicRequest) -> SubsonicReply>),
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(reply) => reply.fmt(f),
            Self::Computed(_) => f.write_str("a closure"),
        }
    }
}

impl Answer {
    pub(super) fn reply(self, request: &SubsonicRequest) -> SubsonicReply {
        match self {
            Self::Fixed(reply) => reply,
            Self::Computed(compute) => compute(request),
        }
    }
}

impl Route {
    fn fits(&self, request: &SubsonicRequest) -> bool {
        bare(&self.endpoint) == bare(&request.endpoint)
            && self
                .parameters
                .iter()
                .all(|wanted| request.query.contains(wanted))
    }

    fn take(&mut self) -> Option<Answer> {
        match self.answers.len() {
            0 | 1 => self.answers.front().cloned(),
            _ => self.answers.pop_front(),
        }
    }
}

/// The API knows every endpoint with this ending too.
fn bare(endpoint: &str) -> &str {
    endpoint.strip_suffix(".view").unwrap_or(endpoint)
}

impl Script {
    /// The answer to a request, if there is one.
    pub(super) fn take(&mut self, request: &SubsonicRequest) -> Option<Answer> {
        let fitting = self.routes.iter_mut().filter(|route| route.fits(request));
        // Of equals the last one is the greatest.
        match fitting.max_by_key(|route| route.parameters.len()) {
            Some(route) => route.take(),
            None if bare(&request.endpoint) == "ping" => {
                Some(Answer::Fixed(SubsonicReply::ok(json!({}))))
            }
            None => None,
        }
    }

    /// What to tell about a request without answer.
    pub(super) fn unscripted(
        &self,
        function: &str,
        uri: &str,
        request: &SubsonicRequest,
    ) -> String {
        let endpoint = bare(&request.endpoint);
        let with: Vec<_> = self
            .routes
            .iter()
            .filter(|route| bare(&route.endpoint) == endpoint)
            .map(|route| format!("{:?}", route.parameters))
            .collect();
        let known = match with.is_empty() {
            true => String::new(),
            false => format!(" (only with {})", with.join(" or ")),
        };
        format!(
            "{function}({uri:?}): nothing says what `{endpoint}` answers{known}; add\n    \
             host.subsonic_api().on({endpoint:?}).reply_ok(serde_json::json!({{}}));"
        )
    }
}

/// What an endpoint answers: see [`FakeSubsonicAPI::on`](super::FakeSubsonicAPI::on).
///
/// Several replies make a sequence: each is given once, and the last one from then on.
#[derive(Debug)]
pub struct SubsonicRoute<'fake> {
    script: &'fake RefCell<Script>,
    endpoint: String,
    parameters: Vec<(String, String)>,
    /// Where the replies go, once there is one.
    route: Option<usize>,
}

impl<'fake> SubsonicRoute<'fake> {
    #[track_caller]
    pub(super) fn new(script: &'fake RefCell<Script>, endpoint: String) -> Self {
        assert!(
            !endpoint.is_empty() && !endpoint.contains(['/', '?', '&', '=']),
            "host.subsonic_api().on({endpoint:?}): this takes the bare name of an endpoint, such as \"getAlbum\"; parameters are given by `.with_query(name, value)`"
        );
        Self {
            script,
            endpoint,
            parameters: Vec::new(),
            route: None,
        }
    }

    /// Only for requests with this parameter, after the server has set its own.
    ///
    /// # Panics
    ///
    /// There is a reply already: conditions come first.
    #[must_use = "an endpoint answers nothing before it has a reply"]
    #[track_caller]
    pub fn with_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        assert!(
            self.route.is_none(),
            "host.subsonic_api().on({:?}): `.with_query({name:?}, {value:?})` comes after a reply; put it before",
            self.endpoint
        );
        self.parameters.push((name, value));
        self
    }

    /// Answers this.
    pub fn reply(self, reply: SubsonicReply) -> Self {
        self.push(Answer::Fixed(reply))
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
        self.push(Answer::Computed(Rc::new(compute)))
    }

    fn push(mut self, answer: Answer) -> Self {
        let routes = &mut self.script.borrow_mut().routes;
        match self.route {
            Some(position) => routes[position].answers.push_back(answer),
            None => {
                self.route = Some(routes.len());
                routes.push(Route {
                    endpoint: self.endpoint.clone(),
                    parameters: self.parameters.clone(),
                    answers: VecDeque::from([answer]),
                });
            }
        }
        self
    }
}
