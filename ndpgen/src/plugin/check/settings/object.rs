//! What the schema describes: an object, with all that it requires, of draft 7. Must not look at values.

use std::collections::HashSet;

use jsonschema::Draft;

use super::findings::Reporter;
use super::keywords::{self, About};
use super::tree::{Subschema, Tree, has_type, text};
use crate::diag::{advise, quote};
use crate::plugin::code::Code;
use crate::plugin::json::{Node, Value};

const OBJECT: &str =
    "write `\"type\": \"object\"`, and the schema of each setting below `properties`";

pub(super) fn check(cx: &mut Reporter<'_>, tree: &Tree<'_>) {
    check_draft(cx, tree.root);
    check_root(cx, tree);
    for schema in &tree.schemas {
        check_required(cx, *schema);
    }
}

fn check_draft(cx: &mut Reporter<'_>, root: &Node) {
    let Some(member) = root.get("$schema") else {
        return;
    };
    let Some(given) = member.node.text() else {
        return;
    };
    if plain(given) != "json-schema.org/draft-07/schema" {
        cx.report(
            Code::OtherDraft,
            &member.node.span,
            format!(
                "{} is not the address of draft 7, which settings are written in, so keywords may mean something else than here",
                quote(given)
            ),
            "write `http://json-schema.org/draft-07/schema#`",
        );
    }
}

/// The draft that a schema names, if it is a known one other than 7.
pub(super) fn other_draft(root: &Node) -> Option<Draft> {
    match plain(text(root, "$schema")?) {
        "json-schema.org/draft-04/schema" => Some(Draft::Draft4),
        "json-schema.org/draft-06/schema" => Some(Draft::Draft6),
        "json-schema.org/draft/2019-09/schema" => Some(Draft::Draft201909),
        "json-schema.org/draft/2020-12/schema" => Some(Draft::Draft202012),
        _ => None,
    }
}

/// The address of a draft without what it may have or not.
fn plain(address: &str) -> &str {
    let address = address.trim_end_matches('#');
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

fn check_root(cx: &mut Reporter<'_>, tree: &Tree<'_>) {
    let root = tree.root;
    let said = tree.alternatives(root);
    let names_type = said.iter().find_map(|it| Some((it, it.get("type")?)));
    match names_type {
        Some((schema, _)) if has_type(schema, "object") => {}
        Some((_, member)) => {
            let given = member
                .node
                .text()
                .map_or_else(|| "other types".to_owned(), quote);
            let message = format!("settings are an object, but their schema is one for {given}");
            cx.report(Code::ConfigNotObject, &member.node.span, message, OBJECT);
        }
        None if said.iter().any(|it| it.get("properties").is_some()) => {}
        None if tree.has_lost_properties => {}
        None => {
            let is_setting =
                |key: &str, node: &Node| keywords::find(key).is_none() && node.is_object();
            let mut members = root.members().iter();
            let forgotten = members.find(|it| is_setting(&it.key, &it.node));
            let message = match forgotten {
                Some(member) => format!(
                    "the schema has no `properties`, so {} is no setting",
                    quote(&member.key)
                ),
                None => "the schema describes no object, which settings are".to_owned(),
            };
            cx.report(
                Code::ConfigNotObject,
                &forgotten.map_or(root.span.clone(), |it| it.key_span.clone()),
                message,
                OBJECT,
            );
        }
    }
}

/// Names in `required` that nothing describes. Those that something else may describe are left alone.
fn check_required(cx: &mut Reporter<'_>, Subschema { node, about }: Subschema<'_>) {
    let elsewhere = ["$ref", "allOf", "anyOf", "oneOf", "if", "patternProperties"];
    let (Some(required), Some(properties)) = (node.get("required"), node.get("properties")) else {
        return;
    };
    let takes_others = node
        .get("additionalProperties")
        .is_some_and(|it| it.node.value != Value::Bool(false));
    if about == About::Same || takes_others || elsewhere.iter().any(|key| node.get(key).is_some()) {
        return;
    }
    let names = || properties.node.members().iter().map(|it| it.key.as_str());
    let known: HashSet<&str> = names().collect();
    for element in required.node.elements() {
        let Some(name) = element.text().filter(|name| !known.contains(name)) else {
            continue;
        };
        let nearest = cx.nearest(name, names());
        let whose = match text(node, "title") {
            Some(title) => format!("`properties` of {}", quote(title)),
            None => "`properties`".to_owned(),
        };
        cx.report(
            Code::UnknownRequired,
            &element.span,
            format!("{} is required, but is not among {whose}, so no form asks for it and nothing entered fits", quote(name)),
            advise(nearest, "properties", names()),
        );
    }
}
