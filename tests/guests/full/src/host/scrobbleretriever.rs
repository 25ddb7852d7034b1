//! Commands for the scrobble history. Must not do more than pass arguments on.

use nd_pdk::host::scrobbleretriever;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "scrobbleretriever_getfirsttimestamp" => Answer::of(
            scrobbleretriever::get_first_timestamp(&args.text("username")),
        ),
        "scrobbleretriever_getlasttimestamp" => Answer::of(scrobbleretriever::get_last_timestamp(
            &args.text("username"),
        )),
        "scrobbleretriever_getscrobbles" => Answer::of(scrobbleretriever::get_scrobbles(
            &args.text("username"),
            args.get("options"),
        )),
        "scrobbleretriever_getscrobblecount" => Answer::of(scrobbleretriever::get_scrobble_count(
            &args.text("username"),
            args.get("options"),
        )),
        _ => return None,
    })
}
