//! The implementations that a type of settings gets.
//!
//! Decides nothing. Reading is left to serde: its derive writes a function for a type that looks like the author's.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitStr};

use super::Variant;
use super::fields::{Call, Field};
use super::shape::Shape;
use super::words::unraw;

/// A place the author wrote, for code that the author did not write.
fn generated_at(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

pub(super) fn of_struct(name: &Ident, fields: &[Field<'_>]) -> TokenStream {
    let defaults = fields.iter().enumerate().filter_map(|(index, field)| {
        let (function, ty) = (default_function(index), field.ty);
        let value = &field.default.as_ref()?.value;
        Some(quote!(fn #function() -> #ty { #value }))
    });
    let shadows = fields.iter().enumerate().map(shadow);
    let described = fields.iter().map(described);
    let has_default = (!fields.iter().any(Field::is_required)).then(|| has_default(name, fields));
    let reading = reading(name, &quote!(struct __Shadow { #(#shadows),* }));
    quote! {
        #[allow(dead_code, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]
        const _: () = {

            #(#defaults)*

            #reading

            impl ::nd_pdk::config::tree::Setting for #name {
                const KIND: ::nd_pdk::config::tree::Kind = ::nd_pdk::config::tree::Kind::Object(<Self as ::nd_pdk::config::Config>::FIELDS);
            }

            impl ::nd_pdk::config::Config for #name {
                const FIELDS: &'static [::nd_pdk::config::tree::Field] = &const { [#(#described),*] };
                const DESCRIPTION: &'static str = {
                    const FIELDS: &[::nd_pdk::config::tree::Field] = <#name as ::nd_pdk::config::Config>::FIELDS;
                    const BYTES: [u8; ::nd_pdk::config::tree::length(FIELDS)] = ::nd_pdk::config::tree::bytes(FIELDS);
                    ::nd_pdk::config::tree::text(&BYTES)
                };
            }

            // The compiler looks at it, and at what it refuses, also where nobody asks for the description.
            const _: &[::nd_pdk::config::tree::Field] = <#name as ::nd_pdk::config::Config>::FIELDS;

            #has_default
        };
    }
}

pub(super) fn of_enum(name: &Ident, variants: &[Variant<'_>]) -> TokenStream {
    let idents: Vec<_> = variants.iter().map(|variant| variant.ident).collect();
    let names: Vec<_> = variants.iter().map(|variant| &variant.name).collect();
    let labels = variants.iter().map(|variant| &variant.label);
    let shadow = quote!(enum __Shadow { #(#[serde(rename = #names)] #idents),* });
    let reading = reading(name, &shadow);
    let has_default = variants
        .iter()
        .find(|variant| variant.is_default)
        .map(|variant| {
            let (ident, text) = (variant.ident, &variant.name);
            quote! {
                impl ::nd_pdk::config::tree::HasDefault for #name {
                    const DEFAULT: ::nd_pdk::config::tree::Constant = ::nd_pdk::config::tree::Constant::Text(#text);

                    fn initial() -> Self {
                        Self::#ident
                    }
                }
            }
        });
    quote! {
        #[allow(dead_code, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]
        const _: () = {

            #reading

            impl #name {
                #[doc(hidden)]
                pub const fn __nd_pdk_name(value: Self) -> &'static str {
                    match value {
                        #(Self::#idents => #names),*
                    }
                }
            }

            impl ::nd_pdk::config::tree::Setting for #name {
                const KIND: ::nd_pdk::config::tree::Kind = ::nd_pdk::config::tree::Kind::Choice(&[#(::nd_pdk::config::tree::Choice { name: #names, label: #labels }),*]);
            }

            #has_default
        };
    }
}

/// What a type with mistakes gets, so that they are not followed by others wherever it is used. It says nothing about its settings, and never runs.
pub(super) fn of_mistaken(name: &Ident) -> TokenStream {
    quote! {
        #[allow(dead_code, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]
        const _: () = {
            impl<'de> ::nd_pdk::wire::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::nd_pdk::wire::serde::Deserializer<'de>>(_: D) -> ::core::result::Result<Self, D::Error> {
                    ::core::unreachable!()
                }
            }

            impl #name {
                #[doc(hidden)]
                pub const fn __nd_pdk_name(value: Self) -> &'static str {
                    // A constant function cannot drop what it is given.
                    ::core::mem::forget(value);
                    ""
                }
            }

            impl ::nd_pdk::config::tree::Setting for #name {
                const KIND: ::nd_pdk::config::tree::Kind = ::nd_pdk::config::tree::Kind::Object(&[]);
            }

            impl ::nd_pdk::config::Config for #name {
                const FIELDS: &'static [::nd_pdk::config::tree::Field] = &[];
                const DESCRIPTION: &'static str = "";
            }

            impl ::nd_pdk::config::tree::HasDefault for #name {
                const DEFAULT: ::nd_pdk::config::tree::Constant = ::nd_pdk::config::tree::Constant::Object(&[]);

                fn initial() -> Self {
                    ::core::unreachable!()
                }
            }
        };
    }
}

