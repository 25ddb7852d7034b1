//! What one generated module refers to: the names it imports are those that were asked for while it was emitted.

use crate::model::{Api, Shape, TypeId};
use crate::names::ident;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// Context of emission, one for each module.
pub(super) struct Scope<'a> {
    api: &'a Api,
    imports: BTreeSet<Known>,
}

/// What generated code calls by a short name and does not define itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    /// The module `nd_pdk::wire`.
    Wire,
    Binary,
    Json,
    Nullable,
    Text,
    Deserialize,
    Serialize,
    HashMap,
}

impl Known {
    const fn name(self) -> &'static str {
        match self {
            Known::Wire => "wire",
            Known::Binary => "Binary",
            Known::Json => "Json",
            Known::Nullable => "Nullable",
            Known::Text => "Text",
            Known::Deserialize => "Deserialize",
            Known::Serialize => "Serialize",
            Known::HashMap => "HashMap",
        }
    }
}

impl<'a> Scope<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Scope {
            api,
            imports: BTreeSet::new(),
        }
    }

    /// The scope of a module inside of this one, with imports of its own.
    pub(super) fn nested(&self) -> Scope<'a> {
        Scope::new(self.api)
    }

    /// The short name of something, which is imported from now on.
    pub(super) fn name(&mut self, known: Known) -> TokenStream {
        self.imports.insert(known);
        let name = ident(known.name());
        quote!(#name)
    }

    pub(super) fn shape(&self, id: &TypeId) -> Option<&'a Shape> {
        self.api.types.get(id).map(|definition| &definition.shape)
    }

    /// The imports, private ones only.
    pub(super) fn emit_imports(&self) -> TokenStream {
        let has = |known| self.imports.contains(&known);
        let markers = [Known::Binary, Known::Json, Known::Nullable, Known::Text];
        let markers = markers.into_iter().filter(|marker| has(*marker));
        let markers: Vec<_> = markers.map(|marker| ident(marker.name())).collect();
        let wire = match (has(Known::Wire), markers.as_slice()) {
            (true, []) => quote!(
                use nd_pdk::wire;
            ),
            (true, markers) => quote!(use nd_pdk::wire::{self, #(#markers),*};),
            (false, []) => quote!(),
            (false, markers) => quote!(use nd_pdk::wire::{#(#markers),*};),
        };
        let serde = has(Known::Serialize).then(|| {
            quote!(
                use nd_pdk::wire::serde::{Deserialize, Serialize};
            )
        });
        let map = has(Known::HashMap).then(|| {
            quote!(
                use std::collections::HashMap;
            )
        });
        quote!(#wire #serde #map)
    }
}

/// `use path::{names};`; nothing for no names.
pub(super) fn emit_use(
    vis: &TokenStream,
    path: &TokenStream,
    names: &BTreeSet<String>,
) -> TokenStream {
    let names: Vec<_> = names.iter().map(|name| ident(name)).collect();
    match names.as_slice() {
        [] => quote!(),
        names => quote!(#vis use #path::{#(#names),*};),
    }
}
