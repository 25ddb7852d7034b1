//! Whether the values that a schema names fit it: defaults, examples and choices. Must not look at schemas that the server refuses.

use serde_json::Value as Json;

use super::cost::Costs;
use super::findings::Reporter;
use super::schema::validator;
use super::tree::Tree;
use crate::plugin::code::Code;
use crate::plugin::json::{Node, Value};

/// More values than this are not looked at.
const MOST_VALUES: usize = 1_000;
/// Nor are values that take more bytes.
const LARGEST_VALUE: usize = 16 * 1024;
/// Nodes of schemas that may be built into validators, all in all.
const MOST_NODES: usize = 2_000_000;

/// How a schema names a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Default,
    Example,
    Choice,
}

struct Checker<'c, 'f, 't, 'a> {
    cx: &'c mut Reporter<'f>,
    tree: &'t Tree<'a>,
    costs: Costs<'t, 'a>,
    values: usize,
    nodes: usize,
}

pub(super) fn check(cx: &mut Reporter<'_>, tree: &Tree<'_>) {
    let mut checker = Checker {
        cx,
        tree,
        costs: Costs::new(tree),
        values: MOST_VALUES,
        nodes: MOST_NODES,
    };
    for schema in &tree.schemas {
        for (role, value) in values(schema.node) {
            checker.value(schema.node, role, value);
        }
    }
}

fn values(schema: &Node) -> Vec<(Role, &Node)> {
    let mut found = Vec::new();
    for member in schema.members() {
        match member.key.as_str() {
            "default" => found.push((Role::Default, &member.node)),
            "const" => found.push((Role::Choice, &member.node)),
            "examples" => found.extend(member.node.elements().iter().map(|it| (Role::Example, it))),
            "enum" => found.extend(member.node.elements().iter().map(|it| (Role::Choice, it))),
            _ => {}
        }
    }
    found
}

impl Checker<'_, '_, '_, '_> {
    fn value(&mut self, schema: &Node, role: Role, value: &Node) {
        let Some(left) = self.values.checked_sub(1) else {
            return;
        };
        self.values = left;
        let is_small = value.span.len() <= LARGEST_VALUE;
        if !is_small || !self.costs.afford(schema, value) {
            return;
        }
        let Some(schema) = self.standing_alone(schema, role) else {
            return;
        };
        let Some(validator) = validator(&schema) else {
            return;
        };
        let json = value.to_json();
        if let Err(error) = validator.validate(&json) {
            let place = value.nearest(&error.instance_path().to_string());
            let (message, fix) = role.texts(&error.to_string());
            self.cx
                .report(Code::DefaultMisfit, &place.span, message, fix);
        }
    }

    /// The schema with all that it refers to; without its choices, for these.
    fn standing_alone(&mut self, schema: &Node, role: Role) -> Option<Json> {
        let refers = refers(schema);
        let copied = if refers { self.tree.root } else { schema };
        self.nodes = self.nodes.checked_sub(size(copied))?;
        if refers && role == Role::Choice {
            return None;
        }
        let mut alone = copied.to_json();
        let object = alone.as_object_mut()?;
        if refers {
            let pointer = self.tree.pointer(schema)?;
            // Beside a reference nothing else counts, so that the rest is there only to be referred to.
            if !pointer.is_empty() {
                object.insert("$ref".to_owned(), format!("#{pointer}").into());
            }
        } else if role == Role::Choice {
            object.remove("enum");
            object.remove("const");
        }
        Some(alone)
    }
}

impl Role {
    fn texts(self, misfit: &str) -> (String, &'static str) {
        match self {
            Role::Default => (
                format!(
                    "the default does not fit its own schema, so a form that starts with it cannot be saved: {misfit}"
                ),
                "correct the default, or the schema",
            ),
            Role::Example => (
                format!("the example does not fit its own schema: {misfit}"),
                "correct the example, or the schema",
            ),
            Role::Choice => (
                format!(
                    "this choice does not fit the rest of its schema, so it can never be saved: {misfit}"
                ),
                "correct the choice, or the schema",
            ),
        }
    }
}

/// Whether there is a reference in a schema, or something that looks like one.
fn refers(schema: &Node) -> bool {
    let members = schema.members().iter();
    let mut members = members.map(|it| it.key == "$ref" || refers(&it.node));
    members.any(|it| it) || schema.elements().iter().any(refers)
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::Object(members) => 1 + members.iter().map(|it| size(&it.node)).sum::<usize>(),
        Value::List(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => 1,
    }
}
