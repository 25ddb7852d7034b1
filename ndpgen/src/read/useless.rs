//! Keys of ours that do nothing without another one, in this kind of file, or with nothing in them.

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::schema::Role;
use crate::tree::{Entry, Node, NodeKind};

use super::fields::Fields;

/// The keys at the root of a document.
pub(super) fn check_document(cx: &Collector, role: Role, fields: &Fields<'_>) {
    let has = |name| fields.entry(name).is_some_and(|it| !is_empty(&it.value));
    let useless = |names: &[&str], why: &str| {
        for name in names {
            report(cx, fields, name, why);
        }
    };
    match role {
        Role::Capability if !has("exports") => {
            useless(&["x-capability", "x-errors"], "without exports");
        }
        Role::Types => {
            let why = "in `types.yaml`, which holds only schemas";
            useless(&["x-capability", "x-service", "x-errors", "imports"], why);
            if has("exports") {
                useless(&["exports"], why);
            }
        }
        Role::Service if has("exports") => {
            useless(&["exports"], "in a host service: plugins only call it");
        }
        Role::Capability | Role::Service => {}
    }
    if role != Role::Types && !has("imports") {
        useless(&["x-service"], "without imports");
    }
    if !["exports", "imports", "components"].into_iter().any(has) {
        useless(&["x-since"], "in a document without functions and schemas");
    }
    if let Some(errors) = fields.entry("x-errors").filter(|_| has("exports")) {
        check_not_empty(cx, "x-errors", errors);
    }
}

/// An empty mapping of parameters or results, where leaving it out means the same.
pub(super) fn check_call(cx: &Collector, role: Role, fields: &Fields<'_>) {
    let keys = ["x-params", "x-results"];
    let entries = || {
        keys.into_iter()
            .filter_map(|key| Some((key, fields.entry(key)?)))
    };
    // Outside `host/` an empty one may be all that says which kind of call it is.
    let is_marked = role == Role::Service || entries().any(|(_, it)| !is_empty(&it.value));
    for (key, entry) in entries().filter(|_| is_marked) {
        check_not_empty(cx, key, entry);
    }
}

/// A mapping that must say something.
pub(super) fn check_not_empty(cx: &Collector, name: &str, entry: &Entry) {
    if matches!(&entry.value.kind, NodeKind::Map(entries) if entries.is_empty()) {
        let message = format!("an empty {} has no effect", quote(name));
        let error = Diagnostic::new(Code::UselessKey, entry.key.span, message);
        cx.report(error.help("leave the key out"));
    }
}

fn report(cx: &Collector, fields: &Fields<'_>, name: &str, why: &str) {
    if let Some(span) = fields.key(name) {
        let message = format!("{} has no effect {why}", quote(name));
        cx.report(Diagnostic::new(Code::UselessKey, span, message));
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Null => true,
        NodeKind::List(items) => items.is_empty(),
        NodeKind::Map(entries) => entries.is_empty(),
        NodeKind::Bool(_) | NodeKind::Number | NodeKind::Text(_) => false,
    }
}
