//! Plugins as real wasm on the real runtime, against what the server sends and accepts.
//! Must not look into the guest crate: whatever is not on the wire is tested there.

mod coverage;
mod examples;
mod exports;
mod host_functions;
mod local_host;
mod memory;
mod packages;
mod pdk;
mod scenarios;
mod traps;

use nd_host::{Call, Outcome, Reply, Report, Script};
use nd_native_tests::export::{self, REFUSAL, REFUSED, Ran, run_natively};
use nd_native_tests::host_function::{Asked, ask_natively};
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

/// Calls an export of the test guest that behaves as the configuration says: as wasm, and natively for comparison.
fn run(name: &str, input: &str, config: &[(&str, &str)]) -> Ran {
    let script = Script::new().reply(REFUSED, Reply::Error(REFUSAL.into()));
    let call = Call::new(name).input(input).script(&script);
    let call = config
        .iter()
        .fold(call, |call, (key, value)| call.config(*key, *value));
    let report = plugins::full().call(call);
    let ran = Ran {
        exit_code: report.exit_code,
        log: texts(&report).into_iter().map(str::to_owned).collect(),
        outcome: outcome(report.outcome),
    };
    assert_eq!(ran, run_natively(name, input, config), "wasm, native");
    ran
}

fn outcome(outcome: Outcome) -> export::Outcome {
    match outcome {
        Outcome::NotFound => panic!("there is no such export"),
        Outcome::Failed(text) => export::Outcome::Failed(text),
        Outcome::NotImplemented => export::Outcome::NotImplemented,
        Outcome::ExitCode(code) => export::Outcome::ExitCode(code),
        Outcome::Ok(output) => {
            export::Outcome::Ok(String::from_utf8(output).expect("the output is text"))
        }
    }
}

/// Calls a host function that gives this reply: as wasm, and natively for comparison.
fn ask(function: &str, args: &Value, reply: &str) -> Asked {
    let script = Script::new().reply(function, Reply::Bytes(reply.into()));
    let asked = Asked {
        answer: answer(&command(function, args, &script)),
        sent: script
            .requests()
            .into_iter()
            .map(|request| request.bytes)
            .collect(),
    };
    assert_eq!(asked, ask_natively(function, args, reply), "wasm, native");
    asked
}
