//! Exports as the host sees them: bytes in; exit code, output and error text out.

use nd_pdk::Error;
use nd_pdk::log::Level;
use nd_pdk::testing::{FakeHost, LogLine, Outcome, answer_raw, run_export};
use nd_pdk::wire::{self, Binary, Finite, Incoming, Json, Nullable, Outgoing, Text};

/// Runs an export that takes and gives `W` and turns the one into the other with `run`.
fn run<I: Incoming, O: Outgoing<Value: Sized>>(
    input: &str,
    run: impl FnOnce(I::Value) -> Result<O::Value, Error>,
) -> Outcome {
    run_export(|| wire::export::<I, O>(run), input)
}

#[test]
fn values_pass_through() {
    assert_eq!(
        run::<Json<i32>, Json<String>>("41", |n| Ok(format!("{}\"", n + 1))),
        Outcome::answered(r#""42\"""#)
    );
    assert_eq!(
        run::<Text<String>, Text<String>>("a\"ä", |text| Ok(text + "!")),
        Outcome::answered("a\"ä!")
    );
    assert_eq!(
        run::<Binary, Binary>("ab", |bytes| Ok([bytes, vec![b'c']].concat())),
        Outcome::answered("abc")
    );
    assert_eq!(
        run::<Json<f64, Finite>, Json<bool>>("0.5", |n| Ok(n == 0.5)),
        Outcome::answered("true")
    );
}

#[test]
fn nothing_in_and_nothing_out() {
    let nothing = Outcome {
        code: 0,
        output: None,
        error: None,
    };
    assert_eq!(run::<(), ()>("{}", |()| Ok(())), nothing);
    assert_eq!(run::<(), ()>("", |()| Ok(())), nothing);
    assert_eq!(run::<Json<i32>, ()>("1", |_| Ok(())), nothing);
}

#[test]
fn no_input_reads_as_null() {
    assert_eq!(
        run::<Json<Vec<i32>>, Json<usize>>("", |list| Ok(list.len())),
        Outcome::answered("0")
    );
    assert_eq!(
        run::<Nullable<Json<i32>>, Json<bool>>("", |n| Ok(n.is_none())),
        Outcome::answered("true")
    );
    assert_eq!(
        run::<Nullable<Json<i32>>, Json<bool>>(" null ", |n| Ok(n.is_none())),
        Outcome::answered("true")
    );
    assert_eq!(
        run::<Nullable<Json<i32>>, Json<bool>>("0", |n| Ok(n == Some(0))),
        Outcome::answered("true")
    );
}

#[test]
fn an_error_has_its_text_and_a_code() {
    let error = |error: Error| run::<(), Json<i32>>("", |()| Err(error));
    assert_eq!(
        error(Error::new("no network")),
        Outcome::failed("no network")
    );
    assert_eq!(error("no network".into()), Outcome::failed("no network"));
    assert_eq!(
        error(Error::new("")),
        Outcome::failed("failed without saying why")
    );
}

#[test]
fn not_implemented_has_a_code_of_its_own_and_no_text() {
    let expected = Outcome {
        code: -2,
        output: None,
        error: None,
    };
    assert_eq!(
        run::<(), ()>("", |()| Err(Error::not_implemented())),
        expected
    );
    assert_eq!(
        run::<(), Nullable<Json<i32>>>("", |()| Err(Error::not_implemented())),
        expected
    );
}

#[test]
fn not_found_is_an_answer_where_there_is_a_way_to_say_it() {
    assert_eq!(
        run::<(), Nullable<Json<i32>>>("", |()| Err(Error::not_found())),
        Outcome::answered("null")
    );
    assert_eq!(
        run::<(), Nullable<Text<String>>>("", |()| Err(Error::not_found())),
        Outcome::answered("")
    );
    assert_eq!(
        run::<(), Json<i32>>("", |()| Err(Error::not_found())),
        Outcome::failed("not found")
    );
    assert_eq!(
        run::<(), Nullable<Json<i32>>>("", |()| Ok(0)),
        Outcome::answered("0")
    );
    assert_eq!(
        run::<(), Nullable<Json<i32>>>("", |()| Err(Error::new("x"))),
        Outcome::failed("x")
    );
}

#[test]
fn unreadable_input_is_a_failure_and_the_plugin_is_not_asked() {
    let outcome = run::<Json<i32>, Json<i32>>("\"x\"", |_| unreachable!());
    assert_eq!(
        outcome,
        Outcome::failed(
            "input: unreadable JSON: invalid type: string \"x\", expected i32 at line 1 column 3"
        )
    );
    let outcome = run_export(
        || wire::export::<Text<String>, ()>(|_| unreachable!()),
        [0xff],
    );
    assert_eq!((outcome.code, outcome.output), (-1, None));
    assert!(outcome.error.unwrap().starts_with("input: invalid utf-8"));
}

#[test]
fn unwritable_output_is_a_failure() {
    let outcome = run::<(), Json<f64, Finite>>("", |()| Ok(f64::NAN));
    assert_eq!(
        outcome,
        Outcome::failed("output: NaN cannot be written: JSON has finite numbers only")
    );
}

#[test]
fn question_mark_takes_the_usual_errors() {
    fn sum(text: &str, numbers: &[u8]) -> Result<i32, Error> {
        let more: Vec<i32> = serde_json::from_slice(numbers)?;
        std::str::from_utf8(numbers)?;
        Ok(text.parse::<i32>()? + more.iter().sum::<i32>())
    }
    assert_eq!(sum("1", b"[2,3]"), Ok(6));
    assert_eq!(
        sum("x", b"[]").unwrap_err().message,
        "invalid digit found in string"
    );
    assert!(
        sum("1", b"[")
            .unwrap_err()
            .message
            .contains("EOF while parsing")
    );
    fn first(bytes: &[u8]) -> Result<[u8; 2], Error> {
        Ok(bytes.try_into()?)
    }
    assert_eq!(first(b"ab"), Ok(*b"ab"));
    assert_eq!(
        first(b"abc").unwrap_err().message,
        "could not convert slice to array"
    );
    fn boxed(error: Error) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        error.into()
    }
    assert_eq!(boxed(Error::new("x")).to_string(), "x");
}

