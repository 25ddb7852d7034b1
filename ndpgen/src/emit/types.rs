//! Named types: structs, enums and aliases for maps.

use super::scope::{Known, Scope};
use super::ty::{Codec, codec_of_field, emit_codec, emit_field_type, emit_type};
use crate::docs::{self, Facts};
use crate::model::{Field, Name, Presence, Shape, Type, TypeDef, Version};
use crate::names::{ident, serde_camel_case};
use crate::render::render_path;
use proc_macro2::TokenStream;
use quote::quote;

/// A type; `baseline` is the version that its readers need anyway.
pub(super) fn emit_type_definition(
    cx: &mut Scope<'_>,
    definition: &TypeDef,
    baseline: Option<Version>,
) -> TokenStream {
    let TypeDef { id, docs, shape } = definition;
    let name = ident(&id.name);
    let since = docs::type_since(shape);
    let docs = docs::outer(
        docs,
        &Facts {
            since: docs::later(since, baseline),
            ..Facts::default()
        },
    );
    match shape {
        Shape::Struct(fields) => {
            let baseline = since.or(baseline);
            let fields = fields.iter().map(|field| emit_field(cx, field, baseline));
            let fields: Vec<_> = fields.collect();
            let (serialize, deserialize) = (cx.name(Known::Serialize), cx.name(Known::Deserialize));
            quote! {
                #docs
                #[derive(Debug, Clone, Default, PartialEq, #serialize, #deserialize)]
                #[serde(crate = "nd_pdk::wire::serde", default, rename_all = "camelCase")]
                pub struct #name {
                    #(#fields),*
                }
            }
        }
        Shape::Enum(variants) => {
            let wire = cx.name(Known::Wire);
            let definitions = variants
                .iter()
                .enumerate()
                .map(|(position, variant)| emit_variant(position, variant));
            let texts = variants.iter().map(|Name { wire, rust }| {
                let variant = ident(rust);
                quote!(#variant = #wire)
            });
            quote! {
                #docs
                #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
                pub enum #name {
                    #(#definitions),*
                }

                #wire::text_enum!(#name, #(#texts),*);
            }
        }
        Shape::Map(value) => {
            let map = emit_type(cx, &Type::Map(Box::new(value.clone())));
            quote! {
                #docs
                pub type #name = #map;
            }
        }
    }
}

fn emit_field(cx: &mut Scope<'_>, field: &Field, baseline: Option<Version>) -> TokenStream {
    let Field {
        name,
        docs,
        ty: _,
        presence: _,
        since,
        deprecated,
    } = field;
    let docs = docs::outer(
        docs,
        &Facts {
            since: docs::later(*since, baseline),
            ..Facts::default()
        },
    );
    let serde = emit_serde(cx, field);
    let deprecated = emit_deprecated(deprecated.as_deref());
    let name = ident(&name.rust);
    let ty = emit_field_type(cx, field);
    quote! {
        #docs
        #serde
        #deprecated
        pub #name: #ty
    }
}

/// The `serde` attribute of a field: only what serde would not do by itself.
fn emit_serde(cx: &mut Scope<'_>, field: &Field) -> Option<TokenStream> {
    let Name { wire: key, rust } = &field.name;
    let rename = (serde_camel_case(rust) != *key).then(|| quote!(rename = #key));
    let codec = match codec_of_field(cx, field) {
        Codec::Maybe(inner) if *inner == Codec::Plain => None,
        Codec::Plain => {
            let wire = cx.name(Known::Wire);
            let path = render_path(&quote!(#wire::lenient));
            Some(quote!(deserialize_with = #path))
        }
        codec => {
            let (wire, codec) = (cx.name(Known::Wire), emit_codec(cx, &codec));
            let path = render_path(&quote!(#wire::As::<#codec>));
            Some(quote!(with = #path))
        }
    };
    let skip = match field.presence {
        Presence::Required => None,
        Presence::OmitEmpty => {
            let wire = cx.name(Known::Wire);
            let path = render_path(&quote!(#wire::is_default));
            Some(quote!(skip_serializing_if = #path))
        }
        Presence::Optional => Some(quote!(skip_serializing_if = "Option::is_none")),
    };
    let parts: Vec<_> = [rename, codec, skip].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
}

/// The first variant is the default: what a missing key reads as.
fn emit_variant(position: usize, variant: &Name) -> TokenStream {
    let Name { wire, rust } = variant;
    let docs = docs::outer_text(&format!("`{wire}`"));
    let default = (position == 0).then(|| quote!(#[default]));
    let name = ident(rust);
    quote!(#docs #default #name)
}

pub(super) fn emit_deprecated(note: Option<&str>) -> Option<TokenStream> {
    note.map(docs::note)
        .map(|note| quote!(#[deprecated(note = #note)]))
}
