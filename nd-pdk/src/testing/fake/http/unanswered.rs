//! What a test reads when no route is for a request: the request, why each route is not for it, and the line to add.
//!
//! Must not run closures of the test.

use std::fmt::Write;

use super::SentRequest;
use super::route::{self, Entry};
use crate::testing::fake::pattern::{self, Candidate};

pub(super) fn message(routes: &[Entry], request: &SentRequest) -> String {
    let candidates = routes.iter().map(|route| Candidate {
        written: route.to_string(),
        misses: route.misses(request),
    });
    format!(
        "`http_send` was called, but no route of the test is for\n{}{}add\n    \
         host.http().{}.reply_json(200, nd_pdk::testing::json!({{}}));",
        shown(request),
        pattern::list("routes", candidates.collect()),
        route::code(&request.method, &request.url),
    )
}

fn shown(request: &SentRequest) -> String {
    let mut lines = format!("    {} {}\n", request.method, request.url);
    for (name, value) in &request.headers {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "    {name}: {}", pattern::shortened(value));
    }
    if !request.body.is_empty() {
        let _ = writeln!(lines, "    body: {}", body(&request.body));
    }
    lines
}

fn body(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => pattern::shortened(text),
        Err(_) => format!("{} bytes that are no text", bytes.len()),
    }
}
