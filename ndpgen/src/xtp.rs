//! Capability documents as strict XTP v1-draft, for the XTP tools of other languages: no key of ours is left, shared types are copied in, and numbers keep
//! to the formats that XTP's published JSON Schema lists.

mod document;

use crate::files::{Artifact, MARKER};
use crate::resolve::graph::{Graph, cyclic_edges};
use crate::schema::{Call, Document, Role, Schema, SchemaShape, TypeExpr, TypeShape};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The capability documents in XTP's words, with their own paths.
///
/// # Errors
/// Types that contain themselves: XTP has none. All of them are named.
pub fn convert(documents: &[Document]) -> Result<Vec<Artifact>> {
    let shared = documents
        .iter()
        .filter(|document| document.role == Role::Types);
    let shared: HashMap<&str, &Schema> = shared
        .flat_map(|document| &document.schemas)
        .map(named)
        .collect();
    let capabilities = documents
        .iter()
        .filter(|document| document.role == Role::Capability);
    let mut artifacts = Vec::new();
    let mut recursive = Vec::new();
    for document in capabilities {
        let schemas = schemas_of(document, &shared);
        recursive.extend(recursive_types(document, &schemas));
        let text = serde_yaml::to_string(&document::document(document, &schemas));
        let text = text.with_context(|| document.path.clone())?;
        let head = format!("# {MARKER} from {}. Do not edit.\n", document.path);
        artifacts.push(Artifact {
            path: document.path.clone(),
            contents: head + &tidy(&text),
        });
    }
    ensure!(recursive.is_empty(), "{}", recursive.join("\n"));
    Ok(artifacts)
}

/// Without the indentation of blank lines, which editors would remove.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| match line.trim().is_empty() {
        true => "\n".to_owned(),
        false => format!("{line}\n"),
    });
    lines.collect()
}

fn named(schema: &Schema) -> (&str, &Schema) {
    (&schema.name.value, schema)
}

/// The schemas of a document, and the shared ones that it needs.
fn schemas_of<'d>(document: &'d Document, shared: &HashMap<&str, &'d Schema>) -> Vec<&'d Schema> {
    let mut schemas: Vec<&Schema> = document.schemas.iter().collect();
    let mut known: HashSet<&str> = schemas
        .iter()
        .map(|schema| schema.name.value.as_str())
        .collect();
    let exports = document.exports.iter();
    let exports = exports.flat_map(|it| [it.input.as_ref(), it.output.as_ref()]);
    let imports = document.imports.iter().flat_map(|it| match &it.call {
        Call::Direct { input, output } => [input.as_deref(), output.as_deref()],
        Call::Envelope { .. } => [None, None],
    });
    let payloads = exports.chain(imports).flatten();
    let mut wanted: Vec<&str> = payloads
        .filter_map(|payload| reference(&payload.ty))
        .collect();
    let mut next = 0;
    loop {
        for name in wanted.drain(..) {
            if let Some(schema) = shared.get(name)
                && known.insert(name)
            {
                schemas.push(schema);
            }
        }
        let Some(schema) = schemas.get(next) else {
            return schemas;
        };
        wanted.extend(references(schema));
        next += 1;
    }
}

/// The schema that a type mentions.
fn reference(ty: &TypeExpr) -> Option<&str> {
    match &ty.shape {
        TypeShape::Reference(name) => Some(name),
        TypeShape::List(Some(inner)) | TypeShape::Map(inner) => reference(inner),
        TypeShape::Scalar(_)
        | TypeShape::Base64
        | TypeShape::Buffer
        | TypeShape::List(None)
        | TypeShape::Object => None,
    }
}

fn references(schema: &Schema) -> Vec<&str> {
    match &schema.shape {
        SchemaShape::Object { properties, .. } => properties
            .iter()
            .filter_map(|property| reference(&property.ty))
            .collect(),
        SchemaShape::Map(values) => reference(values).into_iter().collect(),
        SchemaShape::Enum(_) => Vec::new(),
    }
}

/// What to say about types that contain themselves.
fn recursive_types(document: &Document, schemas: &[&Schema]) -> Vec<String> {
    let index: HashMap<&str, usize> = schemas
        .iter()
        .enumerate()
        .map(|(at, schema)| (schema.name.value.as_str(), at))
        .collect();
    let edges = |schema: &&Schema| {
        references(schema)
            .into_iter()
            .filter_map(|name| index.get(name).copied())
            .collect()
    };
    let graph: Graph = schemas.iter().map(edges).collect();
    let cyclic: BTreeSet<usize> = cyclic_edges(&graph).map(|(from, _)| from).collect();
    let names = cyclic.into_iter().map(|at| &schemas[at].name.value);
    names
        .map(|name| {
            format!(
                "{}: the type `{name}` contains itself, which XTP cannot express",
                document.path
            )
        })
        .collect()
}
