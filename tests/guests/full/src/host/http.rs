//! Commands for HTTP requests. Must not do more than pass arguments on.

use nd_pdk::host::http;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "http_send" => Answer::of(http::send(args.get("request"))),
        _ => return None,
    })
}
