//! Commands for the host's view of the configuration. Must not do more than pass arguments on.

use nd_pdk::host::config;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "config_get" => Answer::of(config::get(&args.text("key"))),
        "config_getint" => Answer::of(config::get_int(&args.text("key"))),
        "config_keys" => Answer::of(config::keys(&args.text("prefix"))),
        _ => return None,
    })
}
