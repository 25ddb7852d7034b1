//! The table in `nd-rules`: which functions there are on both sides, and since when.

use crate::model::{
    Api, Call, Capability, Export, Function, Obligation, Permission, Service, TraitLayout, Version,
};
use proc_macro2::TokenStream;
use quote::quote;

/// The host functions and the exports, in the order of the schemas.
pub(super) fn emit_surface(api: &Api) -> TokenStream {
    let functions = api.services.iter().flat_map(|service| {
        let row = |function| emit_function(service, function);
        service.functions.iter().map(row)
    });
    let exports = api.capabilities.iter().flat_map(|capability| {
        let exports = capability
            .traits
            .iter()
            .flat_map(|of_trait| &of_trait.exports);
        exports.map(|export| emit_export(capability, export))
    });
    quote! {
        #![doc = " Which functions there are on both sides, and since when."]

        use super::{Export, HostFunction};
        use crate::version::Version;

        #[doc = " All that a plugin can import from the server."]
        pub static HOST_FUNCTIONS: &[HostFunction] = &[#(#functions),*];

        #[doc = " All that the server calls where a plugin exports it."]
        pub static EXPORTS: &[Export] = &[#(#exports),*];
    }
}

fn emit_export(capability: &Capability, export: &Export) -> TokenStream {
    let (name, since) = (&export.export, emit_version(export.since));
    let required = match (capability.layout, export.obligation) {
        (TraitLayout::AllRequired, Obligation::Required) => true,
        (TraitLayout::AllRequired, Obligation::Defaulted) | (TraitLayout::PerMethod, _) => false,
    };
    let capability = &capability.name;
    quote!(Export { name: #name, capability: #capability, since: #since, required: #required })
}

fn emit_function(service: &Service, function: &Function) -> TokenStream {
    let (name, service_name) = (&function.import, &service.name);
    let permission = match &service.permission {
        Permission::None => quote!(None),
        Permission::Key(key) => quote!(Some(#key)),
    };
    let since = emit_version(function.since);
    let json_since = match function.json_since {
        Some(version) => {
            let version = emit_version(Some(version));
            quote!(Some(#version))
        }
        None => quote!(None),
    };
    let takes_request = match &function.call {
        Call::Envelope { params, .. } => !params.is_empty(),
        Call::Direct { input, .. } => input.is_some(),
    };
    quote!(HostFunction {
        name: #name,
        service: #service_name,
        permission: #permission,
        since: #since,
        json_since: #json_since,
        takes_request: #takes_request,
    })
}

/// What has no version was always there.
fn emit_version(since: Option<Version>) -> TokenStream {
    let Version {
        major,
        minor,
        patch,
    } = since.unwrap_or(Version {
        major: 0,
        minor: 0,
        patch: 0,
    });
    let [major, minor, patch] = [major, minor, patch].map(proc_macro2::Literal::u32_unsuffixed);
    quote!(Version::new(#major, #minor, #patch))
}
