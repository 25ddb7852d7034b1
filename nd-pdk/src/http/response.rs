//! Responses, read as what they should be. Must not send anything.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::date;
use crate::host::http::HTTPResponse;
use crate::{Error, clock};

/// The answer to a [`Request`](super::Request), whatever its status.
///
/// Printed for debugging it shows what was asked, the status and the size of the body.
#[derive(Clone)]
pub struct Response {
    /// Method and address of the request, as they may be shown.
    origin: String,
    status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Response {
    pub(super) fn new(origin: String, response: HTTPResponse) -> Result<Self, Error> {
        let Ok(status) = u16::try_from(response.status_code) else {
            let code = response.status_code;
            return Err(Error::new(format!(
                "{origin} answered {code}, which is no status of HTTP"
            )));
        };
        Ok(Self {
            origin,
            status,
            headers: response.headers,
            body: response.body,
        })
    }

    /// The status, such as 200.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether the status is one of 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The value of a header, its name in upper or lower case; the first one, if it was sent repeatedly.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// The body; of one beyond 10 MiB the beginning.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(&self.body).map_err(|error| self.unreadable("text", &error))
    }

    /// The body read as JSON, whatever the response's status and content type.
    ///
    /// # Errors
    /// The body is not JSON, or not what `T` expects. The text says status, content type, and where in the body it is.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body).map_err(|error| self.unreadable("JSON", &error))
    }

    /// The response, if its status is one of 200 to 299.
    ///
    /// # Errors
    /// It is not, as in `GET https://example.org/path answered 503`. The query of the address is left out, as it may hold secrets. Redirects count
    /// as failures, too: those that are not followed.
    pub fn error_for_status(self) -> Result<Self, Error> {
        if self.is_success() {
            return Ok(self);
        }
        Err(Error::new(format!(
            "{} answered {}",
            self.origin, self.status
        )))
    }

    /// How long the other side wants to be left alone, from the header `Retry-After`: seconds, or the time until a date, none if that is over.
    ///
    /// `None` without the header, or if it is neither.
    ///
    /// ```
    /// # let host = nd_pdk::testing::FakeHost::install();
    /// # host.http().on_get("https://example.org/").reply(429, "").header("Retry-After", "90");
    /// use std::time::Duration;
    ///
    /// let response = nd_pdk::http::get("https://example.org/").send()?;
    /// assert_eq!(response.retry_after(), Some(Duration::from_secs(90)));
    /// # Ok::<(), nd_pdk::Error>(())
    /// ```
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.header("Retry-After")?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = date::parse(text)?;
        Some(until.duration_since(clock::now()).unwrap_or_default())
    }

    fn unreadable(&self, format: &str, error: &dyn fmt::Display) -> Error {
        let content_type = self.header("Content-Type").unwrap_or("no content type");
        Error::new(format!(
            "{} answered {} ({content_type}) with a body that cannot be read as {format}: {error}",
            self.origin, self.status
        ))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("origin", &self.origin)
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish()
    }
}
