//! The model as Rust: which files there are, and what is in each. Nothing is checked here: whatever the model holds can be emitted.

mod call;
mod capability;
mod glue;
mod payload;
mod scope;
mod service;
mod stand_in;
mod surface;
mod table;
mod traffic;
mod ty;
mod types;

use crate::docs::{self, Facts};
use crate::files::Artifact;
use crate::model::{Api, Capability, Docs, Home, Service, TypeDef, TypeId, Version};
use crate::names::ident;
use crate::render::render_file;
use proc_macro2::TokenStream;
use quote::quote;
use scope::{Scope, emit_use};
use stand_in::Mocks;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the code is for.
pub enum Target {
    /// The modules of `nd-pdk` itself.
    Library,
    /// A tree of its own inside of a plugin; `mount` is the path of its root module.
    Tree {
        mount: syn::Path,
        /// Whether there are mocks, for which the plugin needs `mockall` in its tests.
        mocks: bool,
    },
}

impl Target {
    fn mocks(&self) -> Mocks {
        match self {
            Target::Library => Mocks::Native,
            Target::Tree { mocks: true, .. } => Mocks::Tests,
            Target::Tree { mocks: false, .. } => Mocks::None,
        }
    }
}

/// The tree of modules, with paths relative to its root.
pub fn emit_tree(api: &Api, target: &Target) -> Vec<Artifact> {
    let types = types_by_home(api);
    let mut artifacts = vec![emit_root(api, &types, target)];
    if let Some(shared) = types.get(&Home::Shared) {
        artifacts.push(emit_shared(api, shared));
    }
    if !api.capabilities.is_empty() {
        let modules = api
            .capabilities
            .iter()
            .map(|capability| capability.module.as_str());
        let docs = "What a plugin can do for the server: one module a capability.";
        artifacts.push(emit_index("capability/mod.rs", docs, modules));
    }
    if !api.services.is_empty() {
        let modules = api.services.iter().map(|service| service.module.as_str());
        let docs = "What the server can do for a plugin: one module a service.";
        artifacts.push(emit_index("host/mod.rs", docs, modules));
    }
    let own = |home| types.get(&home).map_or(&[] as &[_], Vec::as_slice);
    artifacts.extend(api.capabilities.iter().map(|capability| {
        let types = own(Home::Capability(capability.module.clone()));
        emit_capability_module(api, capability, types, target)
    }));
    artifacts.extend(api.services.iter().map(|service| {
        let types = own(Home::Service(service.module.clone()));
        emit_service_module(api, service, types, target.mocks())
    }));
    artifacts
}

/// The table of the macro crate.
pub fn emit_macro_table(api: &Api, path: &str) -> Artifact {
    artifact(path, "the capability schemas", table::emit_table(api))
}

/// The table of what there is on both sides, for whoever imitates the server.
pub fn emit_surface_table(api: &Api, path: &str) -> Artifact {
    artifact(path, "the schemas", surface::emit_surface(api))
}

fn artifact(path: &str, source: &str, tokens: TokenStream) -> Artifact {
    Artifact {
        path: path.to_owned(),
        contents: render_file(source, tokens),
    }
}

fn types_by_home(api: &Api) -> HashMap<Home, Vec<&TypeDef>> {
    let mut types: HashMap<Home, Vec<&TypeDef>> = HashMap::new();
    for definition in api.types.values() {
        types
            .entry(definition.id.home.clone())
            .or_default()
            .push(definition);
    }
    types
}

