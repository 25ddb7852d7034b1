//! Plugins as real wasm on the real runtime, against what the server sends and accepts.
//! Must not look into the guest crate: whatever is not on the wire is tested there.

mod coverage;
mod examples;
mod exports;
mod host_functions;
mod memory;
mod pdk;

use nd_host::{Call, Outcome, Report, Script};
use nd_tests::plugins;
use serde_json::{Value, json};

/// Runs one command of the test guest.
fn command(function: &str, args: &Value, script: &Script) -> Report {
    let command = json!({"function": function, "args": args});
    plugins::full().call(
        Call::new("call_host")
            .input(command.to_string())
            .script(script),
    )
}

/// What a command answered.
///
/// # Panics
/// When the call did not succeed.
fn answer(report: &Report) -> Value {
    match &report.outcome {
        Outcome::Ok(output) => serde_json::from_slice(output).expect("the answer is JSON"),
        outcome => panic!("{outcome:?}, log: {:?}", report.log),
    }
}

/// The texts a call logged.
fn texts(report: &Report) -> Vec<&str> {
    report.log.iter().map(|line| line.text.as_str()).collect()
}

/// The object with `null` for every member.
fn null_members(value: &Value) -> Value {
    let members = value.as_object().into_iter().flatten();
    members.map(|(key, _)| (key.clone(), Value::Null)).collect()
}

/// The value with `null` for everything but objects, also inside of objects.
fn null_leaves(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), null_leaves(value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Value::Null
        }
    }
}

/// The object with one more key, which nobody knows.
fn with_unknown_key(value: &Value) -> Value {
    let mut value = value.clone();
    value["fromAnotherVersion"] = json!({"deep": [null, {"deeper": 1}]});
    value
}
