//! What stands behind the exports of a capability: a function for each, generic over the plugin, and in trees of their own the macros that register it.

use super::Target;
use super::payload::emit_marker;
use super::scope::{Known, Scope, emit_use};
use crate::docs;
use crate::model::{Capability, Export, Trait};
use crate::names::{ident, snake};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeSet;

/// One function for each export, generic over the plugin.
pub(super) fn emit_glue(cx: &Scope<'_>, traits: &[Trait]) -> TokenStream {
    let mut inside = cx.nested();
    let functions = traits.iter().flat_map(|of_trait| {
        let plugin = emit_plugin(of_trait);
        let exports = of_trait.exports.iter();
        exports.map(move |export| (of_trait, plugin.clone(), export))
    });
    let functions = functions
        .map(|(of_trait, plugin, export)| emit_export(&mut inside, of_trait, &plugin, export));
    let functions: Vec<_> = functions.collect();
    let names = traits.iter().flat_map(|of_trait| {
        let payloads = of_trait
            .exports
            .iter()
            .flat_map(|export| [&export.input, &export.output]);
        let types = payloads.flatten().filter_map(|payload| payload.ty.named());
        let types = types.map(|id| &id.name);
        types.chain([&of_trait.name]).cloned()
    });
    let outside = emit_use(&quote!(), &quote!(super), &names.collect::<BTreeSet<_>>());
    let imports = inside.emit_imports();
    let docs =
        docs::outer_text("What stands behind the exports, for the macros that register a plugin.");
    quote! {
        #docs
        #[doc(hidden)]
        pub mod exports {
            #outside
            #imports

            #(#functions)*
        }
    }
}

/// The plugin that answers a call: a new one for each.
fn emit_plugin(of_trait: &Trait) -> TokenStream {
    // A method of the trait with that name would make the short form ambiguous.
    let has_default = of_trait
        .exports
        .iter()
        .any(|export| export.method.rust == "default");
    match has_default {
        true => quote!(<P as Default>::default()),
        false => quote!(P::default()),
    }
}

fn emit_export(
    cx: &mut Scope<'_>,
    of_trait: &Trait,
    plugin: &TokenStream,
    export: &Export,
) -> TokenStream {
    let Export {
        export,
        method,
        input,
        output,
        deprecated,
        ..
    } = export;
    let wire = cx.name(Known::Wire);
    let takes = emit_marker(cx, input.as_ref());
    let gives = emit_marker(cx, output.as_ref());
    let allow = deprecated.as_ref().map(|_| quote!(#[allow(deprecated)]));
    let is_snake = snake(export) == *export;
    let foreign = (!is_snake).then(|| quote!(#[allow(non_snake_case)]));
    let (parameter, argument) = match input {
        Some(_) => (quote!(req), Some(quote!(, req))),
        None => (quote!(()), None),
    };
    let (export, of_trait, method) = (ident(export), ident(&of_trait.name), ident(&method.rust));
    quote! {
        #allow
        #foreign
        pub fn #export<P: #of_trait + Default>() -> i32 {
            #wire::export::<#takes, #gives>(|#parameter| #of_trait::#method(&#plugin #argument))
        }
    }
}

/// The macro that exports a trait of a tree of its own; those of the library are procedural macros.
pub(super) fn emit_register(
    capability: &Capability,
    of_trait: &Trait,
    target: &Target,
) -> Option<TokenStream> {
    let Target::Tree { mount, mocks: _ } = target else {
        return None;
    };
    let Trait {
        name,
        register_macro,
        exports,
    } = of_trait;
    let docs = docs::outer_text(&format!(
        "Exports a plugin's [`{name}`]: `{register_macro}!(MyPlugin);`, once in the crate."
    ));
    let (register, name, module) = (
        ident(register_macro),
        ident(name),
        ident(&capability.module),
    );
    let exports = exports.iter().map(|export| ident(&export.export));
    let path = quote!(#mount::capability::#module);
    let plugin = format_ident!("plugin");
    Some(quote! {
        #docs
        macro_rules! #register {
            ($#plugin:ty) => {
                nd_pdk::register_exports!(
                    $#plugin, #path::#name, #path::exports, [#(#exports),*]
                );
            };
        }
        pub(crate) use #register;
    })
}
