//! What of a module is only for debuggers. Must not look at anything that runs.

use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::subject::Wasm;

/// Names of functions up to this many bytes are not worth a word.
const FEW_NAMES: u64 = 1024;

pub(super) fn check(cx: &mut Findings, wasm: &Wasm) {
    let custom = wasm.module.sections.iter().filter(|it| it.is_custom);
    let is_debug = |name: &str, size| match name {
        "name" => size > FEW_NAMES,
        _ => name.starts_with(".debug_") || name.starts_with("reloc..debug_"),
    };
    let debug = custom.filter(|it| is_debug(&it.name, it.size));
    let bytes: u64 = debug.map(|it| it.size).sum();
    if bytes == 0 {
        return;
    }
    let message = format!(
        "{bytes} of its {} bytes are debug information and names of functions, which the server does not need",
        wasm.module.size
    );
    let fix = "build it with `ndpgen build`, or set `strip = true` in the profile it is built with";
    cx.report(Code::DebugInfo, Place::Wasm, message, fix);
}
