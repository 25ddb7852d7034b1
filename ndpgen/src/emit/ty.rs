//! The one printer of types: as Rust spells them, as a parameter takes them, and which codec puts them on the wire.

use super::scope::{Known, Scope};
use crate::model::{Field, Presence, Scalar, Shape, Type, TypeId};
use crate::names::ident;
use proc_macro2::TokenStream;
use quote::quote;

/// The type of a value that is owned: a field, a result, an input.
pub(super) fn emit_type(cx: &mut Scope<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => emit_scalar(*scalar),
        Type::Bytes => quote!(Vec<u8>),
        Type::List(element) => {
            let element = emit_type(cx, element);
            quote!(Vec<#element>)
        }
        Type::Map(value) => {
            let map = cx.name(Known::HashMap);
            let value = emit_type(cx, value);
            quote!(#map<String, #value>)
        }
        Type::Nullable(inner) => {
            let inner = emit_type(cx, inner);
            quote!(Option<#inner>)
        }
        Type::Named(TypeId { name, .. }) => {
            let name = ident(name);
            quote!(#name)
        }
        Type::Boxed(TypeId { name, .. }) => {
            let name = ident(name);
            quote!(Box<#name>)
        }
        Type::Any => {
            let wire = cx.name(Known::Wire);
            quote!(#wire::Any)
        }
    }
}

/// The type of a field: optional ones may be absent.
pub(super) fn emit_field_type(cx: &mut Scope<'_>, field: &Field) -> TokenStream {
    let ty = emit_type(cx, &field.ty);
    match (field.presence, &field.ty) {
        (Presence::Required | Presence::OmitEmpty, _) | (Presence::Optional, Type::Nullable(_)) => {
            ty
        }
        (Presence::Optional, _) => quote!(Option<#ty>),
    }
}

/// The type of a parameter of a trait method that calls the host: text and bytes are borrowed.
pub(super) fn emit_argument_type(cx: &mut Scope<'_>, ty: &Type) -> TokenStream {
    match borrowed(ty) {
        Some(target) => quote!(&#target),
        None => emit_type(cx, ty),
    }
}

/// What a parameter of this type borrows, if it does.
pub(super) fn borrowed(ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::Scalar(Scalar::String | Scalar::DateTime) => Some(quote!(str)),
        Type::Bytes => Some(quote!([u8])),
        Type::Scalar(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Named(_)
        | Type::Boxed(_)
        | Type::Any => None,
    }
}

fn emit_scalar(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Bool => quote!(bool),
        Scalar::I8 => quote!(i8),
        Scalar::I16 => quote!(i16),
        Scalar::I32 => quote!(i32),
        Scalar::I64 => quote!(i64),
        Scalar::U8 => quote!(u8),
        Scalar::U16 => quote!(u16),
        Scalar::U32 => quote!(u32),
        Scalar::U64 => quote!(u64),
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::String | Scalar::DateTime => quote!(String),
    }
}

/// How a value looks in JSON: a type of `nd_pdk::wire`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Codec {
    Plain,
    Finite,
    Base64,
    List(Box<Codec>),
    Map(Box<Codec>),
    Maybe(Box<Codec>),
}

/// The codec of a type; that of an alias is its target's.
pub(super) fn codec_of(cx: &Scope<'_>, ty: &Type) -> Codec {
    match ty {
        Type::Scalar(Scalar::F32 | Scalar::F64) => Codec::Finite,
        Type::Scalar(_) | Type::Boxed(_) | Type::Any => Codec::Plain,
        Type::Bytes => Codec::Base64,
        Type::List(element) => Codec::List(Box::new(codec_of(cx, element))),
        Type::Map(value) => Codec::Map(Box::new(codec_of(cx, value))),
        Type::Nullable(inner) => Codec::Maybe(Box::new(codec_of(cx, inner))),
        Type::Named(id) => match cx.shape(id) {
            Some(Shape::Map(value)) => Codec::Map(Box::new(codec_of(cx, value))),
            Some(Shape::Struct(_) | Shape::Enum(_)) | None => Codec::Plain,
        },
    }
}

/// The codec of a field: absence counts as null.
pub(super) fn codec_of_field(cx: &Scope<'_>, field: &Field) -> Codec {
    let codec = codec_of(cx, &field.ty);
    match (field.presence, codec) {
        (Presence::Optional, Codec::Maybe(inner)) => Codec::Maybe(inner),
        (Presence::Optional, codec) => Codec::Maybe(Box::new(codec)),
        (Presence::Required | Presence::OmitEmpty, codec) => codec,
    }
}

/// The codec as Rust spells it.
pub(super) fn emit_codec(cx: &mut Scope<'_>, codec: &Codec) -> TokenStream {
    let wire = cx.name(Known::Wire);
    match codec {
        Codec::Plain => quote!(#wire::Plain),
        Codec::Finite => quote!(#wire::Finite),
        Codec::Base64 => quote!(#wire::Base64),
        Codec::List(element) => {
            let element = emit_codec(cx, element);
            quote!(#wire::List<#element>)
        }
        Codec::Map(value) => {
            let value = emit_codec(cx, value);
            quote!(#wire::Map<#value>)
        }
        Codec::Maybe(inner) => {
            let inner = emit_codec(cx, inner);
            quote!(#wire::Maybe<#inner>)
        }
    }
}
