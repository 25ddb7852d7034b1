//! What the scopes of a form lead to. Must not know elements.

use std::collections::HashSet;

use super::findings::Reporter;
use super::tree::{Tree, escape, unescape};
use crate::diag::{list, quote};
use crate::plugin::json::{Member, Node};

/// More names are not compared with one that leads to nothing.
const MOST_NAMES: usize = 1_000;

/// What a scope is for.
#[derive(Debug)]
pub(super) enum Target<'a> {
    /// All settings, or all of an element of a list: `#`.
    Everything,
    /// A setting, with the first step on the way to it. More than one schema may describe it.
    Setting {
        first: &'a str,
        members: Vec<&'a Member>,
    },
}

/// A scope that leads to no setting.
#[derive(Debug)]
pub(super) struct Miss<'a> {
    /// How far it leads.
    reached: String,
    /// What there is.
    properties: Vec<&'a str>,
    /// What it names instead.
    step: String,
}

/// Follows a scope in the schema that it is relative to.
pub(super) fn resolve<'a>(
    tree: &Tree<'a>,
    base: &'a Node,
    scope: &str,
) -> Result<Target<'a>, Miss<'a>> {
    if scope == "#" {
        return Ok(Target::Everything);
    }
    let mut way = Way::new(tree, base);
    let steps: Vec<&str> = scope.trim_start_matches("#/").split('/').collect();
    if !scope.starts_with("#/") {
        return Err(way.miss(steps.last().copied().unwrap_or_default()));
    }
    let mut steps = steps.into_iter();
    while let Some(step) = steps.next() {
        match step {
            "properties" => way.property(steps.next())?,
            "allOf" | "anyOf" | "oneOf" | "then" | "else" => way.alternative(step, &mut steps)?,
            _ => return Err(way.miss(step)),
        }
    }
    match way.first {
        Some(first) => Ok(Target::Setting {
            first,
            members: way.members,
        }),
        None => Err(way.miss("")),
    }
}

/// How far a scope has been followed.
struct Way<'t, 'a> {
    tree: &'t Tree<'a>,
    reached: String,
    schemas: Vec<&'a Node>,
    first: Option<&'a str>,
    members: Vec<&'a Member>,
}

impl<'t, 'a> Way<'t, 'a> {
    fn new(tree: &'t Tree<'a>, base: &'a Node) -> Self {
        Self {
            tree,
            reached: "#".to_owned(),
            schemas: vec![base],
            first: None,
            members: Vec::new(),
        }
    }

    fn miss(&self, step: &str) -> Miss<'a> {
        let alternatives = self.schemas.iter();
        let alternatives = alternatives.flat_map(|it| self.tree.alternatives(it));
        let properties = alternatives.filter_map(|it| it.get("properties"));
        let names = properties.flat_map(|it| it.node.members());
        let mut seen = HashSet::new();
        let names = names.map(|it| it.key.as_str()).take(MOST_NAMES);
        Miss {
            reached: self.reached.clone(),
            properties: names.filter(|name| seen.insert(*name)).collect(),
            step: step.to_owned(),
        }
    }

    fn property(&mut self, step: Option<&str>) -> Result<(), Miss<'a>> {
        let Some(step) = step else {
            return Err(self.miss(""));
        };
        let name = unescape(step);
        let alternatives = self.schemas.iter();
        let alternatives = alternatives.flat_map(|it| self.tree.alternatives(it));
        let members: Vec<&Member> = alternatives
            .filter_map(|it| self.tree.property(it, &name))
            .collect();
        let Some(member) = members.first() else {
            return Err(self.miss(&name));
        };
        self.first.get_or_insert(&member.key);
        self.schemas = members.iter().map(|it| &it.node).collect();
        self.members = members;
        self.reached.push_str("/properties/");
        self.reached.push_str(step);
        Ok(())
    }

    fn alternative<'s>(
        &mut self,
        keyword: &str,
        steps: &mut impl Iterator<Item = &'s str>,
    ) -> Result<(), Miss<'a>> {
        let schemas = self.schemas.iter();
        let values = schemas.filter_map(|it| Some(&it.get(keyword)?.node));
        let mut reached = format!("{}/{keyword}", self.reached);
        let next: Vec<&Node> = match keyword {
            "then" | "else" => values.collect(),
            _ => {
                let index = steps.next().unwrap_or_default();
                reached = format!("{reached}/{index}");
                let index: Option<usize> = index.parse().ok();
                values.filter_map(|it| it.elements().get(index?)).collect()
            }
        };
        if next.is_empty() {
            return Err(self.miss(keyword));
        }
        self.schemas = next;
        self.reached = reached;
        Ok(())
    }
}

impl Miss<'_> {
    pub(super) fn message(&self, scope: &str, so: &str) -> String {
        format!("the scope {} leads to no setting, so {so}", quote(scope))
    }

    pub(super) fn fix(&self, cx: &mut Reporter<'_>) -> String {
        let names = self.properties.iter().copied();
        let scope = |name: &str| quote(&format!("{}/properties/{}", self.reached, escape(name)));
        if self.step == "items" {
            return "write the controls for the elements of a list into `options.detail` of the list's Control: `{\"detail\": {\"type\": \"VerticalLayout\", \"elements\": […]}}`".to_owned();
        }
        if let Some(meant) = cx.nearest(&self.step, names.clone()) {
            return format!("did you mean {}?", scope(meant));
        }
        match self.properties.first() {
            Some(first) => format!(
                "write the scope of a setting, such as {} ({})",
                scope(first),
                list("settings", names)
            ),
            None => format!("there are no settings at {}", quote(&self.reached)),
        }
    }
}
