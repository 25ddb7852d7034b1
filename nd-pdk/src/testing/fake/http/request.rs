//! A request that was sent, to be looked at by the test.
//!
//! Must not decide what is answered.

use std::collections::BTreeMap;
use std::fmt;

use url::{Url, form_urlencoded};

use crate::testing::fake::pattern;

/// A request as the other server would have got it.
#[derive(Clone, PartialEq, Eq)]
pub struct SentRequest {
    /// In upper case; `GET` where the plugin gave none.
    pub method: String,
    /// The whole URL but for a fragment (`#…`), which no client sends.
    pub url: String,
    /// The headers that the plugin set, as far as it can set them. Names are capitalised like `Content-Type`. Of several that are
    /// the same then, such as `x-key` and `X-Key`, the last one in ascending byte order counts; on the server any of them may.
    pub headers: BTreeMap<String, String>,
    /// The body; empty if there was none.
    pub body: Vec<u8>,
}

impl SentRequest {
    /// The first value of a query parameter, decoded; `None` if the URL does not have it.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let url = Url::parse(&self.url).ok()?;
        first(pattern::parameters(&url), name)
    }

    /// The value of a header; upper and lower case of the name are the same.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    ///
    /// # Panics
    /// It is not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn body_text(&self) -> &str {
        match std::str::from_utf8(&self.body) {
            Ok(text) => text,
            Err(error) => panic!("the body of {self:?} is no text: {error}"),
        }
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// It is not JSON.
    #[must_use]
    #[track_caller]
    pub fn body_json(&self) -> serde_json::Value {
        match serde_json::from_slice(&self.body) {
            Ok(json) => json,
            Err(error) => panic!("the body of {self:?} is no JSON: {error}"),
        }
    }

    /// The first value of a field of the body, read as `application/x-www-form-urlencoded`; `None` if it does not have it.
    #[must_use]
    pub fn form(&self, name: &str) -> Option<String> {
        let fields = form_urlencoded::parse(&self.body).into_owned();
        first(fields, name)
    }
}

fn first(pairs: impl IntoIterator<Item = (String, String)>, name: &str) -> Option<String> {
    let mut pairs = pairs.into_iter();
    pairs
        .find(|(other, _)| other == name)
        .map(|(_, value)| value)
}

/// The body as text where it is text: that is what a failed assertion should show.
impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body: &dyn fmt::Debug = match std::str::from_utf8(&self.body) {
            Ok(text) => &text.to_owned(),
            Err(_) => &self.body,
        };
        f.debug_struct("SentRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body", body)
            .finish()
    }
}
