//! Whether the server has what a module imports. Must not judge what the manifest permits.

use nd_package::module::{Import, Kind, Signature};
use nd_package::surface::KERNEL_MODULE;
use nd_rules::version::Version;
use wasmparser::ValType;

use super::runtime::Offered;
use crate::diag::{nearest, quote};
use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::{Target, Wasm};

/// After so many wrong imports nobody reads on, and each takes its time.
const MOST: usize = 100;
/// From this version on, requests by Extism's own HTTP fail.
const WITHOUT_BUILTIN_HTTP: Version = Version::new(0, 64, 0);

pub(super) fn check(cx: &mut Findings, wasm: &Wasm, target: Target) {
    for (import, (code, message, fix)) in findings(wasm) {
        cx.report(code, place(import), message, fix);
    }
    builtin_http(cx, wasm, target);
}

fn findings(wasm: &Wasm) -> impl Iterator<Item = (&Import, (Code, String, String))> {
    let imports = wasm.module.imports.iter();
    let wrong = imports.filter_map(|import| Some((import, judge(import)?)));
    wrong.take(MOST)
}

pub(super) fn place(import: &Import) -> Place {
    Place::Import {
        module: import.module.clone(),
        name: import.name.clone(),
    }
}

fn judge(import: &Import) -> Option<(Code, String, String)> {
    let Some(offered) = Offered::from_module(&import.module) else {
        let (message, fix) = elsewhere(import);
        return Some((Code::UnknownImport, message, fix));
    };
    match offered.signature(&import.name) {
        None => Some(unknown(import, offered)),
        Some((params, results)) => wrong_type(import, params, results),
    }
}

fn unknown(import: &Import, offered: Offered) -> (Code, String, String) {
    let (code, whose) = match offered {
        Offered::Host => (
            Code::UnknownHostFunction,
            "no Navidrome has a host function",
        ),
        Offered::Kernel => (
            Code::UnknownImport,
            "the Extism of the server has no function",
        ),
        Offered::Wasi => (Code::UnknownImport, "WASI preview 1 has no function"),
    };
    let name = quote(&import.name);
    let message = format!("{whose} {name}, so the server does not load the plugin");
    let fix = match nearest(&import.name, offered.names().into_iter()) {
        Some(name) => format!("did you mean {}?", quote(name)),
        None if offered == Offered::Host => {
            "call host functions through `nd_pdk::host`, which has all that there are; what is newer than this ndpgen takes a newer one".to_owned()
        }
        None => "build for the target wasm32-wasip1, with the extism-pdk that nd-pdk uses".to_owned(),
    };
    (code, message, fix)
}

fn wrong_type(
    import: &Import,
    params: &[ValType],
    results: &[ValType],
) -> Option<(Code, String, String)> {
    let is = match &import.kind {
        Kind::Function(Some(is)) if *is.params == *params && *is.results == *results => {
            return None;
        }
        Kind::Function(Some(Signature { params, results })) => function(params, results),
        other => kind(other).to_owned(),
    };
    let offered = function(params, results);
    let message = format!("it is imported as {is}, and the server has {offered} under this name");
    let fix = "declare it with the server's type, or use `nd_pdk::host` instead of a declaration of your own";
    Some((Code::ImportType, message, fix.to_owned()))
}

