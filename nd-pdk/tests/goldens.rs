//! Everything that the generator's goldens show, compiled without a warning and called: the code of another crate, in need of `nd_pdk` alone.
#![deny(warnings)]

#[path = "../../ndpgen/tests/golden/all-required/expected/mod.rs"]
mod all_required;
#[path = "../../ndpgen/tests/golden/bytes/expected/mod.rs"]
mod bytes;
#[path = "../../ndpgen/tests/golden/collections/expected/mod.rs"]
mod collections;
#[path = "../../ndpgen/tests/golden/docs-safety/expected/mod.rs"]
mod docs_safety;
#[path = "../../ndpgen/tests/golden/empty/expected/mod.rs"]
mod empty;
#[path = "../../ndpgen/tests/golden/enums/expected/mod.rs"]
mod enums;
#[path = "../../ndpgen/tests/golden/envelope/expected/mod.rs"]
mod envelope;
#[path = "../../ndpgen/tests/golden/errors/expected/mod.rs"]
mod errors;
#[path = "../../ndpgen/tests/golden/found-and-tuple/expected/mod.rs"]
mod found_and_tuple;
#[path = "../../ndpgen/tests/golden/keywords/expected/mod.rs"]
mod keywords;
#[path = "../../ndpgen/tests/golden/payloads/expected/mod.rs"]
mod payloads;
#[path = "../../ndpgen/tests/golden/per-method/expected/mod.rs"]
mod per_method;
#[path = "../../ndpgen/tests/golden/plain-xtp/expected/mod.rs"]
mod plain_xtp;
#[path = "../../ndpgen/tests/golden/presence/expected/mod.rs"]
mod presence;
#[path = "../../ndpgen/tests/golden/recursive/expected/mod.rs"]
mod recursive;
#[path = "../../ndpgen/tests/golden/reserved-names/expected/mod.rs"]
mod reserved_names;
#[path = "../../ndpgen/tests/golden/scalars/expected/mod.rs"]
mod scalars;
#[path = "../../ndpgen/tests/golden/shared-types/expected/mod.rs"]
mod shared_types;

#[path = "goldens/exports.rs"]
mod test_exports;
#[path = "goldens/host.rs"]
mod test_host;
#[path = "goldens/mocks.rs"]
mod test_mocks;
#[path = "goldens/traits.rs"]
mod test_traits;
#[path = "goldens/values.rs"]
mod test_values;

use nd_pdk::testing::{Outcome, answer_raw, run_export};
use std::cell::RefCell;
use std::rc::Rc;

/// A successful call without an answer.
fn silent() -> Outcome {
    Outcome {
        code: 0,
        output: None,
        error: None,
    }
}

/// A call that the plugin does not implement.
fn not_implemented() -> Outcome {
    Outcome {
        code: -2,
        output: None,
        error: None,
    }
}

fn run(export: fn() -> i32, input: &str) -> Outcome {
    run_export(export, input)
}

/// Calls the host, which gives this reply. What it was called with, and what became of the reply.
fn call<T>(reply: &str, function: impl FnOnce() -> T) -> (String, T) {
    let seen = Rc::new(RefCell::new(String::new()));
    let (writer, reply) = (Rc::clone(&seen), reply.as_bytes().to_vec());
    let _host = answer_raw(move |import, request| {
        let request = String::from_utf8(request.to_vec()).unwrap();
        *writer.borrow_mut() = format!("{import} {request}");
        reply.clone()
    });
    let result = function();
    (seen.take(), result)
}
