//! Commands for libraries. Must not do more than pass arguments on.

use nd_pdk::host::library;

use crate::commands::{Answer, Args};

pub(super) fn call(function: &str, args: &Args) -> Option<Answer> {
    Some(match function {
        "library_getlibrary" => Answer::of(library::get_library(args.get("id"))),
        "library_getalllibraries" => Answer::of(library::get_all_libraries()),
        _ => return None,
    })
}
