//! How long it may take to hold a value against a schema, before it is done: alternatives multiply. Must not validate anything.

use std::collections::HashMap;
use std::ptr::from_ref;

use super::keywords::About;
use super::tree::{Reference, Tree, children};
use crate::plugin::json::{Node, Value};

/// What all values may cost together: each byte once for each way through the schema.
const BUDGET: u64 = 10_000_000;
/// Schemas behind schemas that are followed.
const LONGEST_WAY: usize = 500;

pub(super) struct Costs<'t, 'a> {
    tree: &'t Tree<'a>,
    /// The ways from a schema on, for a value that is so deep.
    ways: HashMap<(*const Node, usize), u64>,
    left: u64,
}

impl<'t, 'a> Costs<'t, 'a> {
    pub(super) fn new(tree: &'t Tree<'a>) -> Self {
        Self {
            tree,
            ways: HashMap::new(),
            left: BUDGET,
        }
    }

    /// Whether there is time for this value.
    pub(super) fn afford(&mut self, schema: &Node, value: &Node) -> bool {
        let ways = self.ways(schema, depth(value), LONGEST_WAY);
        let cost = ways.saturating_mul(value.span.len() as u64);
        let left = self.left.checked_sub(cost);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    fn ways(&mut self, schema: &Node, depth: usize, left: usize) -> u64 {
        let key = (from_ref(schema), depth);
        if let Some(ways) = self.ways.get(&key) {
            return *ways;
        }
        let Some(left) = left.checked_sub(1) else {
            return u64::MAX;
        };
        // Stands for a schema that comes back to itself, until it is known not to.
        self.ways.insert(key, u64::MAX);
        let mut ways: u64 = 1;
        for child in children(schema) {
            let depth = match child.about {
                About::Same => Some(depth),
                About::Inner => depth.checked_sub(1),
                About::Nothing => None,
            };
            if let Some(depth) = depth {
                ways = ways.saturating_add(self.ways(child.node, depth, left));
            }
        }
        if let Some(Reference::To(target)) = self.tree.reference(schema) {
            ways = ways.saturating_add(self.ways(target, depth, left));
        }
        self.ways.insert(key, ways);
        ways
    }
}

/// How many objects and lists are around the innermost value.
fn depth(value: &Node) -> usize {
    let inner = match &value.value {
        Value::Object(members) => members.iter().map(|it| depth(&it.node)).max(),
        Value::List(elements) => elements.iter().map(depth).max(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return 0,
    };
    1 + inner.unwrap_or(0)
}
