//! The rules about the WebAssembly, and what tests of them need.

mod together;

use nd_package::Module;
use nd_rules::manifest::Permissions;
use nd_rules::surface::{EXPORTS, HOST_FUNCTIONS};

use super::*;
use crate::plugin::code::Code;
use crate::plugin::finding::Place;
use crate::plugin::json::Document;
use crate::plugin::subject::{Manifest, Wasm};

/// A plugin without a manifest.
pub(super) fn subject(fields: &str) -> Subject {
    let bytes = wat::parse_str(format!("(module {fields})")).unwrap();
    let module = Module::read(&bytes).unwrap();
    Subject {
        wasm: Some(Wasm { bytes, module }),
        ..Subject::new("test")
    }
}

/// A plugin with settings and these permissions.
fn with_permissions(fields: &str, permissions: &str) -> Subject {
    let text = format!(
        r#"{{"name": "Test", "author": "You", "version": "1.0.0", "permissions": {permissions}, "config": {{}}}}"#
    );
    with_manifest(fields, text)
}

fn with_manifest(fields: &str, text: String) -> Subject {
    let permissions = Permissions::from_json_leniently(&text);
    let document = Document::parse(text).unwrap();
    Subject {
        manifest: Some(Manifest {
            document,
            permissions,
        }),
        ..subject(fields)
    }
}

fn codes(subject: &Subject, target: Target) -> Vec<Code> {
    let mut cx = Findings::default();
    check(&mut cx, subject, target);
    cx.into_sorted().iter().map(|it| it.code).collect()
}

fn any(subject: &Subject) -> Vec<Code> {
    codes(subject, Target::default())
}

fn on(version: &str) -> Target {
    Target {
        navidrome: Some(version.parse().unwrap()),
    }
}

