//! Whether a plugin that asks for settings can have any. Must not look into the settings.

use nd_package::surface::USER_MODULE;

use super::declared::Declared;
use super::imports;
use crate::diag::quote;
use crate::plugin::code::Code;
use crate::plugin::finding::Findings;
use crate::plugin::subject::Wasm;

/// Host functions that answer what is set.
const READERS: [&str; 3] = ["config_get", "config_getint", "config_keys"];

/// Without `config` in the manifest the server saves no settings: there are none, whatever is asked for.
pub(super) fn check(cx: &mut Findings, wasm: &Wasm, declared: &Declared<'_>) {
    if declared.has_settings() {
        return;
    }
    let mut imported = wasm.module.imports.iter();
    let is_reader = |it: &&nd_package::module::Import| {
        it.module == USER_MODULE && READERS.contains(&it.name.as_str())
    };
    let Some(reader) = imported.find(is_reader) else {
        return;
    };
    let message = format!(
        "the plugin reads settings with {}, and its manifest has no `config`: nobody can set any, so it never gets one",
        quote(&reader.name)
    );
    let fix = "register the struct that derives `Config` with `nd_pdk::register_config!`, from which `ndpgen build` makes `config`, or write `config.schema` into the manifest";
    cx.report(Code::NoSettings, imports::place(reader), message, fix);
}
