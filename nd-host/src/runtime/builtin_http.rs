//! The runtime's own HTTP, in the place of what the runtime has for it: plugins could use it, beside the service of the server, before v0.64.0.
//! Must not know why a host is allowed.
//!
//! It differs from the service in what a host may be, in redirects, whose targets nobody checks, in headers and in the end of long bodies. What goes wrong
//! ends the plugin's call.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use anyhow::{Error, Result, anyhow, ensure};
use extism::{CurrentPlugin, Function, PTR, Val, ValType};
use globset::{GlobBuilder, GlobMatcher};
use nd_rules::address::{self, Address};
use nd_rules::exchange::{Redirects, Wanted};
use serde::Deserialize;

use super::environment::function;
use super::sessions::{Session, Sessions, lock};
use super::{PANICKED, blocks};
use crate::client::{Client, Limits, Response};

/// The bytes that a body may have.
const LARGEST_BODY: usize = 50 * 1024 * 1024;

/// Who may be asked, and what asks.
pub(crate) struct BuiltinHttp {
    allowed: Vec<AllowedHost>,
    client: Client,
}

/// An entry of the list: a host as it is written, and what its pattern matches.
struct AllowedHost {
    written: String,
    /// `None` for what is no pattern.
    pattern: Option<GlobMatcher>,
}

/// What the plugin can ask for after a response.
#[derive(Debug, Default)]
pub(crate) struct LastResponse {
    status: u16,
    headers: HashMap<String, String>,
}

/// A request as the plugin writes it.
#[derive(Deserialize)]
struct PluginRequest {
    url: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    headers: Option<HashMap<String, String>>,
}

impl fmt::Debug for BuiltinHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = self.allowed.iter().map(|host| &host.written);
        f.debug_list().entries(allowed).finish()
    }
}

impl BuiltinHttp {
    /// Lets requests through to hosts that match one of these patterns, in which `*` stands for any text, dots included; to none if there is no pattern.
    pub(crate) fn new(allowed_hosts: &[String]) -> Self {
        let allowed = allowed_hosts.iter().map(|written| AllowedHost {
            written: written.clone(),
            pattern: pattern(written),
        });
        Self {
            allowed: allowed.collect(),
            client: Client::new(Arc::new(|_| Ok(()))),
        }
    }

    /// Ends the requests of calls that are cut off.
    pub(super) fn close(&self) {
        self.client.close();
    }

    fn allows(&self, address: &Address) -> bool {
        let name = address.hostname();
        let fits = |pattern: &GlobMatcher| pattern.is_match(name);
        let mut allowed = self.allowed.iter();
        allowed.any(|host| host.written == name || host.pattern.as_ref().is_some_and(fits))
    }

    fn run(&self, request: PluginRequest, body: Vec<u8>, session: &Session) -> Result<Response> {
        let PluginRequest {
            url,
            method,
            headers,
        } = request;
        let address = address::parse(&url).map_err(|cause| anyhow!("invalid Url: {cause}"))?;
        ensure!(
            self.allows(&address),
            "HTTP request to '{url}' is not allowed"
        );
        let limits = Limits {
            deadline: session.deadline,
            body: LARGEST_BODY + 1,
        };
        let wanted = Wanted {
            method: &method.unwrap_or_default(),
            url: &url,
            headers: &headers.unwrap_or_default(),
            body,
            redirects: Redirects::TenRequests,
        };
        let response = self.client.run(wanted, address, limits, |_| Ok(()));
        let response = response.map_err(Error::msg)?;
        ensure!(
            response.body.len() <= LARGEST_BODY,
            "http: request body too large"
        );
        Ok(response)
    }
}

fn pattern(written: &str) -> Option<GlobMatcher> {
    let built = GlobBuilder::new(written).backslash_escape(true).build();
    built.ok().map(|glob| glob.compile_matcher())
}

