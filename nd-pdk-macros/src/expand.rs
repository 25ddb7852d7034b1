//! The Rust code that a macro call stands for.
//!
//! Decides nothing: what to export is known by then.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Index, ItemTrait, TraitItem};

use crate::resolve::{Registration, Target};

/// On every target the plugin's traits are checked; under WebAssembly the exports are written, elsewhere they are collected for tests.
///
/// One function with all the bounds is instantiated at one place, so a missing implementation is one error, at the type the author wrote.
pub(crate) fn registration(registration: &Registration) -> TokenStream {
    let Registration { plugin, targets } = registration;
    let markers = targets.iter().map(marker);
    let bounds = targets.iter().map(|target| &target.implemented);
    let exports: Vec<_> = targets.iter().flat_map(exports).collect();
    let values = exports.iter().map(|(name, function)| {
        let text = name.to_string();
        quote!(::nd_pdk::wire::Export::new::<P>(#text, #function))
    });
    let thunks = exports.iter().map(|(name, _)| *name).enumerate().map(thunk);
    let collected = (0..exports.len()).map(collected);
    let count = exports.len();

    quote! {
        #(#markers)*

        const _: () = {
            const fn exports<P: #(#bounds +)* ::core::default::Default + 'static>() -> [::nd_pdk::wire::Export; #count] {
                [#(#values),*]
            }

            const EXPORTS: [::nd_pdk::wire::Export; #count] = exports::<#plugin>();

            #(#thunks)*

            #(#collected)*
        };
    }
}

/// An item that collides with the one of another macro call for the same trait. Exports collide only under WebAssembly, and as symbols:
/// with a message that names no place.
fn marker(target: &Target) -> Option<TokenStream> {
    let first = target.exports.first()?;
    Some(quote_spanned! { first.span()=> enum #first {} })
}

/// The exports of a trait, each with the function behind it.
fn exports(target: &Target) -> impl Iterator<Item = (&Ident, TokenStream)> {
    let Target {
        module, exports, ..
    } = target;
    exports
        .iter()
        .map(move |export| (export, quote!(#module::#export::<P>)))
}

/// An export: the symbol that the host calls.
fn thunk((index, export): (usize, &Ident)) -> TokenStream {
    let index = literal(index);
    quote! {
        #[cfg(target_family = "wasm")]
        #[unsafe(no_mangle)]
        pub extern "C" fn #export() -> i32 {
            EXPORTS[#index].run()
        }
    }
}

/// An export where there are no symbols to call: native tests find it by its name.
fn collected(index: usize) -> TokenStream {
    let index = literal(index);
    quote! {
        #[cfg(not(target_family = "wasm"))]
        ::nd_pdk::testing::collect_export!(EXPORTS[#index]);
    }
}

fn literal(index: usize) -> Index {
    Index {
        index: index as u32,
        span: Span::call_site(),
    }
}

/// The trait, and a mock of it.
pub(crate) fn mocked(name: &Ident, of_trait: &ItemTrait) -> TokenStream {
    let ItemTrait { ident, .. } = of_trait;
    let methods = of_trait.items.iter().filter_map(|item| match item {
        TraitItem::Fn(method) => Some(&method.sig),
        _ => None,
    });
    let (module, mock) = (
        format_ident!("mock_of_{}", ident),
        format_ident!("Mock{}", name),
    );
    let docs = format!(
        "A mock of the service `{name}`: [`mock`](fn@mock) installs one. A function `x` of the service has an `expect_x` here, and what that gives \
         has `with`, `times`, `returning`, … as the crate `mockall` describes them."
    );
    quote! {
        #of_trait

        #[doc(inline)]
        pub use #module::#mock;

        #[allow(non_snake_case, deprecated, dead_code, missing_docs, unreachable_pub, unused_imports, unused_qualifications, clippy::all, clippy::pedantic)]
        mod #module {
            use super::*;

            ::mockall::mock! {
                #[doc = #docs]
                #[derive(Debug)]
                pub #name {}

                impl #ident for #name {
                    #(#methods;)*
                }
            }
        }
    }
}
