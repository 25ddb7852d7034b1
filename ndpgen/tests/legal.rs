//! Plugins that are unusual, but right: no finding, or only what is said here. What other tools and languages make is no mistake.

use std::collections::BTreeSet;

use nd_package::Package;
use ndpgen::plugin::check::check;
use ndpgen::plugin::finding::{Findings, Report};
use ndpgen::plugin::subject::{Target, read_package};

/// Something that is right, and the codes of what may be said about it nevertheless.
type Case = (&'static str, &'static str, &'static [&'static str]);

/// A module that does nothing at the start.
const ON_INIT: &str = r#"(func (export "nd_on_init") (result i32) (i32.const 0))"#;

fn report(manifest: &str, fields: &str, target: Target) -> Report {
    let package = Package {
        id: String::new(),
        manifest: manifest.to_owned(),
        wasm: wat::parse_str(format!("(module {fields})")).expect("it is WebAssembly"),
    };
    let bytes = package.archive().expect("it can be packed");
    let mut findings = Findings::default();
    let subject = read_package("hello.ndp", &bytes, &mut findings);
    check(&mut findings, &subject, target);
    Report::new("hello.ndp", subject.manifest_text(), findings)
}

/// Holds what is found in each plugin against what may be found.
fn assert_legal(cases: &[Case], plugin: impl Fn(&str) -> (String, String)) {
    let mut wrong = Vec::new();
    for (name, text, expected) in cases {
        let (manifest, fields) = plugin(text);
        let report = report(&manifest, &fields, Target::default());
        let found: BTreeSet<&str> = report.findings().map(|it| it.code.name()).collect();
        if found != expected.iter().copied().collect() {
            wrong.push(format!("{name}: instead of {expected:?}\n{report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A manifest with these members beside those that it must have.
fn manifest(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{{ "name": "Hello", "author": "Somebody", "version": "1.2.3"{comma} {members} }}"#)
}

fn import(function: &str) -> String {
    format!(r#"(import "extism:host/user" "{function}" (func (param i64) (result i64)))"#)
}

const MANIFESTS: &[Case] = &[
    ("nothing but what must be there", "", &[]),
    (
        "null where nothing is meant",
        r#""description": null, "website": null, "permissions": null, "config": null"#,
        &[],
    ),
    ("no permissions", r#""permissions": {}"#, &[]),
    (
        "a permission that is null",
        r#""permissions": { "cache": null }"#,
        &["null-permission"],
    ),
    (
        "keys in other letters",
        r#""Description": "Says hello", "PERMISSIONS": {}"#,
        &["key-case"],
    ),
    (
        "something for editors",
        r#""$schema": { "for": "editors" }"#,
        &[],
    ),
    (
        "a long text in other letters",
        r#""description": "Grüße, 你好, \ud83c\udfb5 \u0000 and a\nline""#,
        &[],
    ),
    (
        "a website on another port",
        r#""website": "HTTPS://[::1]:8443/~me?a=b#c""#,
        &[],
    ),
    ("no website", r#""website": """#, &["invalid-website"]),
];

const PERMISSIONS: &[Case] = &[
    ("every public host", r#""http": { "reason": "Asks" }"#, &[]),
    (
        "every public host, with an empty list",
        r#""http": { "reason": "Asks", "requiredHosts": [] }"#,
        &[],
    ),
    (
        "every public host, with null",
        r#""http": { "reason": "Asks", "requiredHosts": null }"#,
        &[],
    ),
    (
        "ranges of addresses",
        r#""http": { "reason": "Asks", "requiredHosts": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.1/16", "fc00::/7", "fe80::/10", "0.0.0.0/0"] }"#,
        &["covered-host"],
    ),
    (
        "addresses of both kinds",
        r#""http": { "reason": "Asks", "requiredHosts": ["127.0.0.1", "::1", "FD00::1", "2001:db8::8", "::ffff:10.0.0.1"] }"#,
        &[],
    ),
    (
        "names of every kind",
        r#""http": { "reason": "Asks", "requiredHosts": ["a.b.c.d.example.com", "xn--bcher-kva.example", "my_host.example.net", "1.example.org", "*.co.example"] }"#,
        &[],
    ),
    (
        "a name in a private network with its address",
        r#""http": { "reason": "Asks", "requiredHosts": ["nas.local", "192.168.1.10"] }"#,
        &[],
    ),
    (
        "the smallest store",
        r#""kvstore": { "reason": "Remembers", "maxSize": "0" }"#,
        &[],
    ),
    (
        "a size with blanks, commas and a fraction",
        r#""kvstore": { "reason": "Remembers", "maxSize": "1,024.5 kib " }"#,
        &[],
    ),
    (
        "a size without unit",
        r#""kvstore": { "reason": "Remembers", "maxSize": "1048576" }"#,
        &[],
    ),
    (
        "the size of the server",
        r#""kvstore": { "reason": "Remembers", "maxSize": null }"#,
        &[],
    ),
    (
        "as many tasks as there can be",
        r#""taskqueue": { "reason": "Works", "maxConcurrency": 9223372036854775807 }"#,
        &[],
    ),
    (
        "files of the libraries",
        r#""library": { "reason": "Looks", "filesystem": true }"#,
        &[],
    ),
];

/// A module that uses all that these permissions are for.
fn using(permissions: &str) -> String {
    let used = |(permission, function): (&str, &str)| match permissions
        .contains(&format!("\"{permission}\""))
    {
        true => import(function),
        false => String::new(),
    };
    let uses = [
        ("http", "http_send"),
        ("kvstore", "kvstore_set"),
        ("taskqueue", "task_enqueue"),
    ];
    let imports = [
        uses.map(used).concat(),
        r#"(import "wasi_snapshot_preview1" "path_open" (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))"#.to_owned(),
    ];
    format!(
        r#"{} {ON_INIT} (func (export "nd_task_execute") (result i32) (i32.const 0))"#,
        imports.concat()
    )
}

const SETTINGS: &[Case] = &[
    (
        "no form",
        r#""schema": { "type": "object", "properties": { "city": { "type": "string" } } }"#,
        &[],
    ),
    ("no settings yet", r#""schema": { "type": "object" }"#, &[]),
    (
        "a form that is null",
        r#""schema": { "type": "object", "properties": {} }, "uiSchema": null"#,
        &[],
    ),
    (
        "a schema without a type",
        r#""schema": { "properties": { "city": {}, "country": true } }"#,
        &[],
    ),
    (
        "references to the schema itself and in it",
        r##""schema": { "$id": "https://example.com/settings", "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
            "definitions": { "user": { "$id": "#user", "type": "object", "properties": { "friends": { "type": "array", "items": { "$ref": "#/definitions/user" } } } } },
            "properties": { "me": { "$ref": "#user" }, "you": { "$ref": "https://example.com/settings#/definitions/user" } } }"##,
        &[],
    ),
    (
        "definitions where later drafts have them",
        r##""schema": { "type": "object", "$defs": { "city": { "type": "string" } }, "properties": { "city": { "$ref": "#/$defs/city" } } }"##,
        &[],
    ),
    (
        "alternatives, conditions and tuples",
        r#""schema": { "type": "object", "properties": { "kind": { "enum": ["a", "b", null, 1] }, "pair": { "items": [{ "type": "string" }, { "type": "integer" }], "additionalItems": false } },
            "if": { "properties": { "kind": { "const": "a" } } }, "then": { "required": ["pair"] }, "else": false, "dependencies": { "pair": ["kind"] } }"#,
        &[],
    ),
    (
        "names of settings with all that a name can have",
        r##""schema": { "type": "object", "properties": { "a/b": { "type": "string" }, "c~d": { "type": "string" }, "": { "type": "string" }, "e f.g": { "type": "string" } } },
            "uiSchema": { "type": "Group", "label": "All", "elements": [
                { "type": "Control", "scope": "#/properties/a~1b" }, { "type": "Control", "scope": "#/properties/c~0d" },
                { "type": "Control", "scope": "#/properties/" }, { "type": "Control", "scope": "#/properties/e f.g" }] }"##,
        &[],
    ),
    (
        "categories with rules",
        r##""schema": { "type": "object", "properties": { "on": { "type": "boolean" }, "server": { "type": "object", "properties": { "port": { "type": "integer" } } } } },
            "uiSchema": { "type": "Categorization", "elements": [
                { "type": "Category", "label": "First", "i18n": "first", "elements": [{ "type": "Label", "text": "Hello" }, { "type": "Control", "scope": "#/properties/on", "label": false }] },
                { "type": "Category", "label": "Second", "rule": { "effect": "HIDE", "condition": { "type": "AND", "conditions": [
                    { "scope": "#/properties/on", "schema": { "const": false } }, { "scope": "#", "schema": { "required": ["on"] }, "failWhenUndefined": true }] } },
                  "elements": [{ "type": "HorizontalLayout", "elements": [{ "type": "Control", "scope": "#/properties/server/properties/port" }] }] }] }"##,
        &[],
    ),
    (
        "one control for everything",
        r##""schema": { "type": "object", "properties": { "city": { "type": "string" } } }, "uiSchema": { "type": "Control", "scope": "#" }"##,
        &[],
    ),
    (
        "keywords of nobody, and of other tools",
        r#""schema": { "type": "object", "$comment": "For later", "x-order": 1, "markdownDescription": "**Hello**", "properties": { "city": { "type": "string", "format": "city", "deprecated": true } } }"#,
        &[],
    ),
    (
        "patterns of Go",
        r#""schema": { "type": "object", "properties": { "city": { "type": "string", "pattern": "(?i)^[[:alpha:]\\p{L}]{2,}\\z" }, "name": { "type": "string", "pattern": "^{a}|\\Qa.b\\E$" } } }"#,
        &[],
    ),
];

const MODULES: &[Case] = &[
    (
        "as small as it gets, without memory and exit code",
        r#"(func (export "nd_on_init"))"#,
        &[],
    ),
    (
        "nothing but a callback",
        r#"(func (export "nd_scheduler_callback") (result i32) (i32.const 0))"#,
        &[],
    ),
    (
        "nothing but one of four callbacks",
        r#"(func (export "nd_websocket_on_text_message") (result i32) (i32.const 0))"#,
        &[],
    ),
    (
        "TinyGo, as a library",
        r#"(import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
           (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
           (import "wasi_snapshot_preview1" "clock_time_get" (func (param i32 i64 i32) (result i32)))
           (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
           (import "extism:host/env" "input_load_u8" (func (param i64) (result i32)))
           (memory (export "memory") 2) (global (mut i32) (i32.const 65536))
           (func (export "_initialize")) (func (export "malloc") (param i32) (result i32) (local.get 0)) (func (export "free") (param i32))
           (func (export "calloc") (param i32 i32) (result i32) (local.get 0)) (func (export "realloc") (param i32 i32) (result i32) (local.get 0))
           (func (export "asyncify_start_unwind") (param i32)) (func (export "asyncify_get_state") (result i32) (i32.const 0))
           (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &[],
    ),
    (
        "a program that exports a capability as well, such as TinyGo makes",
        r#"(memory (export "memory") 2) (func (export "_start")) (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &[],
    ),
    (
        "C, with its constructors and its stack",
        r#"(memory (export "memory") 2) (global $stack (mut i32) (i32.const 65536)) (export "__stack_pointer" (global $stack))
           (table (export "__indirect_function_table") 2 funcref) (elem (i32.const 1) $init) (data (i32.const 131068) "last")
           (func $init (export "__wasm_call_ctors")) (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &[],
    ),
    (
        "AssemblyScript, with its collector",
        r#"(memory (export "memory") 1) (global (export "__rtti_base") i32 (i32.const 1024)) (start $start) (func $start)
           (func (export "__new") (param i32 i32) (result i32) (local.get 0)) (func (export "__pin") (param i32) (result i32) (local.get 0))
           (func (export "__unpin") (param i32)) (func (export "__collect")) (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &[],
    ),
    (
        "Zig or Go, with all that there is in WebAssembly 2.0",
        r#"(memory 1) (table 3 externref) (data "passive") (elem declare func $two) (func $two (result i32 i64) (i32.const 0) (i64.const 0))
           (func (result v128) (i32x4.splat (i32.const 1))) (func (export "nd_on_init") (result i32) (drop (ref.func $two)) (i32.const 0))"#,
        &[],
    ),
    (
        "a function of the runtime that is exported under the name of a capability",
        r#"(import "extism:host/env" "get_log_level" (func (result i32))) (export "nd_on_init" (func 0))"#,
        &[],
    ),
    (
        "one function under several names",
        r#"(func $all (export "nd_get_artist_mbid") (export "nd_get_artist_url") (result i32) (i32.const 0)) (export "nd_get_album_info" (func $all))"#,
        &[],
    ),
    (
        "exports of its own, of every kind and length",
        r#"(memory (export "") 1) (func (export "helper") (param f64) (result f32) (f32.const 0)) (global (export "on_init") i32 (i32.const 0))
           (func (export "ünï")) (func (export "init")) (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &[],
    ),
    (
        "a function that is imported twice",
        r#"(import "extism:host/user" "config_get" (func (param i64) (result i64))) (import "extism:host/user" "config_get" (func (param i64) (result i64)))
           (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &["no-settings"],
    ),
    (
        "a debug build",
        r#"(@custom ".debug_info" "much") (@custom "producers" "\00") (@custom ".debug_line" "more") (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &["debug-info"],
    ),
    (
        "as much memory as there can be",
        r#"(memory (export "memory") 65536 65536) (func (export "nd_on_init") (result i32) (i32.const 0))"#,
        &[],
    ),
];

#[test]
fn manifests() {
    assert_legal(MANIFESTS, |members| (manifest(members), ON_INIT.to_owned()));
}

#[test]
fn permissions() {
    assert_legal(PERMISSIONS, |permissions| {
        let fields = using(permissions);
        let permissions = format!(r#""permissions": {{ {permissions} }}"#);
        (manifest(&permissions), fields)
    });
}

#[test]
fn settings() {
    assert_legal(SETTINGS, |config| {
        let config = format!(r#""config": {{ {config} }}"#);
        (manifest(&config), ON_INIT.to_owned())
    });
}

#[test]
fn modules() {
    assert_legal(MODULES, |fields| (manifest(""), fields.to_owned()));
}

/// Members of a manifest beside the permissions, entries of `requiredHosts`, and what is in the data of the module.
type Hosts = (&'static str, [&'static str; 3]);

const HOSTS: &[Hosts] = &[
    (
        "links that are not followed",
        [
            "",
            r#""api.deezer.com""#,
            "https://api.deezer.com/ https://deezer.com/ https://www.last.fm/",
        ],
    ),
    (
        "hosts that are put together, and the address of the project",
        [
            "",
            r#""query.wikidata.org", "*.wikipedia.org""#,
            "https://github.com/somebody/hello https://docs.somebody.org/",
        ],
    ),
    (
        "a host that the user gives",
        [
            r#""config": { "schema": { "type": "object", "properties": { "server": { "type": "string" } } } }"#,
            r#""192.168.0.0/16""#,
            "https://www.somebody.org/help",
        ],
    ),
    (
        "an address, which the server compares otherwise",
        ["", r#""8.8.8.0/24""#, "http://8.8.8.8/"],
    ),
    (
        "two hosts with almost the same name",
        [
            "",
            r#""api1.deezer.com", "api2.deezer.com""#,
            "https://api1.deezer.com/ https://api2.deezer.com/ https://api3.deezer.com/",
        ],
    ),
];

#[test]
fn hosts_in_the_data() {
    for (name, [members, hosts, data]) in HOSTS {
        let comma = if members.is_empty() { "" } else { "," };
        let permissions = format!(
            r#""permissions": {{ "http": {{ "reason": "Asks", "requiredHosts": [{hosts}] }} }}{comma} {members}"#
        );
        let data = data.replace(' ', "\\00");
        let fields = format!(
            r#"{} {ON_INIT} (memory (export "memory") 1) (data (i32.const 0) "{data}\00")"#,
            import("http_send")
        );
        let report = report(&manifest(&permissions), &fields, Target::default());
        assert_eq!(report.to_string(), "", "{name}");
    }
}
