//! The host on small hand-written modules. Must not need a compiled plugin: those are tested further up.

use std::time::Duration;

use nd_host::{Call, Level, LogLine, Outcome, Plugin, Reply, Report, Request, Script};
use serde_json::json;

/// A module with helpers to speak with the runtime, and these functions.
fn module(functions: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
            (import "extism:host/user" "ask" (func $ask (param i64) (result i64)))
            (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
            (import "extism:host/env" "length" (func $length (param i64) (result i64)))
            (import "extism:host/env" "store_u8" (func $store (param i64 i32)))
            (import "extism:host/env" "error_set" (func $error (param i64)))
            (import "extism:host/env" "output_set" (func $output (param i64 i64)))
            (import "extism:host/env" "config_get" (func $config (param i64) (result i64)))
            (import "extism:host/env" "get_log_level" (func $level (result i32)))
            (import "extism:host/env" "log_debug" (func $debug (param i64)))
            (import "extism:host/env" "log_error" (func $log_error (param i64)))
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (memory (export "memory") 1)
            (func $letter (param i32) (result i64) (local $block i64)
                (local.set $block (call $alloc (i64.const 1)))
                (call $store (local.get $block) (local.get 0))
                (local.get $block))
            (func $answer (param i64)
                (call $output (local.get 0) (call $length (local.get 0))))
            {functions})"#
    );
    wat::parse_str(text).expect("the module is valid")
}

fn load(functions: &str) -> Plugin {
    Plugin::builder(module(functions))
        .host_function("ask")
        .load()
        .expect("the plugin loads")
}

fn run(function: &str) -> Report {
    load(&format!(r#"(func (export "run") (result i32) {function})"#)).call(Call::new("run"))
}

#[test]
fn a_call_ends_as_the_server_sees_it() {
    let failed = |text: &str| Outcome::Failed(text.into());
    let cases = [
        ("(i32.const 0)", Outcome::Ok(vec![])),
        (
            "(call $answer (call $letter (i32.const 65))) (i32.const 0)",
            Outcome::Ok(b"A".to_vec()),
        ),
        ("(i32.const 5)", Outcome::ExitCode(5)),
        ("(i32.const -1)", Outcome::ExitCode(u32::MAX)),
        ("(i32.const -2)", Outcome::NotImplemented),
        // An error text wins over every exit code.
        (
            "(call $error (call $letter (i32.const 65))) (i32.const 0)",
            failed("A"),
        ),
        (
            "(call $error (call $letter (i32.const 65))) (i32.const -2)",
            failed("A"),
        ),
        // Offset 0 clears it.
        (
            "(call $error (i64.const 0)) (i32.const -2)",
            Outcome::NotImplemented,
        ),
        (
            "(unreachable)",
            failed("wasm trap: wasm `unreachable` instruction executed"),
        ),
        (
            "(call $exit (i32.const 3)) (i32.const 0)",
            failed("Exited with i32 exit status 3"),
        ),
        (
            "(call $exit (i32.const 0)) (i32.const 7)",
            Outcome::Ok(vec![]),
        ),
    ];
    for (function, outcome) in cases {
        assert_eq!(run(function).outcome, outcome, "{function}");
    }
}

#[test]
fn the_exit_code_is_reported_beside_the_error_text() {
    assert_eq!(
        run("(call $error (call $letter (i32.const 65))) (i32.const 9)").exit_code,
        9
    );
    assert_eq!(run("(i32.const -2)").exit_code, -2);
    assert_ne!(run("(unreachable)").exit_code, 0);
}

#[test]
fn a_missing_export_is_not_found() {
    let report = load("").call(Call::new("nd_on_init"));
    assert_eq!(report.outcome, Outcome::NotFound);
    assert_eq!(
        report.outcome.error("nd_on_init").unwrap(),
        "function not found: nd_on_init"
    );
}

#[test]
fn a_call_that_takes_too_long_is_stopped() {
    let wasm = module(r#"(func (export "run") (result i32) (loop (br 0)) (i32.const 0))"#);
    let plugin = Plugin::builder(wasm)
        .host_function("ask")
        .timeout(Duration::from_millis(50))
        .load()
        .unwrap();
    let outcome = plugin.call(Call::new("run")).outcome;
    assert_eq!(
        outcome,
        Outcome::Failed("module closed with context deadline exceeded".into())
    );
}

#[test]
fn an_import_that_is_not_offered_fails_to_load() {
    let wasm = wat::parse_str(
        r#"(module
            (import "extism:host/user" "cache_get" (func (param i64) (result i64)))
            (import "extism:host/user" "http_send" (func (param i64) (result i64)))
            (import "extism:host/user" "task_get" (func (param i64) (result i64))))"#,
    )
    .unwrap();
    let error = Plugin::builder(wasm)
        .host_function("http_send")
        .load()
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        r#"creating instance: "cache_get" is not exported in module "extism:host/user"; "task_get" is not exported in module "extism:host/user""#
    );
}

#[test]
fn bytes_that_are_no_module_fail_to_load() {
    let error = Plugin::builder(b"plugin".to_vec()).load().err().unwrap();
    assert_eq!(error.to_string(), "not a valid wasm module");
}

/// Asks its host with the letter Q and answers what it gets.
const ASK: &str = r#"(func (export "run") (result i32)
    (call $answer (call $ask (call $letter (i32.const 81)))) (i32.const 0))"#;

