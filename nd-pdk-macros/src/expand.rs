//! The Rust code that a macro call stands for.
//!
//! Decides nothing: what to export is known by then.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Index};

use crate::resolve::{Registration, Target};

/// On every target the plugin's traits are checked; under WebAssembly the exports are written.
///
/// One function with all the bounds is instantiated at one place, so a missing implementation is one error, at the type the author wrote.
pub(crate) fn registration(registration: &Registration) -> TokenStream {
    let Registration { plugin, targets } = registration;
    let markers = targets.iter().map(marker);
    let bounds = targets.iter().map(|target| &target.implemented);
    let functions = targets.iter().flat_map(functions);
    let thunks = targets
        .iter()
        .flat_map(|target| &target.exports)
        .enumerate()
        .map(thunk);
    let count = targets
        .iter()
        .map(|target| target.exports.len())
        .sum::<usize>();

    quote! {
        #(#markers)*

        const _: () = {
            const fn exports<P: #(#bounds +)* ::core::default::Default>() -> [fn() -> i32; #count] {
                [#(#functions),*]
            }

            const EXPORTS: [fn() -> i32; #count] = exports::<#plugin>();

            #(#thunks)*

            // Natively nothing else uses it, and without a use the plugin's type would count as dead code.
            _ = EXPORTS;
        };
    }
}

/// An item that collides with the one of another macro call for the same trait. Exports collide only under WebAssembly, and as symbols:
/// with a message that names no place.
fn marker(target: &Target) -> Option<TokenStream> {
    let first = target.exports.first()?;
    Some(quote_spanned! { first.span()=> enum #first {} })
}

/// The functions behind the exports of a trait.
fn functions(target: &Target) -> impl Iterator<Item = TokenStream> {
    let Target {
        module, exports, ..
    } = target;
    exports
        .iter()
        .map(move |export| quote!(#module::#export::<P>))
}

/// An export: the symbol that the host calls.
fn thunk((index, export): (usize, &Ident)) -> TokenStream {
    let index = Index {
        index: index as u32,
        span: Span::call_site(),
    };
    quote! {
        #[cfg(target_family = "wasm")]
        #[unsafe(no_mangle)]
        pub extern "C" fn #export() -> i32 {
            EXPORTS[#index]()
        }
    }
}
