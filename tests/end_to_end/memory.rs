//! Memory blocks that host and guest exchange are freed. Must not measure anything but the limit of the runtime.

use nd_host::{Call, Outcome, Script};
use nd_tests::plugins;
use serde_json::json;

const KIB: usize = 1024;

/// Calls a host function so often that the blocks of a few hundred calls, let alone all of them, would not fit.
#[test]
fn blocks_of_requests_and_replies_are_freed() {
    let value = "x".repeat(64 * KIB);
    let command = json!({
        "function": "cache_getstring",
        "args": {"key": value},
        "repeat": 2_000,
    });
    let script = Script::new().reply("cache_getstring", json!({"value": value, "exists": true}));
    let plugin = plugins::builder("guest-full")
        .memory_pages(32)
        .load()
        .unwrap();

    let report = plugin.call(
        Call::new("call_host")
            .input(command.to_string())
            .script(&script),
    );

    let expected = json!({"ok": value}).to_string();
    assert_eq!(report.outcome, Outcome::Ok(expected.into_bytes()));
    assert_eq!(script.requests().len(), 2_000);
}

/// The other kinds of blocks: log lines, configuration, variables.
#[test]
fn blocks_exchanged_with_the_runtime_are_freed() {
    let text = "x".repeat(64 * KIB);
    let plugin = plugins::builder("guest-full")
        .memory_pages(32)
        .load()
        .unwrap();
    for (function, args) in [
        ("pdk_log", json!({"text": text})),
        ("pdk_config_get", json!({"key": "text"})),
        (
            "pdk_var_set",
            json!({"key": "text", "value": vec![b'x'; 4 * KIB]}),
        ),
    ] {
        let command = json!({"function": function, "args": args, "repeat": 500});
        let call = Call::new("call_host")
            .input(command.to_string())
            .config("text", &text);
        let report = plugin.call(call);
        assert!(
            matches!(report.outcome, Outcome::Ok(_)),
            "{function}: {:?}",
            report.outcome
        );
    }
}
