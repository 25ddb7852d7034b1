//! What the WebAssembly must and should be, by itself and together with the manifest. Must not look at the text of the manifest.

mod debug_info;
mod declared;
mod exports;
mod features;
mod imports;
mod newer;
mod permissions;
mod runtime;
mod segments;
mod settings;

use self::declared::Declared;
use super::super::finding::Findings;
use super::super::subject::{Subject, Target};

pub(super) fn check(cx: &mut Findings, subject: &Subject, target: Target) {
    let Some(wasm) = &subject.wasm else {
        return;
    };
    let declared = subject.manifest.as_ref().map(Declared::of);
    features::check(cx, wasm, declared.as_ref(), target);
    segments::check(cx, wasm);
    imports::check(cx, wasm, target);
    exports::check(cx, wasm);
    debug_info::check(cx, wasm);
    if let Some(declared) = &declared {
        permissions::check(cx, wasm, declared);
        settings::check(cx, wasm, declared);
    }
    newer::check(cx, wasm, declared.as_ref(), target);
}

#[cfg(test)]
mod tests;
