//! What an HTTP client of the server does between a request of the plugin and its response: what is sent, where a redirect leads, and how errors read.
//!
//! Must not open connections, and has no clock.

mod next;

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::address::Address;
use crate::header;
use crate::quoted::quoted;

/// The bytes of a body that a plugin gets from `http_send`; the rest is cut off without a word.
pub const LONGEST_BODY: usize = 10 * 1024 * 1024;

/// What went wrong when a request took too long.
pub const TIMED_OUT: &str = "context deadline exceeded";

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a request may take, with all redirects: 10 seconds for 0, no time at all for less than that.
#[must_use]
pub fn timeout(milliseconds: i32) -> Duration {
    match u64::try_from(milliseconds) {
        Ok(0) => DEFAULT_TIMEOUT,
        Ok(milliseconds) => Duration::from_millis(milliseconds),
        Err(_) => Duration::ZERO,
    }
}

/// What becomes of redirects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// They are responses like any other.
    Returned,
    /// They are followed up to the fifth request, whose response is returned even if it is one more redirect.
    FiveRequests,
    /// They are followed up to the tenth request; one more redirect is an error.
    TenRequests,
}

/// A request as the plugin writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// In any case; empty for `GET`.
    pub method: &'a str,
    /// Absolute.
    pub url: &'a str,
    /// With names in any case.
    pub headers: &'a HashMap<String, String>,
    /// Empty for none.
    pub body: Vec<u8>,
    /// What becomes of redirects.
    pub redirects: Redirects,
}

/// One request of an exchange, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Where it goes to.
    pub address: Address,
    /// As it was given, with its fragment if there is one; errors show it.
    pub url: String,
    /// In upper case.
    pub method: String,
    /// With canonical names.
    pub headers: BTreeMap<String, String>,
    /// Empty for none.
    pub body: Vec<u8>,
}

/// A request and the redirects that follow from it.
#[derive(Debug)]
pub struct Exchange {
    redirects: Redirects,
    /// Where the plugin sent its credentials to.
    origin: Address,
    /// That of the first request: errors begin with it.
    method: String,
    answered: usize,
}

impl Exchange {
    /// The first request. `address` is that of the URL, which may be asked for by now.
    ///
    /// # Errors
    /// In the words of the server: the method is none, or a header cannot be sent.
    pub fn begin(wanted: Wanted<'_>, address: Address) -> Result<(Self, Hop), String> {
        let method = match wanted.method.to_uppercase() {
            empty if empty.is_empty() => "GET".to_owned(),
            method => method,
        };
        header::check_method(&method)?;
        let exchange = Self {
            redirects: wanted.redirects,
            origin: address.clone(),
            method: method.clone(),
            answered: 0,
        };
        let headers = wanted.headers.iter();
        let headers = header::to_send(headers.map(|(name, value)| (name.as_str(), value.as_str())))
            .map_err(|cause| exchange.error(wanted.url, &cause))?;
        let first = Hop {
            address,
            url: wanted.url.to_owned(),
            method,
            headers,
            body: wanted.body,
        };
        Ok((exchange, first))
    }

    /// The request that a response leads to; `None` when it is the answer itself. `allowed` says whether the target may be asked for. To be called once
    /// for each response.
    ///
    /// # Errors
    /// In the words of the server: the target cannot be read, is not allowed, or is one too many.
    pub fn redirected(
        &mut self,
        hop: &Hop,
        status: u16,
        location: Option<&str>,
        allowed: impl FnOnce(&Address) -> Result<(), String>,
    ) -> Result<Option<Hop>, String> {
        self.answered += 1;
        let location = location.filter(|location| !location.is_empty());
        let (Some(location), true) = (location, next::is_redirect(status)) else {
            return Ok(None);
        };
        let (url, address) = next::target(&hop.url, location).map_err(|cause| {
            let cause = format!(
                "failed to parse Location header {}: {cause}",
                quoted(location)
            );
            self.error(&hop.url, &cause)
        })?;
        match (self.redirects, self.answered) {
            (Redirects::Returned, _) | (Redirects::FiveRequests, 5..) => return Ok(None),
            (Redirects::TenRequests, 10..) => {
                return Err(self.error(location, "stopped after 10 redirects"));
            }
            (Redirects::FiveRequests | Redirects::TenRequests, _) => {}
        }
        allowed(&address).map_err(|cause| self.error(location, &cause))?;
        Ok(Some(next::hop(hop, status, url, address, &self.origin)))
    }

    /// The text of an error on the way to this URL: the method in its own spelling, the URL, the cause.
    #[must_use]
    pub fn error(&self, url: &str, cause: &str) -> String {
        let mut operation = self.method.to_lowercase();
        if let Some(first) = operation.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        format!(
            "{operation} {}: {cause}",
            quoted(&next::without_password(url))
        )
    }
}

impl Hop {
    /// Whether it can be sent at all: a redirect may lead anywhere.
    ///
    /// # Errors
    /// In the words of the server.
    pub fn check(&self) -> Result<(), String> {
        let Address { scheme, host } = &self.address;
        if !["http", "https"].contains(&scheme.as_str()) {
            return Err(format!("unsupported protocol scheme {}", quoted(scheme)));
        }
        if host.is_empty() {
            return Err("http: no Host in request URL".to_owned());
        }
        Ok(())
    }

    /// What is sent of the URL: a fragment is for whoever reads the answer.
    #[must_use]
    pub fn sent_url(&self) -> &str {
        self.url.split('#').next().unwrap_or_default()
    }
}

/// Whether a response with this status to a request with this method has a body.
#[must_use]
pub fn has_body(method: &str, status: u16) -> bool {
    method != "HEAD" && !matches!(status, 100..=199 | 204 | 304)
}

#[cfg(test)]
mod tests;
