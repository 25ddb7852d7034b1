//! Every host function against its table: the request the host receives, and what the plugin makes of replies.
//! Must not name single functions, except where something is said about one type.

use nd_host::{Outcome, Reply, Request, Script};
use nd_native_tests::json::{null_leaves, null_members, with_unknown_key};
use nd_tests::tables::{self, HostFunction};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::{answer, command};

/// Calls `check` for every host function, saying which one failed.
fn for_each(check: impl Fn(&str, &HostFunction)) {
    for (name, function) in tables::host_functions() {
        eprintln!("{name}");
        check(name, function);
    }
}

/// Calls a host function that gives this reply.
fn ask(name: &str, function: &HostFunction, reply: impl Into<Reply>) -> Value {
    let args = tables::arguments(function.args.as_ref(), function.request.as_deref());
    answer(&command(name, &args, &Script::new().reply(name, reply)))
}

/// The bytes that reach the host.
fn sent(name: &str, function: &HostFunction, args: &Value) -> Vec<u8> {
    let script = Script::new().reply(name, function.reply.clone());
    answer(&command(name, args, &script));
    let requests = script.requests();
    let [Request { function, bytes }] = &requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!(function, name);
    bytes.clone()
}

fn assert_err(answer: &Value, part: &str) {
    let text = answer["err"]
        .as_str()
        .unwrap_or_else(|| panic!("no error: {answer}"));
    assert!(text.contains(part), "{text}");
}

#[test]
fn requests_are_sent_to_the_byte() {
    for_each(|name, function| {
        let request = function.request.as_deref();
        let args = tables::arguments(function.args.as_ref(), request);
        // What takes no arguments sends nothing: the server does not look at it.
        let expected = request.map_or("", RawValue::get);
        assert_eq!(
            String::from_utf8_lossy(&sent(name, function, &args)),
            expected
        );
        for case in &function.more_requests {
            let args = tables::arguments(case.args.as_ref(), Some(&case.request));
            let sent = sent(name, function, &args);
            assert_eq!(
                String::from_utf8_lossy(&sent),
                case.request.get(),
                "{}",
                case.name
            );
        }
    });
}

#[test]
fn replies_are_understood() {
    for_each(|name, function| {
        let got = ask(name, function, function.reply.clone());
        assert_eq!(got, json!({"ok": function.result}));
        for case in &function.more_replies {
            let got = ask(name, function, Reply::Bytes(case.reply.get().into()));
            assert_eq!(got, json!({"ok": case.result}), "{}", case.name);
        }
    });
}

#[test]
fn keys_that_the_server_leaves_out_are_zero_values() {
    for_each(|name, function| {
        let expected = json!({"ok": function.empty_result});
        assert_eq!(ask(name, function, json!({})), expected);
        assert_eq!(ask(name, function, null_members(&function.reply)), expected);
    });
}

#[test]
fn unknown_keys_are_ignored() {
    for_each(|name, function| {
        let got = ask(name, function, with_unknown_key(&function.reply));
        assert_eq!(got, json!({"ok": function.result}));
    });
}

#[test]
fn a_refusal_is_an_error_with_the_text_of_the_server() {
    for_each(|name, function| {
        let text = "key exceeds maximum length of 256 bytes: \"ä\\\"";
        assert_eq!(
            ask(name, function, Reply::Error(text.into())),
            json!({"err": text})
        );
    });
}

#[test]
fn no_reply_is_an_error_that_names_the_function() {
    for_each(|name, function| assert_err(&ask(name, function, Reply::Empty), name));
}

#[test]
fn a_malformed_reply_is_an_error_that_names_the_function() {
    for_each(|name, function| {
        for reply in ["", "{", "[]", "1", "{}}", "null", r#"{"error":5}"#] {
            assert_err(&ask(name, function, Reply::Bytes(reply.into())), name);
        }
        for reply in &function.refused_replies {
            assert_err(&ask(name, function, Reply::Bytes(reply.get().into())), name);
        }
    });
}

#[test]
fn a_crash_of_the_host_ends_the_call() {
    for_each(|name, function| {
        let args = tables::arguments(function.args.as_ref(), function.request.as_deref());
        let script = Script::new().reply(name, Reply::Trap("runtime error (recovered)".into()));
        let outcome = command(name, &args, &script).outcome;
        assert_eq!(outcome, Outcome::Failed("runtime error (recovered)".into()));
    });
}

#[test]
fn numbers_that_json_lacks_are_never_sent() {
    for (number, word) in [
        ("NaN", "NaN"),
        ("inf", "infinity"),
        ("-inf", "negative infinity"),
    ] {
        let args = json!({"key": "k", "value": number, "ttlSeconds": 0});
        let script = Script::new().reply("cache_setfloat", json!({}));
        assert_err(&answer(&command("cache_setfloat", &args, &script)), word);
        assert_eq!(script.requests(), []);
    }
}

#[test]
fn nulls_inside_a_result_are_no_error() {
    for_each(|name, function| {
        let got = ask(name, function, null_leaves(&function.reply));
        assert!(got.get("ok").is_some(), "{got}");
    });
}

#[test]
fn nulls_inside_a_result_are_zero_values() {
    let function = &tables::host_functions()["library_getlibrary"];
    let got = ask("library_getlibrary", function, null_leaves(&function.reply));
    assert_eq!(got["ok"]["name"], "");
    assert_eq!(got["ok"]["totalDuration"], 0.0);
}
