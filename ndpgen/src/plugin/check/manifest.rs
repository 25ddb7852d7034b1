//! What a manifest must and should say by itself. Must not look at the WebAssembly.

use super::super::finding::Findings;
use super::super::subject::{Subject, Target};

pub(super) fn check(_: &mut Findings, _: &Subject, _: Target) {}