fn emit_root(api: &Api, types: &HashMap<Home, Vec<&TypeDef>>, target: &Target) -> Artifact {
    let docs = docs::inner(
        &Docs("Everything that comes from the schemas.".to_owned()),
        &Facts::default(),
    );
    // Names, descriptions and sizes are up to the author of the schemas, and a plugin need not use all of them.
    let allow = match target {
        Target::Library => None,
        Target::Tree { .. } => {
            let unused = quote!(dead_code, unused_imports, unused_macros);
            Some(quote!(#![allow(clippy::all, missing_docs, unreachable_pub, #unused)]))
        }
    };
    let capability = (!api.capabilities.is_empty()).then(|| {
        quote!(
            pub mod capability;
        )
    });
    let host = (!api.services.is_empty()).then(|| {
        quote!(
            pub mod host;
        )
    });
    let types = types.contains_key(&Home::Shared).then(|| {
        quote!(
            pub mod types;
        )
    });
    artifact(
        "mod.rs",
        "the schemas",
        quote!(#docs #allow #capability #host #types),
    )
}

fn emit_index<'a>(path: &str, docs: &str, modules: impl Iterator<Item = &'a str>) -> Artifact {
    let docs = docs::inner(&Docs(docs.to_owned()), &Facts::default());
    let modules = modules.map(ident);
    artifact(path, "the schemas", quote!(#docs #(pub mod #modules;)*))
}

fn emit_shared(api: &Api, types: &[&TypeDef]) -> Artifact {
    let mut cx = Scope::new(api);
    let docs = docs::inner(
        &Docs("Types that several capabilities and services use.".to_owned()),
        &Facts::default(),
    );
    let definitions = emit_types(&mut cx, types, None);
    let imports = cx.emit_imports();
    artifact(
        "types.rs",
        "types.yaml",
        quote!(#docs #imports #definitions),
    )
}

fn emit_capability_module(
    api: &Api,
    capability: &Capability,
    types: &[&TypeDef],
    target: &Target,
) -> Artifact {
    let Capability {
        module,
        shared_types,
        source,
        ..
    } = capability;
    let mut cx = Scope::new(api);
    let docs = capability::emit_module_docs(capability);
    let definitions = emit_types(&mut cx, types, capability::baseline(capability));
    let body = capability::emit_capability(&mut cx, capability, &definitions, target);
    let imports = cx.emit_imports();
    let shared = emit_reexports(shared_types);
    let tokens = quote!(#docs #imports #shared #body);
    artifact(&format!("capability/{module}.rs"), source, tokens)
}

fn emit_service_module(api: &Api, service: &Service, types: &[&TypeDef], mocks: Mocks) -> Artifact {
    let Service {
        module,
        shared_types,
        source,
        ..
    } = service;
    let mut cx = Scope::new(api);
    let docs = service::emit_module_docs(service);
    let definitions = emit_types(&mut cx, types, service::baseline(service));
    let body = service::emit_service(&mut cx, service, &definitions, mocks);
    let imports = cx.emit_imports();
    let shared = emit_reexports(shared_types);
    let tokens = quote!(#docs #imports #shared #body);
    artifact(&format!("host/{module}.rs"), source, tokens)
}

/// The error and the types of other modules, so that a module has all that its functions mention.
fn emit_reexports(types: &[TypeId]) -> TokenStream {
    let mut by_path: BTreeMap<String, (TokenStream, BTreeSet<String>)> = BTreeMap::new();
    for TypeId { home, name } in types {
        let path = match home {
            Home::Shared => quote!(super::super::types),
            Home::Capability(module) => {
                let module = ident(module);
                quote!(super::super::capability::#module)
            }
            Home::Service(module) => {
                let module = ident(module);
                quote!(super::super::host::#module)
            }
        };
        let (_, names) = by_path
            .entry(path.to_string())
            .or_insert((path, BTreeSet::new()));
        names.insert(name.clone());
    }
    let types = by_path
        .values()
        .map(|(path, names)| emit_use(&quote!(pub), path, names));
    quote!(#(#types)* pub use nd_pdk::Error;)
}

fn emit_types(cx: &mut Scope<'_>, types: &[&TypeDef], baseline: Option<Version>) -> TokenStream {
    let definitions = types
        .iter()
        .map(|definition| types::emit_type_definition(cx, definition, baseline));
    definitions.collect()
}
