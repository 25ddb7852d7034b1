//! The table in `nd-pdk-macros`: which macro exports what.

use crate::docs;
use crate::model::{Api, Capability, Trait};
use crate::names::ident;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The table, and the macro that declares a procedural macro for each of its traits.
pub(super) fn emit_table(api: &Api) -> TokenStream {
    let capabilities = api.capabilities.iter().map(emit_row);
    let traits = api.capabilities.iter().flat_map(|capability| {
        capability
            .traits
            .iter()
            .map(move |of_trait| (capability, of_trait))
    });
    let expand = format_ident!("expand");
    let entries = traits.map(|(capability, of_trait)| {
        let Trait {
            name,
            register_macro,
            ..
        } = of_trait;
        let module = &capability.module;
        let docs = docs::outer_text(&format!("Exports a plugin's `{module}::{name}`."));
        let function = ident(register_macro);
        quote! {
            #docs
            #[proc_macro]
            pub fn #function(input: TokenStream) -> TokenStream {
                $#expand(#register_macro, input)
            }
        }
    });
    quote! {
        #![doc = " Which macro exports what."]

        use crate::table::{Capability, Trait};

        pub(crate) static CAPABILITIES: &[Capability] = &[#(#capabilities),*];

        macro_rules! entry_points {
            ($#expand:path) => {
                #(#entries)*
            };
        }

        pub(crate) use entry_points;
    }
}

fn emit_row(capability: &Capability) -> TokenStream {
    let Capability {
        name,
        module,
        traits,
        ..
    } = capability;
    let traits = traits.iter().map(
        |Trait {
             name,
             register_macro,
             exports,
         }| {
            let exports = exports.iter().map(|export| &export.export);
            quote!(Trait { name: #name, register: #register_macro, exports: &[#(#exports),*] })
        },
    );
    quote!(Capability { name: #name, module: #module, traits: &[#(#traits),*] })
}
