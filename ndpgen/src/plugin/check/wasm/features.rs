//! Whether the server's runtime can compile a module: WebAssembly's own rules, and the parts of WebAssembly that the runtime has. Must not look at names.

use nd_rules::version::Version;
use wasmparser::{Validator, WasmFeatures};

use super::declared::Declared;
use crate::diag::quote;
use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::{Target, Wasm};

/// What wazero compiles unless it is told otherwise: WebAssembly 2.0.
const SERVER: WasmFeatures = WasmFeatures::WASM2;
/// The first version that never tells it otherwise. Before, a key of the manifest did.
const WITHOUT_THREADS: Version = Version::new(0, 64, 0);

/// Something that WebAssembly has and the server's runtime has not.
struct Feature {
    /// The proposals that make it up.
    proposals: WasmFeatures,
    /// What it is called in a sentence.
    name: &'static str,
    /// What Rust calls it in `-C target-feature`, where it does.
    target_feature: Option<&'static str>,
    /// Where it usually comes from, where that is not the target feature.
    source: Option<&'static str>,
}

const fn feature(
    proposals: WasmFeatures,
    name: &'static str,
    target_feature: Option<&'static str>,
) -> Feature {
    Feature {
        proposals,
        name,
        target_feature,
        source: None,
    }
}

