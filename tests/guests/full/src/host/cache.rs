//! Commands for the cache. Must not do more than pass arguments on.

use nd_pdk::host::cache;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "cache_setstring" => Answer::of(cache::set_string(
            &args.text("key"),
            &args.text("value"),
            args.get("ttlSeconds"),
        )),
        "cache_getstring" => Answer::of(cache::get_string(&args.text("key"))),
        "cache_setint" => Answer::of(cache::set_int(
            &args.text("key"),
            args.get("value"),
            args.get("ttlSeconds"),
        )),
        "cache_getint" => Answer::of(cache::get_int(&args.text("key"))),
        "cache_setfloat" => Answer::of(cache::set_float(
            &args.text("key"),
            args.float("value"),
            args.get("ttlSeconds"),
        )),
        "cache_getfloat" => Answer::of(cache::get_float(&args.text("key"))),
        "cache_setbytes" => Answer::of(cache::set_bytes(
            &args.text("key"),
            args.bytes("value"),
            args.get("ttlSeconds"),
        )),
        "cache_getbytes" => Answer::of(cache::get_bytes(&args.text("key"))),
        "cache_has" => Answer::of(cache::has(&args.text("key"))),
        "cache_remove" => Answer::of(cache::remove(&args.text("key"))),
        _ => return None,
    })
}