/// The functions to link in place of the runtime's.
pub(super) fn functions(sessions: &Sessions, http: &Arc<BuiltinHttp>) -> Vec<Function> {
    let http = Arc::clone(http);
    let send = move |sessions: &Sessions,
                     plugin: &mut CurrentPlugin,
                     inputs: &[Val],
                     outputs: &mut [Val]|
          -> Result<()> {
        let response = request(&http, sessions, plugin, inputs)
            .map_err(|error| anyhow!("{error:#} {PANICKED}"))?;
        outputs[0] = blocks::write(plugin, &response)?;
        Ok(())
    };
    vec![
        function("http_request", &[PTR, PTR], &[PTR], sessions, send),
        function("http_status_code", &[], &[ValType::I32], sessions, status),
        function("http_headers", &[], &[PTR], sessions, headers),
    ]
}

/// Takes the blocks with the request and its body, gives the body of the response.
fn request(
    http: &BuiltinHttp,
    sessions: &Sessions,
    plugin: &mut CurrentPlugin,
    inputs: &[Val],
) -> Result<Vec<u8>> {
    let session = sessions.of(plugin)?;
    *lock(&session.last_response) = LastResponse::default();
    let request = blocks::take(plugin, &inputs[0])?;
    let request = serde_json::from_slice(&request)
        .map_err(|cause| anyhow!("invalid HTTP Request: {cause}"))?;
    let body = match inputs[1].i64() {
        Some(0) => Vec::new(),
        Some(_) | None => blocks::take(plugin, &inputs[1])?,
    };
    let response = http.run(request, body, &session)?;
    *lock(&session.last_response) = LastResponse {
        status: response.status,
        headers: joined(response.headers),
    };
    Ok(response.body)
}

/// Several values of a header become one.
fn joined(headers: Vec<(String, String)>) -> HashMap<String, String> {
    let mut joined: HashMap<String, String> = HashMap::new();
    for (name, value) in headers {
        joined
            .entry(name)
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert(value);
    }
    joined
}

fn status(
    sessions: &Sessions,
    plugin: &mut CurrentPlugin,
    _inputs: &[Val],
    outputs: &mut [Val],
) -> Result<()> {
    let session = sessions.of(plugin)?;
    outputs[0] = Val::I32(lock(&session.last_response).status.into());
    Ok(())
}

/// As JSON, in a block of their own.
fn headers(
    sessions: &Sessions,
    plugin: &mut CurrentPlugin,
    _inputs: &[Val],
    outputs: &mut [Val],
) -> Result<()> {
    let session = sessions.of(plugin)?;
    let headers = serde_json::to_vec(&lock(&session.last_response).headers)?;
    outputs[0] = blocks::write(plugin, &headers)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(patterns: &[&str], url: &str) -> bool {
        let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.into()).collect();
        BuiltinHttp::new(&patterns).allows(&address::parse(url).unwrap())
    }

    #[test]
    fn a_host_is_matched_without_its_port_by_any_pattern() {
        for pattern in [
            "api.example.org",
            "*",
            "*.org",
            "api.*.org",
            "a??.example.org",
            "[a-c]pi.example.org",
            "[!x]pi.example.org",
            "{api,www}.example.org",
        ] {
            assert!(
                allowed(&["x", pattern], "https://api.example.org:8443/x"),
                "{pattern}"
            );
        }
        for pattern in [
            "example.org",
            "*.example.com",
            "API.example.org",
            "[",
            "a{",
            "",
        ] {
            assert!(
                !allowed(&[pattern], "https://api.example.org/"),
                "{pattern}"
            );
        }
        assert!(
            allowed(&["*.example.org"], "http://a.b.example.org/"),
            "a star spans dots"
        );
        assert!(allowed(&["127.0.0.1"], "http://127.0.0.1:80/"));
        assert!(!allowed(&[], "http://127.0.0.1:80/"));
    }

    #[test]
    fn several_values_of_a_header_are_one() {
        let headers = [("a", "1"), ("b", "2"), ("a", "3")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let joined = joined(headers.into());
        assert_eq!((&*joined["a"], &*joined["b"]), ("1,3", "2"));
    }
}
