//! Keys that an object has twice, anywhere in the manifest. Must not know which keys there should be, except where the server takes two for one.

use std::collections::HashMap;

use super::super::super::code::Code;
use super::super::super::finding::Findings;
use super::super::super::json::{Document, Member, Node};
use super::at;
use super::table::{Key, Kind, MANIFEST};
use crate::diag::quote;
use crate::source::LineIndex;

pub(super) fn check(cx: &mut Findings, document: &Document) {
    let lines = LineIndex::new(&document.text);
    let line = |member: &Member| {
        let start = member.key_span.start;
        lines.position(&document.text, start).line
    };
    walk(cx, &document.root, Some(MANIFEST), &line);
}

/// `keys` are those the server reads, whatever their case; other objects are handed on as they are.
fn walk(
    cx: &mut Findings,
    node: &Node,
    keys: Option<&'static [Key]>,
    line: &dyn Fn(&Member) -> usize,
) {
    let mut seen: HashMap<&str, &Member> = HashMap::new();
    for member in node.members() {
        let key = known(keys, &member.key);
        let name = key.map_or(member.key.as_str(), |key| key.name);
        match seen.get(name) {
            Some(first) => report(cx, first, member, line(first)),
            None => {
                seen.insert(name, member);
            }
        }
        let below = key.and_then(|key| match key.kind {
            Kind::Object(keys) => Some(keys),
            Kind::Text | Kind::Flag | Kind::Count | Kind::Hosts | Kind::Elsewhere(_) => None,
        });
        walk(cx, &member.node, below, line);
    }
    for element in node.elements() {
        walk(cx, element, None, line);
    }
}

fn known(keys: Option<&'static [Key]>, name: &str) -> Option<&'static Key> {
    let mut keys = keys.unwrap_or_default().iter();
    keys.find(|key| key.name.eq_ignore_ascii_case(name))
}

fn report(cx: &mut Findings, first: &Member, again: &Member, line: usize) {
    let message = match first.key == again.key {
        true => format!(
            "the key {} is already in this object, in line {line}: one of the two is lost",
            quote(&again.key)
        ),
        false => format!(
            "the key {} is already in this object, as {} in line {line}, and the server takes both for one",
            quote(&again.key),
            quote(&first.key)
        ),
    };
    let fix = "keep one of them, with all that is meant";
    cx.report(Code::DuplicateKey, at(&again.key_span), message, fix);
}
