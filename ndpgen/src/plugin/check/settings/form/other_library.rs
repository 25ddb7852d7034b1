//! Keys of react-jsonschema-form, the library that many examples on the web are for. Must not know JSON Forms beyond what stands for them there.

use super::super::findings::Reporter;
use crate::diag::quote;
use crate::plugin::code::Code;
use crate::plugin::json::{Member, Node};

/// Finds all of them. Whether there are any.
pub(super) fn check(cx: &mut Reporter<'_>, node: &Node) -> bool {
    let mut found = false;
    for member in node.members() {
        if member.key.starts_with("ui:") {
            found = true;
            let message = format!(
                "{} is a key of react-jsonschema-form, but Navidrome shows the form with JSON Forms, which passes over it",
                quote(&member.key)
            );
            cx.report(
                Code::OtherFormLibrary,
                &member.key_span,
                message,
                instead(member),
            );
        }
        found |= check(cx, &member.node);
    }
    for element in node.elements() {
        found |= check(cx, element);
    }
    found
}

fn instead(member: &Member) -> String {
    let of_control = |option: &str| {
        format!(
            "write a `Control` with that option: `{{\"type\": \"Control\", \"scope\": \"#/properties/…\", \"options\": {{{option}}}}}`"
        )
    };
    match (member.key.as_str(), member.node.text()) {
        ("ui:widget", Some("password")) => of_control("\"format\": \"password\""),
        ("ui:widget", Some("textarea")) => of_control("\"multi\": true"),
        ("ui:widget", Some("radio")) => of_control("\"format\": \"radio\""),
        ("ui:order", _) => "write the controls in that order: `{\"type\": \"VerticalLayout\", \"elements\": [{\"type\": \"Control\", \"scope\": \"#/properties/…\"}]}`".to_owned(),
        ("ui:title" | "ui:description" | "ui:help", _) => {
            "write `title` and `description` in the schema of the setting".to_owned()
        }
        _ => "write a form of JSON Forms: `{\"type\": \"VerticalLayout\", \"elements\": [{\"type\": \"Control\", \"scope\": \"#/properties/…\"}]}`".to_owned(),
    }
}
