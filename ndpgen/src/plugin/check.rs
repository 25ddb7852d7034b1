//! The rules for plugins: everything that can be known before the server loads one. Must not read files.

pub mod manifest;
pub mod wasm;

use super::finding::Findings;
use super::subject::{Subject, Target};

/// Applies all rules to what could be read of a plugin.
pub fn check(cx: &mut Findings, subject: &Subject, target: Target) {
    manifest::check(cx, subject, target);
    wasm::check(cx, subject, target);
}
