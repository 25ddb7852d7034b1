//! The macros of `nd-pdk`: they write the WebAssembly exports of a plugin.
//!
//! Entry points only. Plugins use them through `nd_pdk`, which documents them with examples.

mod config;
mod expand;
mod generated;
mod parse;
mod resolve;
mod table;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// A procedural macro must stand in the root of its crate: the list is generated, what is made of it is here.
macro_rules! entry_points {
    ($($name:ident = $path:literal),*) => {$(
        #[doc = concat!("Exports a plugin's `", $path, "`: `nd_pdk::", stringify!($name), "!(MyPlugin);`, once in the crate.")]
        ///
        #[doc = concat!("The type implements the trait `nd_pdk::", $path, "`, whose page says what is asked of it, and [`Default`]:")]
        /// that is how it comes to life for each call. Natively the macro checks this and makes the export known to tests.
        ///
        #[doc = concat!("`nd_pdk::register!(MyPlugin: ", $path, ");` does the same, and takes several traits at once.")]
        #[proc_macro]
        pub fn $name(input: TokenStream) -> TokenStream {
            register_one(stringify!($name), input)
        }
    )*};
}

generated::with_entry_points!(entry_points);

/// Exports several capabilities of a plugin at once: `register!(MyPlugin: Scrobbler, metadata::ArtistBiographyProvider)`.
#[proc_macro]
pub fn register(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as parse::Capabilities);
    or_compile_error(resolve::capabilities(input))
}

/// Exports a trait that is not part of `nd_pdk`: `register_exports!(MyPlugin, path::Trait, path::exports, [nd_a, nd_b])`.
///
/// Used by the macros that `ndpgen --out` writes beside such traits.
#[doc(hidden)]
#[proc_macro]
pub fn register_exports(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as parse::Exports);
    expand::registration(&resolve::exports(input)).into()
}

/// Makes a mock of a trait: `#[mocked(Cache)] trait CacheService { … }` has the mock `MockCache`. The crate needs `mockall`.
///
/// Used by generated code; `mockall::automock` could name it after the trait only.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn mocked(name: TokenStream, of_trait: TokenStream) -> TokenStream {
    let name = parse_macro_input!(name as syn::Ident);
    let of_trait = parse_macro_input!(of_trait as syn::ItemTrait);
    expand::mocked(&name, &of_trait).into()
}

/// Makes a type of settings of a struct, or of an enum without data: `#[derive(Config)]`, with `#[config(…)]` for its fields and variants.
#[proc_macro_derive(Config, attributes(config))]
pub fn derive_config(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    config::derive(&input).into()
}

/// The macro called `register`, which is for one trait of the table.
fn register_one(register: &str, input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as parse::Plugin);
    or_compile_error(resolve::single(register, input))
}

fn or_compile_error(registration: syn::Result<resolve::Registration>) -> TokenStream {
    match registration {
        Ok(registration) => expand::registration(&registration).into(),
        Err(errors) => errors.into_compile_error().into(),
    }
}
