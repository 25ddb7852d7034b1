//! Types that contain themselves. Through an `Option` that is fine, with a box; without end it is a mistake.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Collector, Diagnostic, quote};
use crate::model::{Field, Presence, Shape, Type, TypeDef, TypeId};
use crate::schema::SchemaShape;
use crate::source::Spanned;

use super::graph::{self, Graph};
use super::{Symbols, Types};

/// Reports the cycles that cannot be, and boxes the fields that close the others.
pub(super) fn check_and_box(cx: &Collector, symbols: &Symbols<'_>, types: &mut Types) {
    check_maps(cx, symbols, types);
    check_infinite(cx, symbols, types);
    box_options(types);
}

/// Rust replaces an alias by what it stands for, so no alias can stand for itself.
fn check_maps(cx: &Collector, symbols: &Symbols<'_>, types: &Types) {
    let graph = graph_of(types, |shape| match shape {
        Shape::Map(values) => values.named().into_iter().collect(),
        Shape::Struct(_) | Shape::Enum(_) => Vec::new(),
    });
    let is_map = |index: usize| matches!(types[index].shape, Shape::Map(_));
    for (from, _) in graph::cyclic_edges(&graph).filter(|(_, to)| is_map(*to)) {
        let Some(schema) = symbols.schema(&types[from].id) else {
            continue;
        };
        let name = &schema.name;
        let message = format!("{} is a map of maps of itself", quote(&name.value));
        let error = Diagnostic::new(Code::RecursiveMap, name.span, message);
        cx.report(error.help("let the values be objects with a property for the inner map"));
    }
}

/// An object that always holds one of its own kind never ends.
fn check_infinite(cx: &Collector, symbols: &Symbols<'_>, types: &Types) {
    let graph = graph_of(types, |shape| fields(shape).filter_map(always).collect());
    let cyclic: HashSet<(usize, usize)> = graph::cyclic_edges(&graph).collect();
    for (from, def) in types.values().enumerate() {
        let shape = symbols.schema(&def.id).map(|schema| &schema.shape);
        let Some(SchemaShape::Object { properties, .. }) = shape else {
            continue;
        };
        for (field, property) in fields(&def.shape).zip(properties) {
            let to = always(field).and_then(|id| types.get_index_of(id));
            if to.is_some_and(|to| cyclic.contains(&(from, to))) {
                cx.report(infinite(&def.id, &property.name));
            }
        }
    }
}

fn infinite(owner: &TypeId, field: &Spanned<String>) -> Diagnostic {
    let (owner, field_name) = (quote(&owner.name), quote(&field.value));
    let message =
        format!("{owner} always holds another {owner}, by way of {field_name}: it never ends");
    Diagnostic::new(Code::InfiniteType, field.span, message).help(
        "leave one property of the cycle out of `required` and without `x-omit-empty`, or make it `nullable`",
    )
}

/// Every cycle that is left passes through an `Option`: boxing those is enough.
fn box_options(types: &mut Types) {
    let direct = |field| optional(field).or_else(|| always(field));
    let graph = graph_of(types, |shape| fields(shape).filter_map(direct).collect());
    let components = graph::components(&graph);
    let index: HashMap<TypeId, usize> = types.keys().cloned().zip(0..).collect();
    for (from, def) in types.values_mut().enumerate() {
        let Shape::Struct(fields) = &mut def.shape else {
            continue;
        };
        for field in fields {
            let to = optional(field).and_then(|id| index.get(id));
            if to.is_some_and(|to| components[*to] == components[from]) {
                field.ty = boxed(&field.ty);
            }
        }
    }
}

fn boxed(ty: &Type) -> Type {
    match ty {
        Type::Named(id) => Type::Boxed(id.clone()),
        Type::Nullable(inner) => Type::Nullable(Box::new(boxed(inner))),
        Type::Scalar(_)
        | Type::Bytes
        | Type::List(_)
        | Type::Map(_)
        | Type::Boxed(_)
        | Type::Any => ty.clone(),
    }
}

/// The graph in which each type leads to some of the types in its shape.
fn graph_of<'t>(types: &'t Types, uses: impl Fn(&'t Shape) -> Vec<&'t TypeId>) -> Graph {
    let index = |id| types.get_index_of(id);
    let edges = |def: &'t TypeDef| uses(&def.shape).into_iter().filter_map(index).collect();
    types.values().map(edges).collect()
}

fn fields(shape: &Shape) -> impl Iterator<Item = &Field> {
    let fields = match shape {
        Shape::Struct(fields) => fields.as_slice(),
        Shape::Enum(_) | Shape::Map(_) => &[],
    };
    fields.iter()
}

/// The type of which a field holds one, always.
fn always(field: &Field) -> Option<&TypeId> {
    match field.presence {
        Presence::Required | Presence::OmitEmpty => plain(&field.ty),
        Presence::Optional => None,
    }
}

/// The type of which a field holds one or none.
fn optional(field: &Field) -> Option<&TypeId> {
    match field.presence {
        Presence::Required | Presence::OmitEmpty => nullable(&field.ty),
        Presence::Optional => plain(&field.ty).or_else(|| nullable(&field.ty)),
    }
}

fn plain(ty: &Type) -> Option<&TypeId> {
    match ty {
        Type::Named(id) => Some(id),
        Type::Scalar(_)
        | Type::Bytes
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Boxed(_)
        | Type::Any => None,
    }
}

fn nullable(ty: &Type) -> Option<&TypeId> {
    match ty {
        Type::Nullable(inner) => plain(inner),
        Type::Scalar(_)
        | Type::Bytes
        | Type::Named(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Boxed(_)
        | Type::Any => None,
    }
}
