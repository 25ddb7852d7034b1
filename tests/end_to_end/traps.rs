//! What natively is not the same or not there: panics are traps, and the host can crash or have no memory left for a reply.
//! Must not repeat what holds natively, too.

use nd_host::{Call, Outcome, Reply, Report, Script};
use nd_tests::tables::HostFunction;
use nd_tests::{plugins, tables};

use crate::{answer, command, texts};

/// Calls a host function that ends like this.
fn call(name: &str, function: &HostFunction, reply: Reply) -> Report {
    let args = tables::arguments(function.args.as_ref(), function.request.as_deref());
    command(name, &args, &Script::new().reply(name, reply))
}

#[test]
fn a_panic_is_a_trap_and_its_message_reaches_the_log() {
    for name in tables::exports().keys() {
        eprintln!("{name}");
        let call = Call::new(name).input("{}");
        let call = call.config("mode", "panic").config("text", "impossible: 7");
        let report = plugins::full().call(call);
        let Outcome::Failed(text) = &report.outcome else {
            panic!("{:?}", report.outcome)
        };
        assert!(text.contains("unreachable"), "{text}");
        let [line] = texts(&report)[..] else {
            panic!("{:?}", report.log)
        };
        assert!(line.contains("impossible: 7"), "{line}");
        assert!(
            line.contains("behaviour.rs"),
            "the place of the panic: {line}"
        );
    }
}

#[test]
fn no_reply_is_an_error_that_names_the_function() {
    for (name, function) in tables::host_functions() {
        let got = answer(&call(name, function, Reply::Empty));
        let text = got["err"].as_str().unwrap_or_default();
        assert!(text.contains(name), "{name}: {got}");
    }
}

#[test]
fn a_crash_of_the_host_ends_the_call() {
    for (name, function) in tables::host_functions() {
        let crash = Reply::Trap("runtime error (recovered)".into());
        let outcome = call(name, function, crash).outcome;
        let expected = Outcome::Failed("runtime error (recovered)".into());
        assert_eq!(outcome, expected, "{name}");
    }
}
