//! Commands for the key-value store. Must not do more than pass arguments on.

use nd_pdk::host::kvstore;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "kvstore_set" => Answer::of(kvstore::set(&args.text("key"), args.bytes("value"))),
        "kvstore_setwithttl" => Answer::of(kvstore::set_with_ttl(
            &args.text("key"),
            args.bytes("value"),
            args.get("ttlSeconds"),
        )),
        "kvstore_get" => Answer::of(kvstore::get(&args.text("key"))),
        "kvstore_getmany" => Answer::of(kvstore::get_many(args.get("keys"))),
        "kvstore_has" => Answer::of(kvstore::has(&args.text("key"))),
        "kvstore_list" => Answer::of(kvstore::list(&args.text("prefix"))),
        "kvstore_delete" => Answer::of(kvstore::delete(&args.text("key"))),
        "kvstore_deletebyprefix" => Answer::of(kvstore::delete_by_prefix(&args.text("prefix"))),
        "kvstore_getstorageused" => Answer::of(kvstore::get_storage_used()),
        _ => return None,
    })
}
