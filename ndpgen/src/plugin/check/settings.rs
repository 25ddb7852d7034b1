//! What a manifest says about settings: `config`, with a JSON Schema of draft 7 and a form of JSON Forms. Must not look at anything else.

mod cost;
mod defaults;
mod findings;
mod form;
mod keywords;
mod object;
mod patterns;
mod schema;
mod scopes;
mod secrets;
mod tree;

use self::findings::{Reporter, shown};
use self::schema::Verdict;
use self::tree::Tree;
use crate::diag::{advise, quote};
use crate::plugin::code::Code;
use crate::plugin::finding::Findings;
use crate::plugin::json::{Member, Node, Value};
use crate::plugin::subject::Subject;

const KEYS: [&str; 2] = ["schema", "uiSchema"];

pub(super) fn check(findings: &mut Findings, subject: &Subject) {
    let Some(manifest) = &subject.manifest else {
        return;
    };
    let mut cx = Reporter::new(findings);
    let config = manifest.document.root.get_in_any_case("config");
    if let Some(config) = config.filter(|it| it.node.value != Value::Null) {
        check_config(&mut cx, config);
    }
}

fn check_config(cx: &mut Reporter<'_>, config: &Member) {
    if !config.node.is_object() {
        let message = format!(
            "`config` must be an object, but is {}, so the server refuses the manifest",
            shown(&config.node)
        );
        let fix = "write `{\"schema\": {…}}`, or leave `config` out if there is nothing to set";
        cx.report(Code::WrongType, &config.node.span, message, fix);
        return;
    }
    if let Some(keyword) = schema_in_place(&config.node) {
        return unwrapped(cx, keyword);
    }
    check_keys(cx, &config.node);
    let Some(schema) = config.node.get("schema") else {
        return no_schema(cx, config);
    };
    if !schema.node.is_object() {
        let message = format!(
            "`schema` must be an object, but is {}, so the server refuses the manifest",
            shown(&schema.node)
        );
        let fix = "write `{\"type\": \"object\", \"properties\": {…}}`";
        cx.report(Code::WrongType, &schema.node.span, message, fix);
        return;
    }
    check_settings(cx, &schema.node, config.node.get_in_any_case("uiSchema"));
}

/// A keyword that shows that `config` is the schema, which belongs below `schema`.
fn schema_in_place(config: &Node) -> Option<&Member> {
    let has_schema = config.get_in_any_case("schema").is_some();
    let keyword = || config.get("properties").or_else(|| config.get("type"));
    if has_schema { None } else { keyword() }
}

fn unwrapped(cx: &mut Reporter<'_>, keyword: &Member) {
    let message = format!(
        "`config` has no `schema`, so the server refuses the manifest; {} is a keyword of one",
        quote(&keyword.key)
    );
    let fix = "move the schema one level down: `\"config\": {\"schema\": {…}}`";
    cx.report(Code::MissingKey, &keyword.key_span, message, fix);
}

fn no_schema(cx: &mut Reporter<'_>, config: &Member) {
    let message = "`config` has no `schema`, so the server refuses the manifest";
    // Unlike others, this key counts only as it is spelt.
    let (span, fix) = match config.node.get_in_any_case("schema") {
        Some(other) => (
            &other.key_span,
            "write `schema`: unlike others, this key counts only as it is spelt",
        ),
        None => (
            &config.key_span,
            "add `\"schema\": {\"type\": \"object\", \"properties\": {…}}`, or leave `config` out if there is nothing to set",
        ),
    };
    cx.report(Code::MissingKey, span, message, fix);
}

fn check_keys(cx: &mut Reporter<'_>, config: &Node) {
    for Member { key, key_span, .. } in config.members() {
        let is_other_schema = config.get("schema").is_none() && key.eq_ignore_ascii_case("schema");
        if KEYS.contains(&key.as_str()) || is_other_schema {
            continue;
        }
        let same = KEYS.into_iter().find(|it| it.eq_ignore_ascii_case(key));
        if let Some(known) = same {
            let message = format!(
                "{} is `{known}` in other letters; the server reads it all the same, other tools may not",
                quote(key)
            );
            cx.report(Code::KeyCase, key_span, message, format!("write `{known}`"));
            continue;
        }
        let nearest = cx.nearest(key, KEYS.into_iter());
        let message = format!(
            "{} is no key of `config`, so the server passes over it",
            quote(key)
        );
        let fix = advise(nearest, "valid keys", KEYS.into_iter());
        cx.report(Code::UnknownKey, key_span, message, fix);
    }
}

fn check_settings(cx: &mut Reporter<'_>, schema: &Node, form: Option<&Member>) {
    let tree = Tree::new(schema);
    let verdict = schema::check(cx, &tree);
    object::check(cx, &tree);
    if verdict == Verdict::Sound {
        defaults::check(cx, &tree);
    }
    let form = form.filter(|it| it.node.value != Value::Null);
    match form {
        Some(form) => {
            if let Some(shown) = form::check(cx, &tree, &form.node) {
                secrets::check(cx, &tree, &shown);
            }
        }
        None => secrets::check_without_form(cx, &tree),
    }
}

#[cfg(test)]
mod tests;