/// `Deserialize` through a shadow of the type, which serde's derive takes for the author's.
fn reading(name: &Ident, shadow: &TokenStream) -> TokenStream {
    let text = LitStr::new(&unraw(name), Span::call_site());
    let path = LitStr::new(&name.to_string(), Span::call_site());
    quote! {
        #[derive(::nd_pdk::wire::serde::Deserialize)]
        #[serde(crate = "::nd_pdk::wire::serde", remote = #path, rename = #text)]
        #shadow

        impl<'de> ::nd_pdk::wire::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::nd_pdk::wire::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                __Shadow::deserialize(deserializer)
            }
        }
    }
}

/// A field as serde's derive sees it.
fn shadow((index, field): (usize, &Field<'_>)) -> TokenStream {
    let Field {
        ident, ty, name, ..
    } = field;
    let default = field.default.as_ref().map(|_| {
        let function = default_function(index).to_string();
        quote!(, default = #function)
    });
    quote!(#[serde(rename = #name #default)] #ident: #ty)
}

fn default_function(index: usize) -> Ident {
    format_ident!("__default_{index}")
}

/// A field as the server's form is made of it.
fn described(field: &Field<'_>) -> TokenStream {
    let Field {
        ty, name, label, ..
    } = field;
    let help = option(field.help.as_ref().map(|help| quote!(#help)));
    let group = option(field.group.as_ref().map(|group| quote!(#group)));
    let default = field.default.as_ref().map(|default| &default.constant);
    let has_default = default.is_some();
    let default = option(default.cloned());
    let kind = kind(&field.shape, &field.of_leaf, &field.of_list);
    let span = generated_at(ty.span());
    let field_span = field.default_span;
    let optional = quote_spanned!(span=> <#ty as ::nd_pdk::config::tree::Setting>::OPTIONAL);
    let field = quote! {
        ::nd_pdk::config::tree::Field {
            name: #name,
            label: #label,
            help: #help,
            group: #group,
            required: !#has_default && !#optional,
            default: #default,
            kind: #kind,
        }
    };
    // What is refused when compiling is reported at the call.
    let span = generated_at(field_span);
    quote_spanned!(span=> ::nd_pdk::config::tree::Field::checked(#field))
}

fn kind(shape: &Shape<'_>, of_leaf: &[Call], of_list: &[Call]) -> TokenStream {
    match shape {
        Shape::Optional(inner) => kind(inner, of_leaf, of_list),
        Shape::List(inner) => {
            let inner = kind(inner, of_leaf, &[]);
            let list = quote!(::nd_pdk::config::tree::Kind::list(&const { #inner }));
            of_list.iter().fold(list, |kind, call| called(&kind, call))
        }
        Shape::Map(inner) => {
            let inner = kind(inner, of_leaf, &[]);
            quote!(::nd_pdk::config::tree::Kind::Map(&const { #inner }))
        }
        Shape::One(ty, _) => {
            let span = generated_at(ty.span());
            let kind = quote_spanned!(span=> <#ty as ::nd_pdk::config::tree::Setting>::KIND);
            of_leaf.iter().fold(kind, |kind, call| called(&kind, call))
        }
    }
}

/// The kind after what an attribute says about it.
fn called(kind: &TokenStream, call: &Call) -> TokenStream {
    let Call { method, argument } = call;
    let arguments = [Some(kind), argument.as_ref()];
    let arguments = arguments.into_iter().flatten();
    let span = generated_at(method.span());
    quote_spanned!(span=> ::nd_pdk::config::tree::Kind::#method(#(#arguments),*))
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// Where nothing is required there is a default for all of it.
fn has_default(name: &Ident, fields: &[Field<'_>]) -> TokenStream {
    let values = fields.iter().enumerate().map(|(index, field)| {
        let (ident, function) = (field.ident, default_function(index));
        match field.default {
            Some(_) => quote!(#ident: #function()),
            None => quote!(#ident: ::core::option::Option::None),
        }
    });
    let constants = fields.iter().filter_map(|field| {
        let (name, constant) = (&field.name, &field.default.as_ref()?.constant);
        Some(quote!((#name, #constant)))
    });
    quote! {
        impl ::nd_pdk::config::tree::HasDefault for #name {
            const DEFAULT: ::nd_pdk::config::tree::Constant = ::nd_pdk::config::tree::Constant::Object(&const { [#(#constants),*] });

            fn initial() -> Self {
                Self { #(#values),* }
            }
        }
    }
}
