//! Which types a module uses without owning them, directly or inside another type.

use std::collections::BTreeSet;

use crate::model::{Call, Home, Output, Shape, Type, TypeId};

use super::Types;

/// The types of other homes that can be reached from a module's own types (by index) and functions, in order of definition.
pub(super) fn foreign<'t>(
    home: &Home,
    own: impl Iterator<Item = usize>,
    functions: impl Iterator<Item = &'t Type>,
    types: &'t Types,
) -> Vec<TypeId> {
    let index = |ty: &Type| ty.named().and_then(|id| types.get_index_of(id));
    let mut next: Vec<usize> = own.chain(functions.filter_map(index)).collect();
    let mut reached = BTreeSet::new();
    while let Some(at) = next.pop() {
        if reached.insert(at) {
            next.extend(types_of_shape(&types[at].shape).filter_map(index));
        }
    }
    let ids = reached.into_iter().map(|at| &types[at].id);
    ids.filter(|id| id.home != *home).cloned().collect()
}

/// The types in the parameters and results of a call.
pub(super) fn types_of_call(call: &Call) -> Vec<&Type> {
    match call {
        Call::Envelope { params, output } => {
            let results: Vec<&Type> = match output {
                Output::Unit => Vec::new(),
                Output::Value(value) => vec![&value.ty],
                Output::Found { value, exists } => vec![&value.ty, &exists.ty],
                Output::Tuple(fields) => fields.iter().map(|it| &it.ty).collect(),
            };
            params.iter().map(|it| &it.ty).chain(results).collect()
        }
        Call::Direct { input, output } => [input, output]
            .into_iter()
            .flatten()
            .map(|it| &it.ty)
            .collect(),
    }
}

fn types_of_shape(shape: &Shape) -> impl Iterator<Item = &Type> {
    let (fields, values) = match shape {
        Shape::Struct(fields) => (fields.as_slice(), None),
        Shape::Enum(_) => (&[][..], None),
        Shape::Map(values) => (&[][..], Some(values)),
    };
    fields.iter().map(|field| &field.ty).chain(values)
}
