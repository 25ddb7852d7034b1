//! What the runtime itself offers a plugin: log, configuration, variables. Must not touch host services.

use nd_host::{Call, Level, Report, Script};
use nd_tests::plugins;
use serde_json::{Value, json};

use crate::{answer, command, texts};

fn log(function: &str, level: Option<Level>) -> Report {
    let command = json!({"function": function, "args": {"text": "hello"}});
    plugins::full().call(
        Call::new("call_host")
            .input(command.to_string())
            .log_level(level),
    )
}

#[test]
fn messages_arrive_at_their_level() {
    let report = log("pdk_log", Some(Level::Trace));
    let lines: Vec<_> = report
        .log
        .iter()
        .map(|line| (line.level, line.text.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            (Level::Trace, "trace: hello"),
            (Level::Debug, "debug: hello"),
            (Level::Info, "info: hello"),
            (Level::Warn, "warn: hello"),
            (Level::Error, "error: hello"),
            (Level::Error, "log: hello"),
        ]
    );
}

#[test]
fn messages_below_the_level_are_not_sent() {
    for (level, sent) in [
        (Some(Level::Trace), 6),
        (Some(Level::Debug), 5),
        (Some(Level::Info), 4),
        (Some(Level::Warn), 3),
        (Some(Level::Error), 2),
        (None, 0),
    ] {
        let report = log("pdk_log", level);
        assert_eq!(
            (report.log.len(), report.dropped_log.len()),
            (sent, 0),
            "{level:?}"
        );
    }
}

#[test]
fn messages_below_the_level_are_not_even_formatted() {
    // The message says "formatted" at error level whenever it is formatted.
    let report = log("pdk_log_formatted", Some(Level::Error));
    assert_eq!(
        texts(&report),
        ["formatted", "error: message", "formatted", "log: message"]
    );
    assert_eq!(log("pdk_log_formatted", None).dropped_log, []);
}

#[test]
fn configuration_is_read() {
    let value = |config: &[(&str, &str)]| {
        let command = json!({"function": "pdk_config_get", "args": {"key": "greeting"}});
        let call = Call::new("call_host").input(command.to_string());
        let call = config
            .iter()
            .fold(call, |call, (key, value)| call.config(*key, *value));
        answer(&plugins::full().call(call))
    };
    assert_eq!(
        value(&[("greeting", "grüß dich")]),
        json!({"ok": "grüß dich"})
    );
    assert_eq!(value(&[("other", "x")]), json!({"ok": null}));
    // The runtime has no way to tell an empty value from a missing one.
    assert_eq!(value(&[("greeting", "")]), json!({"ok": null}));
}

#[test]
fn variables_last_for_one_call() {
    let run = |function: &str, args: Value| answer(&command(function, &args, &Script::new()));
    let value = json!([0, 1, 255]);
    let set = run("pdk_var_set", json!({"key": "page", "value": value}));
    assert_eq!(set, json!({"ok": value}));
    assert_eq!(
        run("pdk_var_get", json!({"key": "page"})),
        json!({"ok": null})
    );
    assert_eq!(
        run("pdk_var_remove", json!({"key": "page"})),
        json!({"ok": null})
    );
}
