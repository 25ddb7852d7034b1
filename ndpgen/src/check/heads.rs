//! Capabilities and their error texts.

use std::collections::HashMap;

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::resolve::Unit;
use crate::schema::ErrorText;
use crate::source::Span;

pub(super) fn check(cx: &Collector, unit: &Unit<'_>) {
    check_host_name(cx, unit);
    check_error_texts(cx, &unit.document.errors);
}

/// A host name is for capabilities that have two names.
fn check_host_name(cx: &Collector, unit: &Unit<'_>) {
    let head = unit.document.capability.as_ref();
    let host_name = head.and_then(|it| it.host_name.as_ref());
    if let (Some(host_name), Some(names)) = (host_name, &unit.capability)
        && host_name.value == names.name.value
    {
        let message = "`host-name` has no effect when it is the `name`";
        let error = Diagnostic::new(Code::UselessKey, host_name.span, message);
        cx.report(error.help("leave the key out"));
    }
}

/// The host could not tell two errors with one text apart.
fn check_error_texts(cx: &Collector, errors: &[ErrorText]) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for ErrorText { text, .. } in errors {
        if let Some(first) = seen.insert(&text.value, text.span) {
            let message = format!("two errors have the text {}", quote(&text.value));
            let error = Diagnostic::new(Code::DuplicateValue, text.span, message);
            cx.report(error.note("the other one is", first));
        }
    }
}
