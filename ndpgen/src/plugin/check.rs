//! The rules for plugins: everything that can be known before the server loads one. Must not read files by itself.

pub mod manifest;
mod package;
mod settings;
pub mod wasm;

use std::path::Path;

use super::finding::{Findings, Report};
use super::subject::{self, Subject, Target};

/// Applies all rules to what could be read of a plugin.
pub fn check(cx: &mut Findings, subject: &Subject, target: Target) {
    package::check(cx, subject);
    manifest::check(cx, subject, target);
    settings::check(cx, subject);
    wasm::check(cx, subject, target);
}

/// Reads what is there, and applies all rules to it.
pub fn check_path(path: &Path, target: Target) -> (Subject, Report) {
    let mut findings = Findings::default();
    let subject = subject::open(path, &mut findings);
    check(&mut findings, &subject, target);
    let report = subject.report(findings);
    (subject, report)
}
