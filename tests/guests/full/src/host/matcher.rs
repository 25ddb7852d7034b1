//! Commands for finding tracks. Must not do more than pass arguments on.

use nd_pdk::host::matcher;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "matcher_matchsongs" => {
            Answer::of(matcher::match_songs(args.get("songs"), args.get("opts")))
        }
        _ => return None,
    })
}
