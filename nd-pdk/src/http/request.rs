//! Requests, built step by step. Must not know what comes back.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::Response;
use super::address::{add_query, push_pair, shown, without_secrets};
use crate::Error;
use crate::clock::CALL_LIMIT;
use crate::host::http::{self as host, HTTPRequest};

/// A request, to be sent with [`send`](Self::send). [`get`](super::get), [`post`](super::post) and the like make one.
///
/// Printed for debugging it shows the method and the address without its query, as headers, query and body may hold secrets.
#[derive(Clone)]
#[must_use = "nothing happens before `send`"]
pub struct Request {
    request: HTTPRequest,
    /// What went wrong while it was built; reported when it is sent.
    fault: Option<Error>,
}

impl Request {
    pub(super) fn new(method: &str, url: String) -> Self {
        Self {
            request: HTTPRequest {
                method: method.to_owned(),
                url,
                ..HTTPRequest::default()
            },
            fault: None,
        }
    }

    /// Appends to the query, percent-encoded; a key may come several times.
    pub fn query(mut self, key: &str, value: impl fmt::Display) -> Self {
        add_query(&mut self.request.url, key, &value.to_string());
        self
    }

    /// Sets a header, instead of one with that name in upper or lower case. `Host` cannot be set.
    ///
    /// Compressed responses are unpacked on the way, unless `Accept-Encoding` is set.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set_header(name.into(), value.into());
        self
    }

    /// Sets the header `Authorization` to `Bearer` and the token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    /// Sends these bytes along.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.request.body = body.into();
        self
    }

    /// Sends a text along, as `text/plain` unless a `Content-Type` is set.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.typed("text/plain; charset=utf-8", text.into().into_bytes())
    }

    /// Sends a value along as JSON, as `application/json` unless a `Content-Type` is set.
    ///
    /// A value that JSON cannot express, such as a map whose keys are no texts, is an error of [`send`](Self::send).
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => self.typed("application/json", body),
            Err(error) => self.unwritable(&error),
        }
    }

    /// Sends a form along, as `application/x-www-form-urlencoded` unless a `Content-Type` is set.
    ///
    /// ```
    /// # let host = nd_pdk::testing::FakeHost::install();
    /// # let login = host.http().on_post("https://example.org/login").reply(200, "");
    /// nd_pdk::http::post("https://example.org/login")
    ///     .form(&[("user", "ada"), ("password", "a & b")])
    ///     .send()?;
    /// # assert_eq!(login.requests()[0].form("password").as_deref(), Some("a & b"));
    /// # Ok::<(), nd_pdk::Error>(())
    /// ```
    pub fn form(self, fields: &[(impl AsRef<str>, impl fmt::Display)]) -> Self {
        let mut body = String::new();
        for (key, value) in fields {
            push_pair(&mut body, key.as_ref(), &value.to_string());
        }
        self.typed("application/x-www-form-urlencoded", body.into_bytes())
    }

    /// How long to wait for all of the response, redirects included; without it 10 seconds.
    ///
    /// Counted in milliseconds, rounded up, and at least one: a time of zero does not stand for the 10 seconds. More than the 30 seconds that the
    /// server gives a plugin's call is taken as these.
    pub fn timeout(mut self, time: Duration) -> Self {
        let time = time.min(CALL_LIMIT);
        let milliseconds = time.as_nanos().div_ceil(1_000_000).max(1);
        // It fits, being 30 seconds at most.
        self.request.timeout_ms = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        self
    }

    /// Takes a redirect as the response, instead of following it.
    pub fn no_redirects(mut self) -> Self {
        self.request.no_follow_redirects = true;
        self
    }

    /// Sends the request and waits for the response. Any status is a success here: see [`Response::error_for_status`].
    ///
    /// # Errors
    ///
    /// Those of [`host::http::send`](crate::host::http::send), with addresses without their query: the host is not allowed, cannot be reached, or takes
    /// too long (`context deadline exceeded`). A body that could not be written as JSON.
    #[cfg_attr(not(target_family = "wasm"), track_caller)]
    pub fn send(self) -> Result<Response, Error> {
        let origin = self.origin();
        if let Some(fault) = self.fault {
            return Err(Error::new(format!("{origin}: {fault}")));
        }
        match host::send(self.request) {
            Ok(Some(response)) => Response::new(origin, response),
            Ok(None) => Err(Error::new(format!("{origin}: the host gave no response"))),
            Err(error) => Err(Error::new(without_secrets(&error.message))),
        }
    }

    /// The method and what may be shown of the address.
    fn origin(&self) -> String {
        format!("{} {}", self.request.method, shown(&self.request.url))
    }

    fn set_header(&mut self, name: String, value: String) {
        // The server takes both for the same, and one of them at random.
        let headers = &mut self.request.headers;
        headers.retain(|known, _| !known.eq_ignore_ascii_case(&name));
        headers.insert(name, value);
    }

    fn typed(mut self, content_type: &str, body: Vec<u8>) -> Self {
        let mut names = self.request.headers.keys();
        if !names.any(|name| name.eq_ignore_ascii_case("Content-Type")) {
            self.set_header("Content-Type".to_owned(), content_type.to_owned());
        }
        self.request.body = body;
        self
    }

    fn unwritable(mut self, error: &serde_json::Error) -> Self {
        let fault = format!("the body cannot be written as JSON: {error}");
        self.fault = Some(Error::new(fault));
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.origin()).finish()
    }
}