#[test]
fn a_host_function_answers_what_the_script_says() {
    let cases = [
        (
            Reply::Json(json!({"value": 1})),
            Outcome::Ok(br#"{"value":1}"#.to_vec()),
        ),
        (Reply::Bytes(b"{".to_vec()), Outcome::Ok(b"{".to_vec())),
        (
            Reply::Error("no".into()),
            Outcome::Ok(br#"{"error":"no"}"#.to_vec()),
        ),
        (Reply::Empty, Outcome::Ok(vec![])),
        (
            Reply::Trap("crashed".into()),
            Outcome::Failed("crashed".into()),
        ),
        (
            Reply::computed(|request| Reply::Bytes([request.bytes.as_slice(), b"!"].concat())),
            Outcome::Ok(b"Q!".to_vec()),
        ),
    ];
    let plugin = load(ASK);
    for (reply, outcome) in cases {
        let script = Script::new().reply("ask", reply.clone());
        let report = plugin.call(Call::new("run").script(&script));
        assert_eq!(report.outcome, outcome, "{reply:?}");
        let request = Request {
            function: "ask".into(),
            bytes: b"Q".to_vec(),
        };
        assert_eq!(script.requests(), [request], "{reply:?}");
    }
}

#[test]
fn a_sequence_of_replies_runs_out() {
    let plugin = load(ASK);
    let script = Script::new().reply("ask", Reply::sequence([json!(1), json!(2)]));
    let outcomes = [(); 3].map(|()| plugin.call(Call::new("run").script(&script)).outcome);
    assert_eq!(
        outcomes,
        [
            Outcome::Ok(b"1".to_vec()),
            Outcome::Ok(b"2".to_vec()),
            Outcome::Failed("the script has no reply left for `ask`".into()),
        ]
    );
}

#[test]
fn a_host_function_without_reply_is_a_crash() {
    let outcome = load(ASK).call(Call::new("run")).outcome;
    assert_eq!(
        outcome,
        Outcome::Failed("the script has no reply for `ask`".into())
    );
}

#[test]
fn text_is_shown_as_text() {
    let text = Outcome::Ok("naïve".into());
    assert_eq!(format!("{text:?}"), r#"Ok("naïve")"#);
    assert_eq!(format!("{:?}", Outcome::Ok(vec![255, 0])), "Ok([255, 0])");
    let request = Request {
        function: "ask".into(),
        bytes: "naïve".into(),
    };
    let shown = format!("{request:?}");
    assert_eq!(shown, r#"Request { function: "ask", bytes: "naïve" }"#);
    let reply = Reply::Bytes(b"{".to_vec());
    assert_eq!(format!("{reply:?}"), r#"Bytes("{")"#);
}

#[test]
fn the_configuration_is_that_of_the_call() {
    let plugin = load(
        r#"(func (export "run") (result i32)
            (call $answer (call $config (call $letter (i32.const 75)))) (i32.const 0))"#,
    );
    let configured = plugin.call(Call::new("run").config("K", "value")).outcome;
    assert_eq!(configured, Outcome::Ok(b"value".to_vec()));
    assert_eq!(plugin.call(Call::new("run")).outcome, Outcome::Ok(vec![]));
}

#[test]
fn lines_below_the_level_are_told_apart() {
    let plugin = load(
        r#"(func (export "run") (result i32)
            (call $debug (call $letter (i32.const 68)))
            (call $log_error (call $letter (i32.const 69)))
            (call $level))"#,
    );
    let debug = LogLine {
        level: Level::Debug,
        text: "D".into(),
    };
    let error = LogLine {
        level: Level::Error,
        text: "E".into(),
    };

    let report = plugin.call(Call::new("run").log_level(Level::Trace));
    assert_eq!(
        (report.log, report.dropped_log),
        (vec![debug.clone(), error.clone()], vec![])
    );
    assert_eq!(report.exit_code, 0);

    let report = plugin.call(Call::new("run"));
    assert_eq!(
        (report.log, report.dropped_log),
        (vec![error.clone()], vec![debug.clone()])
    );
    assert_eq!(report.exit_code, 2);

    let report = plugin.call(Call::new("run").log_level(None));
    assert_eq!(
        (report.log, report.dropped_log),
        (vec![], vec![debug, error])
    );
    assert_eq!(report.exit_code, i32::MAX);
}

#[test]
fn nothing_survives_a_call() {
    let plugin = load(
        r#"(global $calls (mut i32) (i32.const 0))
           (func (export "run") (result i32)
            (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
            (global.get $calls))"#,
    );
    assert_eq!(plugin.call(Call::new("run")).outcome, Outcome::ExitCode(1));
    assert_eq!(plugin.call(Call::new("run")).outcome, Outcome::ExitCode(1));
}

#[test]
fn memory_stops_at_the_limit() {
    // 3 pages of 64 KiB in one block.
    let wasm = module(
        r#"(func (export "run") (result i32) (drop (call $alloc (i64.const 196608))) (i32.const 0))"#,
    );
    let with_pages = |pages| {
        let builder = Plugin::builder(wasm.clone())
            .host_function("ask")
            .memory_pages(pages);
        builder.load().unwrap().call(Call::new("run")).outcome
    };
    assert_eq!(with_pages(8), Outcome::Ok(vec![]));
    let too_much = "out of memory: the call asked for more than the 128 KiB it may have";
    assert_eq!(with_pages(2), Outcome::Failed(too_much.into()));
}

#[test]
fn concurrent_calls_keep_apart() {
    let plugin = load(ASK);
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|number| {
                let plugin = &plugin;
                scope.spawn(move || {
                    let script = Script::new().reply("ask", json!(number));
                    (
                        plugin.call(Call::new("run").script(&script)),
                        script.requests().len(),
                    )
                })
            })
            .collect();
        for (number, call) in calls.into_iter().enumerate() {
            let (report, requests) = call.join().unwrap();
            assert_eq!(report.outcome, Outcome::Ok(number.to_string().into_bytes()));
            assert_eq!(requests, 1);
        }
    });
}