impl Feature {
    const fn from(self, source: &'static str) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }
}

static FEATURES: [Feature; 10] = [
    feature(
        WasmFeatures::THREADS
            .union(WasmFeatures::SHARED_EVERYTHING_THREADS)
            .union(WasmFeatures::ACQUIRE_RELEASE_ATOMICS),
        "threads (shared memory, atomic instructions)",
        Some("atomics"),
    )
    .from("the target wasm32-wasip1-threads has them"),
    feature(
        WasmFeatures::EXCEPTIONS.union(WasmFeatures::LEGACY_EXCEPTIONS),
        "exceptions",
        Some("exception-handling"),
    )
    .from("panics that unwind need them, so set `panic = \"abort\"` in the profile"),
    feature(WasmFeatures::TAIL_CALL, "tail calls", Some("tail-call")),
    feature(
        WasmFeatures::MEMORY64,
        "memories with 64-bit addresses",
        Some("memory64"),
    )
    .from("the target wasm64-unknown-unknown has them"),
    feature(
        WasmFeatures::MULTI_MEMORY,
        "several memories",
        Some("multimemory"),
    ),
    feature(
        WasmFeatures::RELAXED_SIMD,
        "relaxed SIMD",
        Some("relaxed-simd"),
    ),
    feature(
        WasmFeatures::EXTENDED_CONST,
        "arithmetic in constant expressions",
        Some("extended-const"),
    ),
    feature(
        WasmFeatures::GC
            .union(WasmFeatures::FUNCTION_REFERENCES)
            .union(WasmFeatures::CUSTOM_DESCRIPTORS)
            .union(WasmFeatures::MULTIBYTE_ARRAY_ACCESS),
        "typed references and garbage collection",
        Some("gc"),
    ),
    feature(
        WasmFeatures::WIDE_ARITHMETIC,
        "128-bit arithmetic",
        Some("wide-arithmetic"),
    ),
    feature(
        WasmFeatures::STACK_SWITCHING
            .union(WasmFeatures::CUSTOM_PAGE_SIZES)
            .union(WasmFeatures::MEMORY_CONTROL)
            .union(WasmFeatures::COMPACT_IMPORTS),
        "a proposal that is not settled yet",
        None,
    ),
];

pub(super) fn check(
    cx: &mut Findings,
    wasm: &Wasm,
    declared: Option<&Declared<'_>>,
    target: Target,
) {
    let is_older = target.navidrome.is_some_and(|it| it < WITHOUT_THREADS);
    let has_threads = is_older && declared.is_some_and(Declared::has_threads);
    let server = match has_threads {
        true => SERVER.union(WasmFeatures::THREADS),
        false => SERVER,
    };
    let Err(error) = validate(&wasm.bytes, server) else {
        return;
    };
    // Everything that WebAssembly may become, so that what is only too new is not called wrong.
    if let Err(error) = validate(&wasm.bytes, WasmFeatures::all()) {
        let message =
            format!("it breaks a rule of WebAssembly, so the server does not load it: {error}");
        let fix =
            "build it again; if that does not help, the tool that made or changed it has a fault";
        cx.report(Code::InvalidWasm, Place::Wasm, message, fix);
        return;
    }
    let used: Vec<&Feature> = FEATURES
        .iter()
        .filter(|feature| !server.intersects(feature.proposals))
        .filter(|feature| {
            let others = WasmFeatures::all().difference(feature.proposals);
            validate(&wasm.bytes, others).is_err()
        })
        .collect();
    for feature in &used {
        let message = format!(
            "it uses {}, which the server's runtime does not have, so the server does not load it",
            feature.name
        );
        cx.report(
            Code::UnsupportedFeature,
            Place::Wasm,
            message,
            fix(feature, wasm),
        );
    }
    if used.is_empty() {
        let message = format!("the server's runtime cannot compile it: {error}");
        cx.report(Code::UnsupportedFeature, Place::Wasm, message, TARGET);
    }
}

const TARGET: &str = "build for the target wasm32-wasip1, with no target features beyond its own";

fn validate(wasm: &[u8], features: WasmFeatures) -> wasmparser::Result<()> {
    Validator::new_with_features(features)
        .validate_all(wasm)
        .map(|_| ())
}

fn fix(feature: &Feature, wasm: &Wasm) -> String {
    let source = feature.source.map(|source| format!("; {source}"));
    let source = source.unwrap_or_default();
    let Some(name) = feature.target_feature else {
        return format!("{TARGET}{source}");
    };
    let flag = quote(&format!("-C target-feature=+{name}"));
    match has_target_feature(wasm, name) {
        true => format!(
            "it was compiled with {flag}, or with a `-C target-cpu` that has it: take that out of the Rust flags (`RUSTFLAGS`, `.cargo/config.toml`){source}"
        ),
        false => format!("{TARGET}, such as {flag} or `-C target-cpu`{source}"),
    }
}

/// Whether the compiler has noted that it was told to use a feature. Linkers leave that note out when they strip.
fn has_target_feature(wasm: &Wasm, name: &str) -> bool {
    let Some(section) = wasm.module.custom_section(&wasm.bytes, "target_features") else {
        return false;
    };
    // A name comes after its sign and its length, which is below 128.
    let Ok(length) = u8::try_from(name.len()) else {
        return false;
    };
    let entry = [&[b'+', length], name.as_bytes()].concat();
    section.windows(entry.len()).any(|window| window == entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd_package::Module;

    fn findings(text: &str) -> Vec<(Code, String, String)> {
        let bytes = wat::parse_str(text).unwrap();
        let module = Module::read(&bytes).unwrap();
        let mut cx = Findings::default();
        check(&mut cx, &Wasm { bytes, module }, None, Target::default());
        let found = cx.into_sorted().into_iter();
        found.map(|it| (it.code, it.message, it.fix)).collect()
    }

    #[test]
    fn every_feature_is_named_alone() {
        for (text, name) in [
            ("(memory 1 1 shared)", "threads"),
            (
                "(memory 1) (func (drop (i32.atomic.load (i32.const 0))))",
                "threads",
            ),
            ("(tag)", "exceptions"),
            ("(func try catch_all end)", "exceptions"),
            ("(func (return_call 0))", "tail calls"),
            ("(memory i64 1)", "64-bit"),
            ("(memory 1) (memory 1)", "several memories"),
            (
                "(func (param v128) (result v128) (i8x16.relaxed_swizzle (local.get 0) (local.get 0)))",
                "relaxed SIMD",
            ),
            (
                "(global i32 (i32.add (i32.const 1) (i32.const 2)))",
                "constant expressions",
            ),
            ("(type (struct))", "garbage collection"),
            ("(func (param (ref func)))", "typed references"),
            (
                "(func (param i64) (drop (drop (i64.mul_wide_s (local.get 0) (local.get 0)))))",
                "128-bit",
            ),
            ("(memory 1 1 (pagesize 1))", "not settled"),
        ] {
            let found = findings(&format!("(module {text})"));
            let [(Code::UnsupportedFeature, message, _)] = &found[..] else {
                panic!("{text}: {found:?}");
            };
            assert!(message.contains(name), "{text}: {message}");
        }
    }

    #[test]
    fn what_the_server_has_is_fine() {
        let found = findings(
            r#"(module
                (memory 1) (table 1 funcref) (table 1 externref)
                (global (export "g") (mut i32) (i32.const 0))
                (func (param f64) (result i64 i32)
                    (memory.fill (i32.const 0) (i32.const 0) (i32.const 1))
                    (memory.copy (i32.const 0) (i32.const 0) (i32.const 1))
                    (drop (i8x16.swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0)))
                    (i64.trunc_sat_f64_s (local.get 0))
                    (i32.extend8_s (i32.const 1))))"#,
        );
        assert_eq!(found, []);
    }

    #[test]
    fn what_breaks_a_rule_is_told_from_what_is_too_new() {
        let found = findings("(module (func (result i32) i64.const 1))");
        assert_eq!(found[0].0, Code::InvalidWasm);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_flag_that_the_compiler_has_noted_is_named() {
        let noted =
            findings(r#"(module (tag) (@custom "target_features" "\01+\12exception-handling"))"#);
        assert!(noted[0].2.contains("it was compiled with"), "{noted:?}");
        let forbidden =
            findings(r#"(module (tag) (@custom "target_features" "\01-\12exception-handling"))"#);
        assert!(
            !forbidden[0].2.contains("it was compiled with"),
            "{forbidden:?}"
        );
    }
}
