//! Every host function against its table: the request the host receives, and what the plugin makes of replies.
//! Must not name single functions, except where something is said about one type, and must not know whether the plugin runs natively or as
//! wasm: these are tests of both, and the crate they are in says how to `ask`.

use nd_native_tests::host_function::Asked;
use nd_native_tests::json::{null_leaves, null_members, with_unknown_key};
use nd_native_tests::tables::{self, HostFunction};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::ask;

/// Calls `check` for every host function, saying which one failed.
fn for_each(check: impl Fn(&str, &HostFunction)) {
    for (name, function) in tables::host_functions() {
        eprintln!("{name}");
        check(name, function);
    }
}

/// What the plugin gets when it calls a host function and this is the reply.
fn answer(name: &str, function: &HostFunction, reply: &str) -> Value {
    let args = tables::arguments(function.args.as_ref(), function.request.as_deref());
    ask(name, &args, reply).answer
}

/// The text that reaches the host.
fn sent(name: &str, function: &HostFunction, args: &Value) -> String {
    let Asked { sent, .. } = ask(name, args, &function.reply.to_string());
    let [request] = &sent[..] else {
        panic!("{sent:?}")
    };
    String::from_utf8_lossy(request).into_owned()
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
        assert_eq!(sent(name, function, &args), expected);
        for case in &function.more_requests {
            let args = tables::arguments(case.args.as_ref(), Some(&case.request));
            let sent = sent(name, function, &args);
            assert_eq!(sent, case.request.get(), "{}", case.name);
        }
    });
}

#[test]
fn replies_are_understood() {
    for_each(|name, function| {
        let got = answer(name, function, &function.reply.to_string());
        assert_eq!(got, json!({"ok": function.result}));
        for case in &function.more_replies {
            let got = answer(name, function, case.reply.get());
            assert_eq!(got, json!({"ok": case.result}), "{}", case.name);
        }
    });
}

#[test]
fn keys_that_the_server_leaves_out_are_zero_values() {
    for_each(|name, function| {
        let expected = json!({"ok": function.empty_result});
        assert_eq!(answer(name, function, "{}"), expected);
        assert_eq!(
            answer(name, function, &null_members(&function.reply).to_string()),
            expected
        );
    });
}

#[test]
fn unknown_keys_are_ignored() {
    for_each(|name, function| {
        let got = answer(
            name,
            function,
            &with_unknown_key(&function.reply).to_string(),
        );
        assert_eq!(got, json!({"ok": function.result}));
    });
}

#[test]
fn a_refusal_is_an_error_with_the_text_of_the_server() {
    for_each(|name, function| {
        let text = "key exceeds maximum length of 256 bytes: \"ä\\\"";
        assert_eq!(
            answer(name, function, &json!({"error": text}).to_string()),
            json!({"err": text})
        );
    });
}

#[test]
fn a_malformed_reply_is_an_error_that_names_the_function() {
    for_each(|name, function| {
        for reply in ["", "{", "[]", "1", "{}}", "null", r#"{"error":5}"#] {
            assert_err(&answer(name, function, reply), name);
        }
        for reply in &function.refused_replies {
            assert_err(&answer(name, function, reply.get()), name);
        }
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
        let asked = ask("cache_setfloat", &args, "{}");
        assert_err(&asked.answer, word);
        assert!(asked.sent.is_empty());
    }
}

#[test]
fn nulls_inside_a_result_are_no_error() {
    for_each(|name, function| {
        let got = answer(name, function, &null_leaves(&function.reply).to_string());
        assert!(got.get("ok").is_some(), "{got}");
    });
}

#[test]
fn nulls_inside_a_result_are_zero_values() {
    let function = &tables::host_functions()["library_getlibrary"];
    let got = answer(
        "library_getlibrary",
        function,
        &null_leaves(&function.reply).to_string(),
    );
    assert_eq!(got["ok"]["name"], "");
    assert_eq!(got["ok"]["totalDuration"], 0.0);
}
