//! Findings about settings, at places in the manifest, with help for slips. Must not find anything.

use std::ops::Range;

use crate::diag::{nearest, quote};
use crate::plugin::code::Code;
use crate::plugin::finding::{Findings, Place};
use crate::plugin::json::{Node, Value};

/// After so many searches for the nearest name nobody reads on, and each takes its time.
const SEARCHES: usize = 500;

/// Takes findings about one manifest.
pub(super) struct Reporter<'f> {
    findings: &'f mut Findings,
    searches: usize,
}

impl<'f> Reporter<'f> {
    pub(super) fn new(findings: &'f mut Findings) -> Self {
        Self {
            findings,
            searches: SEARCHES,
        }
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let place = Place::Manifest(span.clone());
        self.findings.report(code, place, message, fix);
    }

    /// The option that was probably meant.
    pub(super) fn nearest<'o>(
        &mut self,
        given: &str,
        options: impl Iterator<Item = &'o str>,
    ) -> Option<&'o str> {
        self.searches = self.searches.checked_sub(1)?;
        nearest(given, options)
    }

    /// The name that was surely meant: others may well be names of something else.
    pub(super) fn slip<'o>(
        &mut self,
        given: &str,
        options: impl Iterator<Item = &'o str>,
    ) -> Option<&'o str> {
        let meant = self.nearest(given, options)?;
        let plain = |name: &str| {
            let letters = name.chars().filter(|char| char.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        let allowed = if given.len() > 6 { 2 } else { 1 };
        let slips = strsim::osa_distance(&plain(given), &plain(meant));
        (slips <= allowed && meant.len() > 3).then_some(meant)
    }
}

/// A value in a few words: itself, if it is short anyway.
pub(super) fn shown(node: &Node) -> String {
    match &node.value {
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(number) => quote(&number.to_string()),
        Value::Text(text) => quote(&format!("\"{text}\"")),
        Value::Null | Value::List(_) | Value::Object(_) => node.kind().to_owned(),
    }
}
