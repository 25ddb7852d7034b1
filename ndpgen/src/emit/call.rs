//! A call to the host: its signature, and the expression that makes it.

use super::payload::{emit_argument_marker, emit_marker};
use super::scope::Scope;
use super::ty::{
    Codec, borrowed, codec_of, codec_of_field, emit_argument_type, emit_codec, emit_field_type,
    emit_type,
};
use crate::model::{Call, Field, Function, Output, Payload, Type};
use crate::names::{ident, screaming};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What the method of the trait and the free function share.
pub(super) struct Signature {
    pub(super) method: Ident,
    params: Vec<Param>,
    /// What there is in an `Ok`.
    pub(super) output: TokenStream,
}

struct Param {
    name: Ident,
    ty: TokenStream,
    /// The type in the free function, where that takes more than the method does.
    wide: Option<TokenStream>,
}

impl Signature {
    pub(super) fn of(cx: &mut Scope<'_>, function: &Function) -> Self {
        let method = ident(&function.method.rust);
        match &function.call {
            Call::Envelope { params, output } => {
                let params = params
                    .iter()
                    .map(|field| Param::of(cx, &field.name.rust, &field.ty));
                Signature {
                    method,
                    params: params.collect(),
                    output: emit_output(cx, output),
                }
            }
            Call::Direct { input, output } => {
                let input = input
                    .as_ref()
                    .map(|payload| Param::of(cx, "input", &as_type(payload)));
                let output = output
                    .as_ref()
                    .map(|payload| emit_type(cx, &as_type(payload)));
                Signature {
                    method,
                    params: input.into_iter().collect(),
                    output: output.unwrap_or_else(|| quote!(())),
                }
            }
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &Ident> {
        self.params.iter().map(|param| &param.name)
    }

    pub(super) fn emit_params(&self) -> Vec<TokenStream> {
        self.params
            .iter()
            .map(|Param { name, ty, .. }| quote!(#name: #ty))
            .collect()
    }

    /// The parameters of the free function.
    pub(super) fn emit_wide_params(&self) -> Vec<TokenStream> {
        let params = self.params.iter().map(|Param { name, ty, wide }| {
            let ty = wide.as_ref().unwrap_or(ty);
            quote!(#name: #ty)
        });
        params.collect()
    }

    /// The parameters of the free function, as arguments of the method.
    pub(super) fn emit_arguments(&self) -> Vec<TokenStream> {
        let arguments = self
            .params
            .iter()
            .map(|Param { name, wide, .. }| match wide {
                Some(_) => quote!(#name.as_ref()),
                None => quote!(#name),
            });
        arguments.collect()
    }
}

impl Param {
    fn of(cx: &mut Scope<'_>, name: &str, ty: &Type) -> Self {
        let wide = match ty {
            Type::Bytes => Some(quote!(impl AsRef<[u8]>)),
            Type::Scalar(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Named(_)
            | Type::Boxed(_)
            | Type::Any => None,
        };
        Param {
            name: ident(name),
            ty: emit_argument_type(cx, ty),
            wide,
        }
    }
}

/// The type of a direct call's block: one that may be null is optional on both sides.
pub(super) fn as_type(payload: &Payload) -> Type {
    match payload.nullable {
        true => Type::Nullable(Box::new(payload.ty.clone())),
        false => payload.ty.clone(),
    }
}

fn emit_output(cx: &mut Scope<'_>, output: &Output) -> TokenStream {
    match output {
        Output::Unit => quote!(()),
        Output::Value(field) => emit_field_type(cx, field),
        Output::Found { value, exists: _ } => {
            let value = emit_field_type(cx, value);
            quote!(Option<#value>)
        }
        Output::Tuple(fields) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|field| emit_field_type(cx, field))
                .collect();
            quote!((#(#fields),*))
        }
    }
}

/// What the method does: one expression over `nd_pdk::wire`.
pub(super) fn emit_body(cx: &mut Scope<'_>, function: &Function) -> TokenStream {
    let import = emit_constant(function);
    match &function.call {
        Call::Envelope { params, output } => emit_envelope(cx, &import, params, output),
        Call::Direct { input, output } => {
            let takes = emit_argument_marker(cx, input.as_ref());
            let gives = emit_marker(cx, output.as_ref());
            let argument = match input.as_ref().map(as_type) {
                None => quote!(&()),
                Some(ty) if borrowed(&ty).is_some() => quote!(input),
                Some(_) => quote!(&input),
            };
            quote!(wire::call_direct::<#takes, #gives>(imports::#import, #argument))
        }
    }
}

fn emit_envelope(
    cx: &mut Scope<'_>,
    import: &Ident,
    params: &[Field],
    output: &Output,
) -> TokenStream {
    let arguments: Vec<_> = params
        .iter()
        .map(|field| emit_argument(cx, field))
        .collect();
    let mut codec = |field| {
        let codec = codec_of_field(cx, field);
        emit_codec(cx, &codec)
    };
    let read = match output {
        Output::Unit => quote!(unit()),
        Output::Value(field) => {
            let (codec, key) = (codec(field), &field.name.wire);
            quote!(value::<#codec, _>(#key))
        }
        Output::Found { value, exists } => {
            let (codec, key, exists) = (codec(value), &value.name.wire, &exists.name.wire);
            quote!(found::<#codec, _>(#key, #exists))
        }
        Output::Tuple(fields) => {
            let codecs: Vec<_> = fields.iter().map(codec).collect();
            let keys = fields.iter().map(|field| &field.name.wire);
            quote!(pair::<#(#codecs),*, _, _>(#(#keys),*))
        }
    };
    quote!(wire::call(imports::#import, &[#(#arguments),*])?.#read)
}

/// A key and its value; one that serde would write otherwise goes through its codec.
fn emit_argument(cx: &mut Scope<'_>, field: &Field) -> TokenStream {
    let (key, name) = (&field.name.wire, ident(&field.name.rust));
    let value = match borrowed(&field.ty) {
        Some(_) => quote!(#name),
        None => quote!(&#name),
    };
    match codec_of(cx, &field.ty) {
        Codec::Plain => quote!((#key, &#name)),
        codec => {
            let codec = emit_codec(cx, &codec);
            quote!((#key, &wire::with::<#codec, _>(#value)))
        }
    }
}

/// The constant of an import: named like the method, which is the only one of that name.
pub(super) fn emit_constant(function: &Function) -> Ident {
    ident(&screaming(&function.method.rust))
}