#[test]
fn an_export_may_run_inside_a_call_of_another() {
    let _host = answer_raw(|_, _| {
        let inner = run::<Text<String>, Text<String>>("inner", Ok);
        format!(
            r#"{{"text":"{}"}}"#,
            String::from_utf8(inner.output.unwrap()).unwrap()
        )
        .into_bytes()
    });
    const ASK: wire::Import = wire::Import {
        name: "ask",
        place: wire::Place {
            module: module_path!(),
            function: "ask",
            parameters: &[],
            service: wire::Service {
                has_mock: false,
                has_fake: false,
                permission: None,
            },
        },
    };
    let outcome = run::<Text<String>, Text<String>>("outer", |input| {
        Ok(input + " " + &wire::call(ASK, &[])?.value::<wire::Plain, String>("text")?)
    });
    assert_eq!(outcome, Outcome::answered("outer inner"));
}

#[test]
fn messages_below_the_level_are_not_even_formatted() {
    struct Costly;
    impl std::fmt::Display for Costly {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("formatted in vain")
        }
    }
    let host = FakeHost::builder().log_level(Level::Warn).install();
    nd_pdk::trace!("{Costly}");
    nd_pdk::debug!("{Costly}");
    nd_pdk::info!("{}", Costly);
    nd_pdk::warn!("{} of {total}", 1, total = 2);
    nd_pdk::error!("{{}}");
    assert_eq!(
        host.logs(),
        [
            LogLine {
                level: Level::Warn,
                message: "1 of 2".to_owned()
            },
            LogLine {
                level: Level::Error,
                message: "{}".to_owned()
            }
        ]
    );
    assert!(nd_pdk::log::enabled(Level::Warn) && !nd_pdk::log::enabled(Level::Info));
}

#[test]
fn configuration_and_variables() {
    use nd_pdk::pdk::{config, var};
    let _host = FakeHost::builder()
        .config("key", "value")
        .config("empty", "")
        .install();
    assert_eq!(config::get("key").as_deref(), Some("value"));
    assert_eq!(config::get("empty"), None);
    assert_eq!(config::get("other"), None);
    var::set("a", [1, 2]);
    assert_eq!(var::get("a"), Some(vec![1, 2]));
    var::set("a", "");
    assert_eq!(var::get("a"), None);
}
