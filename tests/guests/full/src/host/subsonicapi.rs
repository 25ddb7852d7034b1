//! Commands for the Subsonic API. Must not do more than pass arguments on.

use nd_pdk::host::subsonicapi;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "subsonicapi_call" => Answer::of(subsonicapi::call(&args.text("uri"))),
        "subsonicapi_callraw" => Answer::of(subsonicapi::call_raw(&args.text("uri"))),
        _ => return None,
    })
}
