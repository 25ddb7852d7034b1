//! What a panic of the plugin is under wasm; natively it is a panic of the test.

use nd_host::{Call, Outcome};
use nd_tests::{plugins, tables};

use crate::texts;

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
