//! The table in `nd-pdk-macros`: which macro exports what.

use crate::model::{Api, Capability, Trait};
use crate::names::ident;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The table, and the list from which the entry points of the macro crate are declared.
pub(super) fn emit_table(api: &Api) -> TokenStream {
    let capabilities = || {
        let exporting = |capability: &&Capability| !capability.traits.is_empty();
        api.capabilities.iter().filter(exporting)
    };
    let rows = capabilities().map(emit_row);
    let entries = capabilities().flat_map(|capability| {
        let entry = |of_trait| emit_entry(capability, of_trait);
        capability.traits.iter().map(entry)
    });
    let declare = format_ident!("declare");
    quote! {
        #![doc = " Which macro exports what."]

        use crate::table::{Capability, Trait};

        pub(crate) static CAPABILITIES: &[Capability] = &[#(#rows),*];

        /// Calls a macro with the name of each registering macro and the trait it is for.
        macro_rules! with_entry_points {
            ($#declare:ident) => {
                $#declare!(#(#entries),*);
            };
        }

        pub(crate) use with_entry_points;
    }
}

fn emit_entry(capability: &Capability, of_trait: &Trait) -> TokenStream {
    let register = ident(&of_trait.register_macro);
    let path = format!("{}::{}", capability.module, of_trait.name);
    quote!(#register = #path)
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
