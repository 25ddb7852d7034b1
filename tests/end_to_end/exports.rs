//! Every export against its table: input in, understood request, output and exit code. Must not name single exports, and must not know
//! whether the plugin runs natively or as wasm: these are tests of both, and the crate they are in says how to `run` it.

use nd_native_tests::export::{Outcome, REFUSAL};
use nd_native_tests::json::{null_leaves, null_members, with_unknown_key};
use nd_native_tests::tables::{self, Export};
use serde_json::{Value, json};

use crate::run;

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

/// What the guest understood when it got this input.
fn seen(name: &str, input: &str) -> Value {
    let ran = run(name, input, &[]);
    assert!(
        matches!(ran.outcome, Outcome::Ok(_)),
        "{input}: {:?}",
        ran.outcome
    );
    let [line] = &ran.log[..] else {
        panic!("{input}: {:?}", ran.log)
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
            let ran = run(name, input, &[]);
            let Outcome::Failed(text) = &ran.outcome else {
                panic!("{input}: {:?}", ran.outcome)
            };
            assert!(text.starts_with("input: "), "{input}: {text}");
            assert!(ran.log.is_empty(), "{input}: {:?}", ran.log);
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
            let ran = run(name, "{}", &[("response", output.get())]);
            assert_eq!(ran.outcome, Outcome::Ok(output.get().into()), "{output}");
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
        assert_eq!(run(name, "{}", &[]).outcome, Outcome::Ok(output.into()));
    });
}

#[test]
fn an_error_reaches_the_server_with_its_text() {
    for_each(|name, _| {
        let text = "the service said: \"später\"";
        let ran = run(name, "{}", &[("mode", "fail"), ("text", text)]);
        assert_eq!(ran.outcome, Outcome::Failed(text.into()));
        assert_ne!(ran.exit_code, 0);
    });
}

#[test]
fn an_error_without_text_is_still_an_error() {
    for_each(|name, _| {
        let ran = run(name, "{}", &[("mode", "fail")]);
        assert!(
            matches!(ran.outcome, Outcome::Failed(_)),
            "{:?}",
            ran.outcome
        );
    });
}

#[test]
fn an_error_of_the_host_passes_through() {
    for_each(|name, _| {
        let ran = run(name, "{}", &[("mode", "fail_with_host")]);
        assert_eq!(ran.outcome, Outcome::Failed(REFUSAL.into()));
    });
}

#[test]
fn what_to_do_with_a_scrobble_stands_in_front_of_the_reason() {
    let ran = run(
        "nd_scrobbler_scrobble",
        "{}",
        &[
            ("mode", "fail_to_scrobble"),
            ("text", "the service is down"),
        ],
    );
    let Outcome::Failed(text) = &ran.outcome else {
        panic!("{:?}", ran.outcome)
    };
    assert!(text.starts_with("scrobbler(retry_later)"), "{text}");
    assert!(text.ends_with("the service is down"), "{text}");
}

#[test]
fn not_implemented_is_an_exit_code_without_text() {
    for_each(|name, _| {
        let ran = run(name, "{}", &[("mode", "not_implemented")]);
        assert_eq!(ran.outcome, Outcome::NotImplemented);
        assert_eq!(ran.exit_code, -2);
    });
}

#[test]
fn not_found_is_null_where_the_server_takes_it() {
    for_each(|name, export| {
        let ran = run(name, "{}", &[("mode", "not_found")]);
        if export.nullable {
            assert_eq!(ran.outcome, Outcome::Ok("null".into()));
            assert_eq!(ran.exit_code, 0);
        } else {
            assert_eq!(ran.outcome, Outcome::Failed("not found".into()));
        }
    });
}
