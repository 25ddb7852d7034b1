//! What permissions say beside hosts: reasons, sizes, numbers. Must not judge whether a permission is needed.

use nd_rules::size;

use super::super::super::code::Code;
use super::super::super::finding::Findings;
use super::super::super::json::{Member, Node, Value};
use super::super::super::placeholder::is_placeholder;
use super::table::{Kind, MANIFEST, PERMISSIONS};
use super::{at, find, permission};
use crate::diag::quote;

pub(super) fn check(cx: &mut Findings, manifest: &Node) {
    for key in MANIFEST {
        if let (Kind::Text, Some(member)) = (key.kind, find(manifest, key.name)) {
            placeholder(cx, key.name, &member.node);
        }
    }
    for key in PERMISSIONS {
        if let Some(member) = permission(manifest, key.name) {
            reason(cx, key.name, member);
        }
    }
    if let Some(member) = permission(manifest, "kvstore") {
        max_size(cx, &member.node);
    }
    if let Some(member) = permission(manifest, "taskqueue") {
        max_concurrency(cx, &member.node);
    }
}

/// Whoever decides about the plugin is shown the reason.
fn reason(cx: &mut Findings, name: &str, permission: &Member) {
    let why = find(&permission.node, "reason").map(|member| &member.node);
    let is_missing = match why.map(|node| (node, node.text())) {
        None => true,
        Some((_, Some(text))) => text.trim().is_empty(),
        // Of the wrong type, which is said elsewhere.
        Some((_, None)) => false,
    };
    if is_missing {
        let place = why.map_or(&permission.key_span, |node| &node.span);
        let message = format!(
            "the permission {} has no reason, which is what an administrator reads before allowing it",
            quote(name)
        );
        let fix = "write in `reason` what the plugin does with it, in one sentence";
        cx.report(Code::MissingReason, at(place), message, fix);
    } else if let Some(node) = why {
        placeholder(cx, &format!("permissions.{name}.reason"), node);
    }
}

fn placeholder(cx: &mut Findings, path: &str, node: &Node) {
    if node.text().is_some_and(is_placeholder) {
        let message = format!(
            "{} is still the text of the template, which is what others would read",
            quote(path)
        );
        let fix = "write a text of your own";
        cx.report(Code::PlaceholderText, at(&node.span), message, fix);
    }
}

fn max_size(cx: &mut Findings, kvstore: &Node) {
    let Some(member) = find(kvstore, "maxSize") else {
        return;
    };
    // An empty text stands for the default.
    let Some(text) = member.node.text().filter(|text| !text.is_empty()) else {
        return;
    };
    if size::parse(text).is_err() {
        let message = format!(
            "{} is no size that the server reads, so it does not load the plugin",
            quote(text)
        );
        let fix = match repaired(text) {
            Some(size) => format!("write {}", quote(&size)),
            None => "write a number and a unit, such as `1MB` (1,000,000 bytes) or `1MiB` (1,048,576 bytes)".to_owned(),
        };
        cx.report(Code::InvalidSize, at(&member.node.span), message, fix);
    }
}

/// The size without blanks in front, or with a unit that is spelt out or too long.
fn repaired(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('+');
    let end = text.find(|char: char| char.is_ascii_alphabetic());
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let unit = match unit.to_ascii_lowercase().trim_end_matches('s') {
        "byte" => "B",
        "kilobyte" => "kB",
        "megabyte" | "mbyte" => "MB",
        "gigabyte" | "gbyte" => "GB",
        "kibibyte" => "KiB",
        "mebibyte" => "MiB",
        "gibibyte" => "GiB",
        _ => unit,
    };
    let repaired = format!("{}{unit}", number.trim().replace('_', ""));
    size::parse(&repaired).is_ok().then_some(repaired)
}

fn max_concurrency(cx: &mut Findings, taskqueue: &Node) {
    let Some(member) = find(taskqueue, "maxConcurrency") else {
        return;
    };
    let Value::Number(number) = &member.node.value else {
        return;
    };
    // Other numbers have a fraction, which is said elsewhere.
    let (is_below, is_above) = match number.as_i64() {
        Some(limit) => (limit < 1, false),
        None => (
            number.as_f64().is_some_and(|it| it <= i64::MIN as f64),
            number.as_f64().is_some_and(|it| it >= i64::MAX as f64),
        ),
    };
    let message = match (is_below, is_above) {
        (false, false) => return,
        (true, _) => "`maxConcurrency` is below 1: the server refuses the manifest",
        (false, true) => {
            "`maxConcurrency` is larger than any number the server can read: it refuses the manifest"
        }
    };
    let fix = "write how many tasks may run at the same time, 1 or more";
    cx.report(
        Code::InvalidConcurrency,
        at(&member.node.span),
        message,
        fix,
    );
}
