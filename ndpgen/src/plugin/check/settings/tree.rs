//! A schema as the tree of all schemas in it, and what its references lead to. Must not judge it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ptr::from_ref;

use super::keywords::{self, About};
use crate::plugin::json::{Member, Node, Value};

/// More alternatives of one value than this are not looked at.
const MOST_ALTERNATIVES: usize = 1_000;

/// The most slips with which an unknown keyword is taken for `properties`.
const MOST_SLIPS: usize = 2;

/// A schema and all schemas in it.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) root: &'a Node,
    /// What is at the places of schemas, in the order of the text; not all of it need be schemas.
    pub(super) schemas: Vec<Subschema<'a>>,
    /// Whether settings are below something that is no `properties`, which is reported as that. What names them is not wrong.
    pub(super) has_lost_properties: bool,
    references: HashMap<*const Node, Reference<'a>>,
    /// The `properties` that were asked for, by their names.
    names: RefCell<HashMap<*const Node, Names<'a>>>,
}

type Names<'a> = HashMap<&'a str, &'a Member>;

/// What is at the place of a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subschema<'a> {
    pub(super) node: &'a Node,
    pub(super) about: About,
}

/// Where a `$ref` leads.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reference<'a> {
    To(&'a Node),
    /// Into this schema, where there is nothing.
    Nowhere,
    /// Out of this schema.
    Outside,
    /// Through an `$id`, or with escapes.
    Unclear,
}

impl<'a> Tree<'a> {
    pub(super) fn new(root: &'a Node) -> Self {
        let schemas = schemas(root);
        let ids = Ids::new(root, &schemas);
        let mut references = HashMap::new();
        for Subschema { node, .. } in &schemas {
            if let Some(reference) = text(node, "$ref") {
                references.insert(from_ref(*node), ids.resolve(root, reference));
            }
        }
        let has_lost_properties = schemas.iter().any(|it| has_lost_properties(it.node));
        Self {
            root,
            schemas,
            has_lost_properties,
            references,
            names: RefCell::default(),
        }
    }

    /// Where the `$ref` of a schema leads, if it has one.
    pub(super) fn reference(&self, schema: &Node) -> Option<Reference<'a>> {
        self.references.get(&from_ref(schema)).copied()
    }

    /// A schema and all that it says about the same value elsewhere: behind its `$ref`, and in its alternatives and conditions.
    pub(super) fn alternatives(&self, schema: &'a Node) -> Vec<&'a Node> {
        let mut found = vec![schema];
        let mut seen = HashSet::from([from_ref(schema)]);
        let mut at = 0;
        while at < found.len() && found.len() < MOST_ALTERNATIVES {
            for node in self.same(found[at]) {
                if seen.insert(from_ref(node)) {
                    found.push(node);
                }
            }
            at += 1;
        }
        found
    }

    /// The properties of an object, each name once, wherever its schema says them.
    pub(super) fn properties(&self, schema: &'a Node) -> Vec<&'a Member> {
        let mut names = HashSet::new();
        let mut found = Vec::new();
        for schema in self.alternatives(schema) {
            let properties = schema.get("properties").map(|it| it.node.members());
            let properties = properties.into_iter().flatten();
            found.extend(properties.filter(|it| names.insert(it.key.as_str())));
        }
        found
    }

    /// The property with this name in exactly this schema.
    pub(super) fn property(&self, schema: &'a Node, name: &str) -> Option<&'a Member> {
        let properties = &schema.get("properties")?.node;
        let mut known = self.names.borrow_mut();
        let names = known.entry(from_ref(properties)).or_insert_with(|| {
            let members = properties.members().iter();
            members.map(|it| (it.key.as_str(), it)).collect()
        });
        names.get(name).copied()
    }

    /// The JSON pointer to a node of this schema.
    pub(super) fn pointer(&self, node: &Node) -> Option<String> {
        let mut at = self.root;
        let mut pointer = String::new();
        while !std::ptr::eq(at, node) {
            let surrounds =
                |it: &Node| it.span.start <= node.span.start && node.span.end <= it.span.end;
            let member = at.members().iter().find(|it| surrounds(&it.node));
            let mut elements = at.elements().iter().enumerate();
            let (step, next) = match member {
                Some(member) => (escape(&member.key), &member.node),
                None => {
                    let (index, element) = elements.find(|(_, it)| surrounds(it))?;
                    (index.to_string(), element)
                }
            };
            pointer.push('/');
            pointer.push_str(&step);
            at = next;
        }
        Some(pointer)
    }

    /// The schemas that a schema also asks of the same value.
    pub(super) fn same(&self, schema: &'a Node) -> Vec<&'a Node> {
        let mut same = Vec::new();
        for member in schema.members() {
            // The others may be many.
            if let Some(keyword) = keywords::find(&member.key).filter(|it| it.is_about_same()) {
                let schemas = keyword.schemas(&member.node).into_iter();
                same.extend(schemas.map(|(_, node)| node));
            }
        }
        if let Some(Reference::To(node)) = self.reference(schema) {
            same.push(node);
        }
        same
    }
}

/// The member with this key, if it is a text.
pub(super) fn text<'a>(schema: &'a Node, key: &str) -> Option<&'a str> {
    schema.get(key)?.node.text()
}

/// Whether a schema names this type, alone or among others.
pub(super) fn has_type(schema: &Node, name: &str) -> bool {
    schema.get("type").is_some_and(|member| {
        let elements = member.node.elements().iter();
        member.node.text() == Some(name) || elements.into_iter().any(|it| it.text() == Some(name))
    })
}

/// The schemas directly in a schema.
pub(super) fn children(schema: &Node) -> Vec<Subschema<'_>> {
    let mut found = Vec::new();
    for member in schema.members() {
        if let Some(keyword) = keywords::find(&member.key) {
            let schemas = keyword.schemas(&member.node).into_iter();
            found.extend(schemas.map(|(about, node)| Subschema { node, about }));
        }
    }
    found
}

