//! Blocks of bytes: what an export takes and gives, what a direct call takes and gives.

use super::scope::{Known, Scope};
use super::ty::{Codec, borrowed, codec_of, emit_codec, emit_type};
use crate::model::{Encoding, Payload};
use proc_macro2::TokenStream;
use quote::quote;

/// The Rust type of an input; one that may be null is optional.
pub(super) fn emit_input_type(cx: &mut Scope<'_>, payload: &Payload) -> TokenStream {
    let ty = emit_type(cx, &payload.ty);
    if payload.nullable {
        quote!(Option<#ty>)
    } else {
        ty
    }
}

/// The Rust type of an output. That it may be null is said by the error `not_found`.
pub(super) fn emit_output_type(cx: &mut Scope<'_>, payload: Option<&Payload>) -> TokenStream {
    payload.map_or_else(|| quote!(()), |payload| emit_type(cx, &payload.ty))
}

/// The type of `nd_pdk::wire` that says how a block is laid out.
pub(super) fn emit_marker(cx: &mut Scope<'_>, payload: Option<&Payload>) -> TokenStream {
    let Some(payload) = payload else {
        return quote!(());
    };
    let ty = emit_type(cx, &payload.ty);
    let marker = emit_encoding(cx, payload, &ty);
    if payload.nullable {
        let nullable = cx.name(Known::Nullable);
        quote!(#nullable<#marker>)
    } else {
        marker
    }
}

/// The same for the argument of a call, which borrows text and bytes.
pub(super) fn emit_argument_marker(cx: &mut Scope<'_>, payload: Option<&Payload>) -> TokenStream {
    let Some(payload) = payload else {
        return quote!(());
    };
    let owned = emit_type(cx, &payload.ty);
    if payload.nullable {
        let marker = emit_encoding(cx, payload, &owned);
        return quote!(Option<#marker>);
    }
    match (payload.encoding, borrowed(&payload.ty)) {
        (Encoding::Binary, _) => {
            let binary = cx.name(Known::Binary);
            quote!(#binary<[u8]>)
        }
        (Encoding::Json | Encoding::Text, target) => {
            let ty = target.unwrap_or(owned);
            emit_encoding(cx, payload, &ty)
        }
    }
}

/// The same for the output of a call that a test answers: one that may be null is optional there.
pub(super) fn emit_served_marker(cx: &mut Scope<'_>, payload: Option<&Payload>) -> TokenStream {
    match payload {
        Some(payload) if payload.nullable => {
            let ty = emit_type(cx, &payload.ty);
            let marker = emit_encoding(cx, payload, &ty);
            quote!(Option<#marker>)
        }
        Some(_) | None => emit_marker(cx, payload),
    }
}

fn emit_encoding(cx: &mut Scope<'_>, payload: &Payload, ty: &TokenStream) -> TokenStream {
    match payload.encoding {
        Encoding::Json => {
            let json = cx.name(Known::Json);
            let codec = match codec_of(cx, &payload.ty) {
                Codec::Plain => None,
                codec => {
                    let codec = emit_codec(cx, &codec);
                    Some(quote!(, #codec))
                }
            };
            quote!(#json<#ty #codec>)
        }
        Encoding::Text => {
            let text = cx.name(Known::Text);
            quote!(#text<#ty>)
        }
        Encoding::Binary => cx.name(Known::Binary),
    }
}
