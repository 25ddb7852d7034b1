//! Every export against its table: input in, understood request, output and exit code. Must not name single exports.

use nd_host::{Call, Outcome, Reply, Report, Script};
use nd_tests::plugins;
use nd_tests::tables::{self, Export};
use serde_json::{Value, json};

use crate::{null_leaves, null_members, texts, with_unknown_key};

/// Calls `check` for every export, saying which one failed.
fn for_each(check: impl Fn(&str, &Export)) {
    for (name, export) in tables::exports() {
        eprintln!("{name}");
        check(name, export);
    }
}

fn takes_input(export: &Export) -> bool {
    !export.request.is_null()
}

/// Calls an export of the test guest that behaves as the configuration says.
fn call(name: &str, input: &str, config: &[(&str, &str)]) -> Report {
    let call = Call::new(name).input(input);
    plugins::full().call(
        config
            .iter()
            .fold(call, |call, (key, value)| call.config(*key, *value)),
    )
}

/// What the guest understood when it got this input.
fn seen(name: &str, input: &str) -> Value {
    let report = call(name, input, &[]);
    assert!(
        matches!(report.outcome, Outcome::Ok(_)),
        "{input}: {:?}",
        report.outcome
    );
    let [line] = texts(&report)[..] else {
        panic!("{input}: {:?}", report.log)
    };
    serde_json::from_str(line).expect("the guest logs the request as JSON")
}

#[test]
fn input_is_understood() {
    for_each(|name, export| {
        assert_eq!(seen(name, &export.request.to_string()), export.request);
        for case in &export.more_requests {
            assert_eq!(seen(name, case.request.get()), case.seen, "{}", case.name);
        }
    });
}

#[test]
fn missing_and_null_fields_are_zero_values() {
    for_each(|name, export| {
        for input in [
            json!({}),
            null_members(&export.request),
            null_leaves(&export.request),
        ] {
            assert_eq!(
                seen(name, &input.to_string()),
                export.empty_request,
                "{input}"
            );
        }
    });
}

#[test]
fn unknown_keys_are_ignored() {
    for_each(|name, export| {
        if takes_input(export) {
            let input = with_unknown_key(&export.request).to_string();
            assert_eq!(seen(name, &input), export.request);
        }
    });
}

#[test]
fn malformed_input_is_an_error_and_no_trap() {
    for_each(|name, export| {
        if !takes_input(export) {
            return;
        }
        let refused = export.refused_requests.iter().map(|input| input.get());
        for input in ["{", "[]x", r#"{"a":1}}"#, "\u{fffd}"]
            .into_iter()
            .chain(refused)
        {
            let report = call(name, input, &[]);
            let Outcome::Failed(text) = &report.outcome else {
                panic!("{input}: {:?}", report.outcome)
            };
            assert!(text.starts_with("input: "), "{input}: {text}");
            assert_eq!(report.log, [], "{input}");
        }
    });
}

#[test]
fn output_is_exactly_what_the_plugin_answers() {
    for_each(|name, export| {
        let more = export.more_responses.iter().map(|case| &case.response);
        for output in export
            .response
            .iter()
            .chain(&export.empty_response)
            .chain(more)
        {
            let report = call(name, "{}", &[("response", output.get())]);
            assert_eq!(report.outcome, Outcome::Ok(output.get().into()), "{output}");
        }
    });
}

#[test]
fn the_default_answer_has_zero_values() {
    for_each(|name, export| {
        // The server wants no output from an export that answers nothing.
        let output = export
            .empty_response
            .as_ref()
            .map_or("", |output| output.get());
        assert_eq!(call(name, "{}", &[]).outcome, Outcome::Ok(output.into()));
    });
}

#[test]
fn an_error_reaches_the_server_with_its_text() {
    for_each(|name, _| {
        let text = "the service said: \"später\"";
        let report = call(name, "{}", &[("mode", "fail"), ("text", text)]);
        assert_eq!(report.outcome, Outcome::Failed(text.into()));
        assert_ne!(report.exit_code, 0);
    });
}

#[test]
fn an_error_without_text_is_still_an_error() {
    for_each(|name, _| {
        let report = call(name, "{}", &[("mode", "fail")]);
        assert!(
            matches!(report.outcome, Outcome::Failed(_)),
            "{:?}",
            report.outcome
        );
    });
}

#[test]
fn an_error_of_the_host_passes_through() {
    let script = Script::new().reply("cache_has", Reply::Error("no cache today".into()));
    for_each(|name, _| {
        let call = Call::new(name)
            .config("mode", "fail_with_host")
            .script(&script);
        let outcome = plugins::full().call(call).outcome;
        assert_eq!(outcome, Outcome::Failed("no cache today".into()));
    });
}

#[test]
fn what_to_do_with_a_scrobble_stands_in_front_of_the_reason() {
    let report = call(
        "nd_scrobbler_scrobble",
        "{}",
        &[
            ("mode", "fail_to_scrobble"),
            ("text", "the service is down"),
        ],
    );
    let Outcome::Failed(text) = &report.outcome else {
        panic!("{:?}", report.outcome)
    };
    assert!(text.starts_with("scrobbler(retry_later)"), "{text}");
    assert!(text.ends_with("the service is down"), "{text}");
}

#[test]
fn not_implemented_is_an_exit_code_without_text() {
    for_each(|name, _| {
        let report = call(name, "{}", &[("mode", "not_implemented")]);
        assert_eq!(report.outcome, Outcome::NotImplemented);
        assert_eq!(report.exit_code, -2);
    });
}

#[test]
fn not_found_is_null_where_the_server_takes_it() {
    for_each(|name, export| {
        let report = call(name, "{}", &[("mode", "not_found")]);
        if export.nullable {
            assert_eq!(report.outcome, Outcome::Ok("null".into()));
            assert_eq!(report.exit_code, 0);
        } else {
            assert_eq!(report.outcome, Outcome::Failed("not found".into()));
        }
    });
}

#[test]
fn a_panic_is_a_trap_and_its_message_reaches_the_log() {
    for_each(|name, _| {
        let report = call(name, "{}", &[("mode", "panic"), ("text", "impossible: 7")]);
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
    });
}
