//! Results of host functions: how many, under which names, and which flag belongs to which value.

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::model::Scalar;
use crate::schema::{Call, Document, Property, TypeShape};
use crate::source::Spanned;

/// More would need a type of their own, which an object is.
const MAX_RESULTS: usize = 2;
/// The key of a reply under which the host says what went wrong.
const FAILURE: &str = "error";

pub(super) fn check(cx: &Collector, document: &Document) {
    for import in &document.imports {
        let results = match &import.call {
            Call::Envelope { results, .. } => results.as_slice(),
            Call::Direct { .. } => &[],
        };
        check_failure(cx, results);
        if check_count(cx, results) {
            for flag in results {
                check_flag(cx, flag, results);
            }
        }
        if let Some(json_since) = &import.json_since
            && results.is_empty()
        {
            let message = "`x-json-since` has no effect without `x-results`";
            cx.report(Diagnostic::new(Code::UselessKey, json_since.span, message));
        }
    }
}

/// A reply with this key is a failure, so no plugin would ever see the result.
fn check_failure(cx: &Collector, results: &[Property]) {
    for Property { name, .. } in results {
        if name.value == FAILURE {
            let message = format!(
                "a reply with {} is a failure, never a result",
                quote(FAILURE)
            );
            let error = Diagnostic::new(Code::ReservedResult, name.span, message);
            cx.report(error.help("choose another name, the one that the host writes"));
        }
    }
}

/// Says whether there are few enough to be compared with each other.
fn check_count(cx: &Collector, results: &[Property]) -> bool {
    let Some(third) = results.get(MAX_RESULTS) else {
        return true;
    };
    let count = results.len();
    let message = format!("{count} results, where a host function has {MAX_RESULTS} at most");
    let error = Diagnostic::new(Code::TooManyResults, third.name.span, message);
    cx.report(error.help("return one object with a property for each"));
    false
}

/// A flag speaks about another result, which is no flag itself, and says yes or no.
fn check_flag(cx: &Collector, flag: &Property, results: &[Property]) {
    let Some(value) = &flag.exists_for else {
        return;
    };
    let values = || results.iter().filter(|it| it.exists_for.is_none());
    if !values().any(|it| it.name.value == value.value) {
        cx.report(without_value(cx, value, values()));
    }
    if flag.ty.shape != TypeShape::Scalar(Scalar::Bool) || flag.ty.nullable {
        let message = "a flag is a plain `boolean`";
        let error = Diagnostic::new(Code::ExistsNotBoolean, flag.ty.span, message);
        cx.report(error.note("it is a flag because of the `x-exists-for`", value.span));
    }
}

fn without_value<'r>(
    cx: &Collector,
    value: &Spanned<String>,
    values: impl Iterator<Item = &'r Property> + Clone,
) -> Diagnostic {
    let names = values.map(|it| it.name.value.as_str());
    let message = format!("no other result is called {}", quote(&value.value));
    Diagnostic::new(Code::ExistsWithoutValue, value.span, message).help(cx.choose(
        &value.value,
        "other results",
        names,
    ))
}