fn schemas(root: &Node) -> Vec<Subschema<'_>> {
    let about = About::Nothing;
    let mut open = vec![Subschema { node: root, about }];
    let mut found = Vec::new();
    while let Some(schema) = open.pop() {
        open.extend(children(schema.node).into_iter().rev());
        found.push(schema);
    }
    found
}

/// The names that references can use.
struct Ids<'a> {
    /// Of the schema itself.
    own: Option<&'a str>,
    /// Those such as `#user`.
    names: HashMap<&'a str, &'a Node>,
    /// Addresses of schemas inside, which change what references there are relative to.
    has_inner: bool,
}

impl<'a> Ids<'a> {
    fn new(root: &'a Node, schemas: &[Subschema<'a>]) -> Self {
        let own = text(root, "$id").map(|id| id.trim_end_matches('#'));
        let mut names = HashMap::new();
        let mut has_inner = false;
        for Subschema { node, .. } in &schemas[1..] {
            match text(node, "$id") {
                Some(id) if id.starts_with('#') => {
                    names.insert(id, *node);
                }
                Some(_) => has_inner = true,
                None => {}
            }
        }
        Self {
            own,
            names,
            has_inner,
        }
    }

    fn resolve(&self, root: &'a Node, reference: &str) -> Reference<'a> {
        let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let is_own = document.is_empty() || self.own == Some(document);
        match is_own {
            _ if self.has_inner || fragment.contains('%') => Reference::Unclear,
            false => Reference::Outside,
            true if fragment.is_empty() => Reference::To(root),
            true => {
                let node = match fragment.starts_with('/') {
                    true => at(root, fragment),
                    false => self.names.get(format!("#{fragment}").as_str()).copied(),
                };
                node.map_or(Reference::Nowhere, Reference::To)
            }
        }
    }
}

/// The node at exactly this JSON pointer.
fn at<'a>(root: &'a Node, pointer: &str) -> Option<&'a Node> {
    pointer.split('/').skip(1).try_fold(root, |node, step| {
        let step = unescape(step);
        match &node.value {
            Value::Object(_) => node.get(&step).map(|member| &member.node),
            Value::List(elements) => elements.get(step.parse::<usize>().ok()?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
        }
    })
}

/// A step of a JSON pointer, as the key that it stands for.
pub(super) fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A key, as a step of a JSON pointer.
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Whether `properties` of a schema is misspelt, or is no object.
fn has_lost_properties(schema: &Node) -> bool {
    const NAME: &str = "properties";
    let is_slip = |key: &str| {
        key.len().abs_diff(NAME.len()) <= MOST_SLIPS
            && keywords::find(key).is_none()
            && strsim::osa_distance(&key.to_ascii_lowercase(), NAME) <= MOST_SLIPS
    };
    match schema.get(NAME) {
        Some(properties) => !properties.node.is_object(),
        None => schema.members().iter().any(|it| is_slip(&it.key)),
    }
}
