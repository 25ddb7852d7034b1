//! What the WebAssembly must and should be, by itself and together with the manifest. Must not look at the text of the manifest.

use super::super::finding::Findings;
use super::super::subject::{Subject, Target};

pub(super) fn check(_: &mut Findings, _: &Subject, _: Target) {}
