//! Scenarios as wasm: with the replies of the table the plugin gets the same as natively over the fake host, and it sends the same.
//! Must not name single services.

use nd_host::{Reply, Script};
use nd_native_tests::placeholder::Bindings;
use nd_native_tests::run::{Performed, run_natively};
use nd_native_tests::scenario;
use nd_tests::plugins;

use crate::{answer, command};

#[test]
fn a_plugin_as_wasm_sends_and_gets_what_it_does_natively() {
    // Before the first fake host, so that the runtime keeps quiet.
    plugins::full();
    for (service, scenarios) in scenario::all() {
        for scenario in scenarios {
            eprintln!("{service}: {}", scenario.name);
            let performed = run_natively(&scenario).unwrap_or_else(|problem| panic!("{problem}"));
            for call in &performed {
                check(call);
            }
        }
    }
}

fn check(call: &Performed) {
    let script = Script::new().reply(
        call.function,
        Reply::Bytes(call.reply.to_string().into_bytes()),
    );
    let got = answer(&command(call.function, &call.command["args"], &script));
    Bindings::default()
        .compare(&call.answer, &got)
        .unwrap_or_else(|problem| panic!("{}: {problem}", call.command));

    let [request] = &script.requests()[..] else {
        panic!("{}: {:?}", call.command, script.requests())
    };
    // What takes no arguments sends nothing.
    let sent = match request.bytes.is_empty() {
        true => serde_json::Value::Null,
        false => request.json().expect("requests are JSON"),
    };
    assert_eq!(
        (&request.function[..], &sent),
        (call.function, &call.request)
    );
}