fn host(name: &str) -> String {
    format!(r#"(import "extism:host/user" "{name}" (func (param i64) (result i64)))"#)
}

fn export(name: &str) -> String {
    format!(r#"(func (export "{name}") (result i32) (i32.const 0))"#)
}

fn exports(names: &[&str]) -> String {
    names.iter().map(|name| export(name)).collect()
}

const SCROBBLER: [&str; 3] = [
    "nd_scrobbler_is_authorized",
    "nd_scrobbler_now_playing",
    "nd_scrobbler_scrobble",
];

#[test]
fn exports_that_are_near_or_claim_the_prefix_are_misspelt() {
    for name in [
        "on_init",
        "nd_oninit",
        "nd_on_inits",
        "nd_something_else",
        "Nd_On_Init",
        "get_artist_url",
    ] {
        let fields = exports(&["nd_task_execute", name]);
        assert_eq!(any(&subject(&fields)), [Code::MisspeltExport], "{name}");
    }
    let ordinary = [
        "_initialize",
        "__wasm_call_ctors",
        "alloc",
        "malloc",
        "free",
        "hs_init",
        "call_host",
        "main",
        "init",
        "run",
        "add",
    ];
    let ordinary: Vec<&str> = ordinary
        .into_iter()
        .chain(["nd_on_init", "on_init"])
        .collect();
    assert_eq!(any(&subject(&exports(&ordinary))), []);
}

#[test]
fn of_very_many_exports_those_with_the_prefix_are_looked_at() {
    let many: String = (0..3_000)
        .map(|n| format!(r#"(export "ordinary_function_{n}" (func 0))"#))
        .collect();
    let fields = export("nd_on_init") + &many + r#"(export "nd_oninit" (func 0))"#;
    assert_eq!(any(&subject(&fields)), [Code::MisspeltExport]);
}

#[test]
fn exports_have_one_type() {
    let of_type = |ty: &str, body: &str| {
        any(&subject(&format!(
            r#"(func (export "nd_on_init") {ty} {body})"#
        )))
    };
    assert_eq!(of_type("", ""), []);
    assert_eq!(of_type("(result i32)", "(i32.const 0)"), []);
    assert_eq!(of_type("(result i64)", "(i64.const 0)"), [Code::ExportType]);
    assert_eq!(
        of_type("(result i32 i32)", "(i32.const 0) (i32.const 0)"),
        [Code::ExportType]
    );
    assert_eq!(of_type("(param i32)", ""), [Code::ExportType]);
    let memory = subject(r#"(memory (export "nd_on_init") 1)"#);
    assert_eq!(any(&memory), [Code::NoCapability, Code::ExportType]);
}

#[test]
fn a_program_is_told_from_a_library_without_capabilities() {
    assert_eq!(any(&subject("")), [Code::NoCapability]);
    assert_eq!(
        any(&subject(r#"(func (export "_start"))"#)),
        [Code::ProgramModule]
    );
}

#[test]
fn capabilities_are_complete() {
    assert_eq!(any(&subject(&exports(&SCROBBLER))), []);
    assert_eq!(
        any(&subject(&exports(&SCROBBLER[..2]))),
        [Code::MissingExport]
    );
    assert_eq!(
        any(&subject(&export("nd_scrobbler_playback_report"))),
        [Code::MissingExport]
    );
    assert_eq!(any(&subject(&export("nd_get_artist_biography"))), []);
    let names: Vec<&str> = EXPORTS
        .iter()
        .map(|it| it.name)
        .filter(|it| it.starts_with("nd_websocket_"))
        .collect();
    let connect = |names: &[&str]| any(&subject(&(host("websocket_connect") + &exports(names))));
    assert_eq!(connect(&names), []);
    assert_eq!(connect(&names[1..]), [Code::MissingCallback]);
    assert_eq!(any(&subject(&exports(&names[1..]))), []);
}

#[test]
fn builtin_http_works_before_it_fails() {
    let fields = r#"(import "extism:host/env" "http_request" (func (param i64 i64) (result i64)))"#
        .to_owned()
        + &export("nd_on_init");
    assert_eq!(any(&subject(&fields)), [Code::BuiltinHttp]);
    assert_eq!(codes(&subject(&fields), on("0.64")), [Code::BuiltinHttp]);
    assert_eq!(codes(&subject(&fields), on("0.63.2")), []);
    let permitted = with_permissions(&fields, r#"{"http": {}}"#);
    assert_eq!(
        codes(&permitted, on("0.63")),
        [],
        "it is what the permission is for"
    );
}

#[test]
fn an_older_server_lacks_what_came_later() {
    let storage = host("storage_getstoragepath") + &export("nd_on_init");
    let storage = with_permissions(&storage, r#"{"storage": {}}"#);
    assert_eq!(codes(&storage, on("0.64")), []);
    assert_eq!(
        codes(&storage, on("0.63")),
        [Code::NewerHostFunction],
        "once"
    );
    // No function, but the folder.
    let opens = r#"(import "wasi_snapshot_preview1" "fd_readdir" (func (param i32 i32 i32 i64 i32) (result i32)))"#;
    let opens = with_permissions(
        &(opens.to_owned() + &export("nd_on_init")),
        r#"{"storage": {}}"#,
    );
    assert_eq!(codes(&opens, on("0.64")), []);
    assert_eq!(codes(&opens, on("0.63")), [Code::NewerHostFunction]);
    // There, but answering in another form.
    let raw = subject(&(host("subsonicapi_callraw") + &export("nd_on_init")));
    assert_eq!(codes(&raw, on("0.61")), []);
    assert_eq!(codes(&raw, on("0.60.3")), [Code::NewerHostFunction]);
    let worker = subject(&export("nd_task_execute"));
    assert_eq!(codes(&worker, on("0.60.3")), [Code::NewerExport]);
    assert_eq!(codes(&worker, on("0.61")), []);
    let fields = host("http_send") + &export("nd_on_init");
    let http = with_permissions(
        &fields,
        r#"{"http": {"requiredHosts": ["a.de", "10.0.0.1", "a/8", "10.0.0.0/8", "fd00::/8", 5]}}"#,
    );
    assert_eq!(codes(&http, on("0.63")), [Code::NewerHostRule; 2]);
    assert_eq!(codes(&http, on("0.64")), []);
}

#[test]
fn threads_are_there_where_the_server_reads_the_key_for_them() {
    let fields = "(memory 1 1 shared)".to_owned() + &export("nd_on_init");
    let text = |key: &str| format!(r#"{{"experimental": {{"{key}": {{}}}}}}"#);
    let threads = with_manifest(&fields, text("threads"));
    assert_eq!(codes(&threads, on("0.63.2")), []);
    assert_eq!(codes(&threads, on("0.64")), [Code::UnsupportedFeature]);
    assert_eq!(any(&threads), [Code::UnsupportedFeature]);
    let other = with_manifest(&fields, text("other"));
    assert_eq!(codes(&other, on("0.63.2")), [Code::UnsupportedFeature]);
}

#[test]
fn debug_information_is_counted() {
    let init = export("nd_on_init");
    let of = |sections: &str| any(&subject(&format!("{init} {sections}")));
    assert_eq!(of(r#"(@custom ".debug_info" "x")"#), [Code::DebugInfo]);
    assert_eq!(of(r#"(@custom "nd-pdk:config" "debug")"#), []);
    assert_eq!(of("(func $named)"), [], "a few names");
    assert_eq!(
        of(&format!("(func ${})", "n".repeat(2_000))),
        [Code::DebugInfo]
    );
}

/// Any server of the version that is asked for loads this.
#[test]
fn a_plugin_that_has_everything_has_no_findings() {
    let functions: String = HOST_FUNCTIONS.iter().map(|it| host(it.name)).collect();
    let all: String = EXPORTS.iter().map(|it| export(it.name)).collect();
    let keys = nd_rules::manifest::Permission::ALL.map(|it| format!(r#""{}": {{}}"#, it.key()));
    let permissions = format!("{{{}}}", keys.join(", "));
    let everything = with_permissions(&(functions + &all), &permissions);
    assert_eq!(any(&everything), []);
    assert_eq!(codes(&everything, on("0.64")), []);
}
