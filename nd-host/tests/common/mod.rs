//! Small plugins written by hand, and packages of them. Must not assert anything.
#![allow(dead_code, reason = "every test binary takes what it needs")]

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use nd_host::Package;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A manifest with these permissions.
pub(crate) fn manifest(permissions: &Value) -> Value {
    json!({"name": "Test", "author": "Test", "version": "1.0.0", "permissions": permissions})
}

/// A plugin called `test` with these permissions.
pub(crate) fn package(permissions: &Value, wasm: Vec<u8>) -> Package {
    Package {
        id: "test".to_owned(),
        manifest: manifest(permissions).to_string(),
        wasm,
    }
}

/// A module of these declarations.
pub(crate) fn module(declarations: &str) -> Vec<u8> {
    wat::parse_str(format!("(module {declarations})")).expect("the module is valid")
}

/// An export that does this and succeeds.
pub(crate) fn export(name: &str, body: &str) -> String {
    format!(r#"(func (export "{name}") (result i32) {body} (i32.const 0))"#)
}

/// A plugin that passes its input on to host functions and gives back their replies: for each function an export `call_<function>`. The exports of
/// schedules and queues are there as well, and do nothing.
pub(crate) fn relay(functions: &[&str]) -> Vec<u8> {
    relay_and(functions, "")
}

/// A relay with these exports besides. They can use the host functions and what the relay itself uses: `$input` (a block with the input), `$answer`,
/// `$log` and `$error`, which take a block.
pub(crate) fn relay_and(functions: &[&str], exports: &str) -> Vec<u8> {
    let imports = functions.iter().map(|name| {
        format!(r#"(import "extism:host/user" "{name}" (func ${name} (param i64) (result i64)))"#)
    });
    let calls = functions.iter().map(|name| {
        let body = format!("(drop (call $answer (call ${name} (call $input))))");
        export(&format!("call_{name}"), &body)
    });
    let callbacks = ["nd_scheduler_callback", "nd_task_execute"];
    let callbacks = callbacks.iter().filter(|name| !exports.contains(*name));
    let callbacks = callbacks.map(|name| export(name, ""));
    let (imports, calls, callbacks) = (
        imports.collect::<String>(),
        calls.collect::<String>(),
        callbacks.collect::<String>(),
    );
    with_relay(&imports, &format!("{calls} {callbacks} {exports}"))
}

/// A module with these imports and what relays use.
pub(crate) fn with_relay(imports: &str, declarations: &str) -> Vec<u8> {
    module(&format!("{imports} {RELAY} {declarations}"))
}

/// What relays and their exports use.
const RELAY: &str = r#"
    (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
    (import "extism:host/env" "length" (func $length (param i64) (result i64)))
    (import "extism:host/env" "input_length" (func $input_length (result i64)))
    (import "extism:host/env" "input_load_u8" (func $input_load (param i64) (result i32)))
    (import "extism:host/env" "store_u8" (func $store (param i64 i32)))
    (import "extism:host/env" "output_set" (func $output (param i64 i64)))
    (import "extism:host/env" "log_info" (func $log (param i64)))
    (import "extism:host/env" "error_set" (func $error (param i64)))
    (func $answer (param i64) (result i32)
        (call $output (local.get 0) (call $length (local.get 0)))
        (i32.const 0))
    (func $input (result i64) (local $block i64) (local $at i64)
        (local.set $block (call $alloc (call $input_length)))
        (block $end (loop $next
            (br_if $end (i64.ge_u (local.get $at) (call $input_length)))
            (call $store
                (i64.add (local.get $block) (local.get $at))
                (call $input_load (local.get $at)))
            (local.set $at (i64.add (local.get $at) (i64.const 1)))
            (br $next)))
        (local.get $block))"#;

/// A function called `$name` that gives a block with this text.
pub(crate) fn text(name: &str, text: &str) -> String {
    let stores: String = text
        .bytes()
        .enumerate()
        .map(|(at, byte)| {
            format!(
                "(call $store (i64.add (local.get $block) (i64.const {at})) (i32.const {byte}))"
            )
        })
        .collect();
    format!(
        "(func ${name} (result i64) (local $block i64)
            (local.set $block (call $alloc (i64.const {})))
            {stores} (local.get $block))",
        text.len()
    )
}

/// A zip archive with these entries.
pub(crate) fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in entries {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("the entry can be begun");
        writer
            .write_all(contents)
            .expect("the entry can be written");
    }
    writer
        .finish()
        .expect("the archive can be ended")
        .into_inner()
}

/// Writes a file into a folder, and says where it is.
pub(crate) fn file(folder: &Path, name: &str, contents: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, contents).expect("the file can be written");
    path
}
