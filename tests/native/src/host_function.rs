//! Calls of host functions, whether natively or as wasm. Must not know single functions.

use std::cell::RefCell;
use std::rc::Rc;

use nd_pdk::testing::{answer_raw, call_export};
use serde_json::{Value, json};

use crate::run::COMMANDS;

/// What came of a call of a host function.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What the plugin got, as the command of the test guest answers it.
    pub answer: Value,
    /// The requests that reached the host, to the byte.
    pub sent: Vec<Vec<u8>>,
}

/// Lets the test guest call a host function natively, and gives it this reply.
///
/// # Panics
/// When the guest does, or calls another function.
#[must_use]
pub fn ask_natively(function: &str, args: &Value, reply: &str) -> Asked {
    let sent = Rc::new(RefCell::new(Vec::new()));
    let (kept, expected, reply) = (Rc::clone(&sent), function.to_owned(), reply.to_owned());
    let _host = answer_raw(move |import, request| {
        assert_eq!(import, expected);
        kept.borrow_mut().push(request.to_vec());
        reply.clone().into_bytes()
    });
    let command = json!({"function": function, "args": args});
    let answer = call_export(COMMANDS, command.to_string()).json();
    Asked {
        answer,
        sent: sent.take(),
    }
}