/// An import from a module that the server does not have.
fn elsewhere(import: &Import) -> (String, String) {
    let what = kind(&import.kind);
    let module = quote(&import.module);
    let message = format!(
        "{what} is imported from {module}, which the server does not have, so it does not load the plugin"
    );
    let fix = match import.module.as_str() {
        name if name.starts_with("__wbindgen")
            || name == "wbg"
            || import.name.starts_with("__wbindgen") =>
        {
            "this comes from wasm-bindgen, which is for browsers: find the crate with `cargo tree --target wasm32-wasip1 -i wasm-bindgen`, and switch off its feature for browsers (often `js`, `wasm-bindgen` or `wasmbind`)"
        }
        name if name.starts_with("wasi:")
            || name.starts_with("wasi_ephemeral")
            || name.contains('@') =>
        {
            "this is WASI of another version: build for the target wasm32-wasip1"
        }
        "wasi_unstable" | "wasi_snapshot_preview2" => {
            "this is WASI of another version: build for the target wasm32-wasip1"
        }
        "wasi" => {
            "this is for threads: build for the target wasm32-wasip1, not wasm32-wasip1-threads"
        }
        "env" => match import.kind {
            Kind::Function(_) => {
                "this is mostly a function that a C library or an `extern` block declares and nothing defines: link what defines it, or do without the crate that needs it"
            }
            Kind::Memory | Kind::Table | Kind::Global | Kind::Tag => {
                "build without the linker's `--import-memory`, `--import-table` and `--shared`: a plugin brings its own memory"
            }
        },
        name if name.starts_with("extism:") => {
            "host functions are in `extism:host/user`, Extism's own in `extism:host/env`; use `nd_pdk::host` instead of a declaration of your own"
        }
        _ => {
            "a plugin can import from `extism:host/user`, `extism:host/env` and `wasi_snapshot_preview1`; remove what needs anything else"
        }
    };
    (message, fix.to_owned())
}

fn builtin_http(cx: &mut Findings, wasm: &Wasm, target: Target) {
    if target.navidrome.is_some_and(|it| it < WITHOUT_BUILTIN_HTTP) {
        return;
    }
    let mut imports = wasm.module.imports.iter();
    let is_request = |it: &&Import| it.module == KERNEL_MODULE && it.name == "http_request";
    if let Some(import) = imports.find(is_request) {
        let message = format!(
            "every request by Extism's own HTTP fails from Navidrome {WITHOUT_BUILTIN_HTTP} on, though the plugin is loaded"
        );
        let fix = "send requests with `nd_pdk::http` (the host function `http_send`) instead of `extism_pdk::http`, and declare the permission `http`";
        cx.report(Code::BuiltinHttp, place(import), message, fix);
    }
}

pub(super) fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Function(_) => "a function",
        Kind::Memory => "a memory",
        Kind::Table => "a table",
        Kind::Global => "a global",
        Kind::Tag => "the tag of an exception",
    }
}

/// "a function from (i64) to (i64)", cut off where it becomes long.
pub(super) fn function(params: &[ValType], results: &[ValType]) -> String {
    const MOST: usize = 10;
    let list = |types: &[ValType]| {
        let mut names: Vec<String> = types.iter().take(MOST).map(ToString::to_string).collect();
        if types.len() > MOST {
            names.push("…".to_owned());
        }
        names.join(", ")
    };
    format!("a function from ({}) to ({})", list(params), list(results))
}

#[cfg(test)]
mod tests {
    use super::super::tests::subject;
    use super::*;
    use crate::plugin::check::wasm::runtime::Offered::{Host, Kernel, Wasi};

    #[test]
    fn all_that_the_server_has_can_be_imported() {
        for (module, offered) in [
            ("extism:host/user", Host),
            ("extism:host/env", Kernel),
            ("wasi_snapshot_preview1", Wasi),
        ] {
            assert_eq!(Offered::from_module(module), Some(offered));
            let mut names = offered.names();
            let imports = names.iter().map(|name| {
                let (params, results) = offered.signature(name).unwrap();
                let text =
                    |types: &[ValType]| types.iter().map(|it| format!(" {it}")).collect::<String>();
                let (params, results) = (text(params), text(results));
                format!(r#"(import "{module}" "{name}" (func (param{params}) (result{results})))"#)
            });
            let imports: String = imports.collect();
            let wasm = subject(&imports).wasm.unwrap();
            let mut cx = Findings::default();
            let target = Target {
                navidrome: Some(Version::new(0, 63, 0)),
            };
            check(&mut cx, &wasm, target);
            assert_eq!(cx.into_sorted(), []);
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{module}");
        }
    }

    #[test]
    fn wrong_imports_are_bounded() {
        let imports: String = (0..5_000)
            .map(|n| format!(r#"(import "extism:host/user" "cache_getstrin{n}" (func))"#))
            .collect();
        let wasm = subject(&imports).wasm.unwrap();
        assert_eq!(findings(&wasm).count(), MOST);
    }
}
