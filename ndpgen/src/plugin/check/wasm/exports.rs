//! Whether the server can call what a module exports, and finds all that it needs. Must not look at the manifest.

use std::collections::BTreeSet;

use nd_package::module::{Export as Exported, Kind};
use nd_package::surface::USER_MODULE;
use nd_rules::surface::{EXPORTS, Export};
use wasmparser::ValType;

use super::imports::{function, kind};
use crate::diag::{nearest, quote};
use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::Wasm;

/// How all the server's names for exports begin.
const PREFIX: &str = "nd_";
/// After so many wrong exports nobody reads on, and each takes its time.
const MOST: usize = 100;
/// Of so many exports the nearest name is looked for; a linker that is told to export everything names thousands.
const SEARCHES: usize = 1_000;

pub(super) fn check(cx: &mut Findings, wasm: &Wasm) {
    let called = called(wasm);
    misspelt(cx, wasm, &called);
    types(cx, wasm);
    let is_program = wasm.module.exported_functions().any(|it| it == "_start");
    // Beside capabilities a `main` does no harm: some compilers export one whatever they are told.
    match (called.is_empty(), is_program) {
        (true, true) => program(cx),
        (true, false) => no_capability(cx),
        (false, true | false) => {
            missing(cx, &called);
            callbacks(cx, wasm, &called);
        }
    }
}

/// The exports of a module that the server calls, in the server's order.
pub(super) fn called(wasm: &Wasm) -> Vec<&'static Export> {
    let exported: BTreeSet<&str> = wasm.module.exported_functions().collect();
    let known = EXPORTS.iter();
    known.filter(|it| exported.contains(it.name)).collect()
}

fn misspelt(cx: &mut Findings, wasm: &Wasm, called: &[&Export]) {
    let functions = wasm.module.exported_functions();
    let others = functions.filter(|name| Export::find(name).is_none());
    let others = others.enumerate();
    let others = others.filter(|(index, name)| *index < SEARCHES || name.starts_with(PREFIX));
    // Whatever is exported under its right name as well is not misspelt.
    let free = EXPORTS.iter().filter(|export| !called.contains(export));
    let free: Vec<&str> = free.map(|export| export.name).collect();
    let misspelt = others.filter_map(|(_, name)| {
        let nearest = nearest(name, free.iter().copied());
        (name.starts_with(PREFIX) || nearest.is_some()).then_some((name, nearest))
    });
    for (name, nearest) in misspelt.take(MOST) {
        let message = format!("no Navidrome calls a function {}", quote(name));
        let fix = match nearest {
            Some(nearest) => format!(
                "did you mean {}? Let `nd_pdk::register!` write the exports",
                quote(nearest)
            ),
            None => format!(
                "let `nd_pdk::register!` write the exports, or give it a name that does not begin with `{PREFIX}`"
            ),
        };
        cx.report(
            Code::MisspeltExport,
            Place::Export(name.to_owned()),
            message,
            fix,
        );
    }
}

fn types(cx: &mut Findings, wasm: &Wasm) {
    let exports = wasm.module.exports.iter();
    for Exported { name, kind: of } in exports.filter(|it| Export::find(&it.name).is_some()) {
        let is = match of {
            Kind::Function(Some(it)) if it.params.is_empty() && is_exit_code(&it.results) => {
                continue;
            }
            Kind::Function(Some(it)) => function(&it.params, &it.results),
            Kind::Function(None) | Kind::Memory | Kind::Table | Kind::Global | Kind::Tag => {
                kind(of).to_owned()
            }
        };
        let message =
            format!("it is {is}, and the server calls functions from () to (i32), or to nothing");
        let fix = "let `nd_pdk::register!` write the export: input and output go through Extism, not through parameters";
        cx.report(Code::ExportType, Place::Export(name.clone()), message, fix);
    }
}

/// Whether the server can read these results: one i32, or none for success.
fn is_exit_code(results: &[ValType]) -> bool {
    matches!(results, [] | [ValType::I32])
}

fn program(cx: &mut Findings) {
    let message = "it is a program: the server never runs its `main`, and there is no function of a capability that it would call";
    let fix = "make it a library with `crate-type = [\"cdylib\"]` under `[lib]` of Cargo.toml, without `fn main`, and register a capability";
    cx.report(
        Code::ProgramModule,
        Place::Export("_start".to_owned()),
        message,
        fix,
    );
}

fn no_capability(cx: &mut Findings) {
    let message = "it exports nothing that the server calls, so the plugin never does anything";
    let fix = "implement a trait such as `nd_pdk::scrobbler::Scrobbler`, and register it with `nd_pdk::register!` in the crate that is the cdylib";
    cx.report(Code::NoCapability, Place::Wasm, message, fix);
}

fn missing(cx: &mut Findings, called: &[&Export]) {
    let capabilities: BTreeSet<&str> = called.iter().map(|it| it.capability).collect();
    for capability in capabilities {
        let required = Export::of(capability).filter(|export| export.required);
        let missing: Vec<&str> = without(required, called);
        if missing.is_empty() {
            continue;
        }
        let message = format!(
            "it has only part of {}: {} not exported, and the server calls all of it",
            quote(capability),
            are(&missing)
        );
        let fix = "implement the whole trait, and let `nd_pdk::register!` write its exports";
        cx.report(Code::MissingExport, Place::Wasm, message, fix);
    }
}

fn callbacks(cx: &mut Findings, wasm: &Wasm, called: &[&Export]) {
    let mut imports = wasm.module.imports.iter();
    let is_connect = |it: &&nd_package::module::Import| {
        it.module == USER_MODULE && it.name == "websocket_connect"
    };
    let Some(connect) = imports.find(is_connect) else {
        return;
    };
    let missing = without(Export::of("WebSocketCallback"), called);
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "the plugin opens WebSockets, and {} not exported: the server drops these events and logs an error for each",
        are(&missing)
    );
    let fix = "implement all four traits of `nd_pdk::websocket`, and register them with `nd_pdk::register!`; a method may do nothing";
    cx.report(
        Code::MissingCallback,
        super::imports::place(connect),
        message,
        fix,
    );
}

fn without(
    exports: impl Iterator<Item = &'static Export>,
    called: &[&Export],
) -> Vec<&'static str> {
    let missing = exports.filter(|export| !called.contains(export));
    missing.map(|export| export.name).collect()
}

/// "`a` is", or "`a`, `b` are".
fn are(names: &[&str]) -> String {
    let list: Vec<String> = names.iter().map(|name| quote(name)).collect();
    let verb = match names {
        [_] => "is",
        _ => "are",
    };
    format!("{} {verb}", list.join(", "))
}
