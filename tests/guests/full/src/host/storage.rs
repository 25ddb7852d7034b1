//! Commands for the storage folder. Must not do more than pass arguments on.

use nd_pdk::host::storage;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, _args: &Args) -> Option<Answer> {
    Some(match function {
        "storage_getstoragepath" => Answer::of(storage::get_storage_path()),
        _ => return None,
    })
}
