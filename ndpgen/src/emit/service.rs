//! A host service: its trait, a function for each of its functions, and the trait implemented by calling the host.

use super::call::{Signature, emit_body, emit_constant};
use super::scope::{Known, Scope};
use super::stand_in::{Mocks, emit_stand_ins};
use super::traffic::traffic;
use super::types::emit_deprecated;
use crate::docs::{self, Entry, Facts, Lines, later};
use crate::model::{Call, Function, Output, Permission, Service, Version};
use crate::names::{ident, service_trait};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What a plugin that uses the service needs anyway: the version of its earliest function.
pub(super) fn baseline(service: &Service) -> Option<Version> {
    service
        .functions
        .iter()
        .filter_map(|function| function.since)
        .min()
}

/// The items in the module of a service, among them its types.
pub(super) fn emit_service(
    cx: &mut Scope<'_>,
    service: &Service,
    types: &TokenStream,
    mocks: Mocks,
) -> TokenStream {
    let Service {
        name, functions, ..
    } = service;
    let wire = cx.name(Known::Wire);
    let docs = docs::outer_text(&format!(
        "The functions of the service `{name}`, for whatever stands in for the host in a test."
    ));
    let of_trait = ident(&service_trait(name));
    let signatures: Vec<_> = functions
        .iter()
        .map(|function| Signature::of(cx, function))
        .collect();
    let forms = || functions.iter().zip(&signatures);
    let methods = forms().map(|(function, signature)| emit_method(function, signature));
    let common = Common {
        permission: &service.permission,
        baseline: baseline(service),
        of_trait: &of_trait,
    };
    let free = forms().map(|(function, signature)| emit_function(cx, &common, function, signature));
    let free: Vec<_> = free.collect();
    let constants = forms().map(|(function, signature)| {
        let (constant, import) = (emit_constant(function), &function.import);
        let (method, parameters) = (&signature.method, signature.names());
        quote!(#constant = (#import, #method(#(#parameters),*)))
    });
    let (mocked, has_mock) = (mocks.emit_attribute(name), mocks.emit_condition());
    let has_fake = mocks.are_of_the_library();
    let permission = match &service.permission {
        Permission::None => quote!(None),
        Permission::Key(key) => quote!(Some(#key)),
    };
    let calls = forms().map(|(function, signature)| emit_call(cx, function, signature));
    let calls: Vec<_> = calls.collect();
    let stand_ins = emit_stand_ins(cx, service, &signatures, mocks);
    quote! {
        #docs
        #mocked
        pub trait #of_trait {
            #(#methods)*
        }

        #(#free)*

        #types

        #wire::imports!(#wire::Service { has_mock: #has_mock, has_fake: #has_fake, permission: #permission }, #(#constants),*);

        impl #of_trait for #wire::Host {
            #(#calls)*
        }

        #stand_ins
    }
}

/// Documentation of the module.
pub(super) fn emit_module_docs(service: &Service) -> TokenStream {
    let Service {
        docs,
        name,
        permission,
        ..
    } = service;
    let notes = match permission {
        Permission::None => vec![docs::paragraph("Needs no permission.")],
        Permission::Key(_) => Vec::new(),
    };
    let facts = Facts {
        fallback: Some(format!("The service `{name}`.")),
        notes,
        permission: Some(permission),
        since: baseline(service),
        ..Facts::default()
    };
    docs::inner(docs, &facts)
}

fn emit_method(function: &Function, signature: &Signature) -> TokenStream {
    let Signature { method, output, .. } = signature;
    let params = signature.emit_params();
    let link = docs::link(method);
    let docs = docs::outer_text(&format!("See [`{link}`](fn@{link})."));
    let deprecated = emit_deprecated(function.deprecated.as_deref());
    let tracked = emit_tracked();
    quote! {
        #docs
        #deprecated
        #tracked
        fn #method(&self #(, #params)*) -> Result<#output, Error>;
    }
}

/// What fails in a native test is the line of the plugin that called the host. In a plugin the lines would only cost bytes.
fn emit_tracked() -> TokenStream {
    quote!(#[cfg_attr(not(target_family = "wasm"), track_caller)])
}

/// What all functions of a service have in common.
struct Common<'s> {
    permission: &'s Permission,
    baseline: Option<Version>,
    of_trait: &'s Ident,
}

/// The function that plugins call: the one way to the host.
fn emit_function(
    cx: &Scope<'_>,
    common: &Common<'_>,
    function: &Function,
    signature: &Signature,
) -> TokenStream {
    let Common {
        permission,
        baseline,
        of_trait,
    } = *common;
    let Function {
        docs,
        call,
        since,
        json_since,
        deprecated,
        ..
    } = function;
    let traffic = traffic(cx, function);
    let (fallback, traffic) = match docs.0.is_empty() {
        true => (Some(traffic), None),
        false => (None, Some(docs::paragraph(&traffic))),
    };
    let facts = Facts {
        fallback,
        notes: call_notes(call, since.or(baseline))
            .into_iter()
            .chain(traffic)
            .collect(),
        permission: Some(permission),
        since: later(*since, baseline),
        readable_since: *json_since,
        errors: Some(errors(call)),
    };
    let docs = docs::outer(docs, &facts);
    let allow = deprecated.as_ref().map(|_| quote!(#[allow(deprecated)]));
    let deprecated = emit_deprecated(deprecated.as_deref());
    let Signature { method, output, .. } = signature;
    let (params, arguments) = (signature.emit_wide_params(), signature.emit_arguments());
    let tracked = emit_tracked();
    quote! {
        #docs
        #deprecated
        #allow
        #tracked
        pub fn #method(#(#params),*) -> Result<#output, Error> {
            #of_trait::#method(&wire::Host #(, #arguments)*)
        }
    }
}

/// What goes in and what comes out; `baseline` is the version that the function needs anyway.
fn call_notes(call: &Call, baseline: Option<Version>) -> Option<Lines> {
    let returns = "returns".to_owned();
    match call {
        Call::Envelope { params, output } => {
            let params = params
                .iter()
                .map(|field| Entry::of_field(format!("`{}`", field.name.rust), field, baseline));
            let results = match output {
                Output::Unit => Vec::new(),
                Output::Value(value) | Output::Found { value, exists: _ } => {
                    vec![Entry::of_field(returns, value, baseline)]
                }
                Output::Tuple(fields) => fields
                    .iter()
                    .map(|field| {
                        let label = format!("{returns} `{}`", field.name.rust);
                        Entry::of_field(label, field, baseline)
                    })
                    .collect(),
            };
            docs::list(params.chain(results))
        }
        Call::Direct { input, output } => {
            let input = input
                .iter()
                .map(|input| Entry::new("`input`".to_owned(), &input.docs));
            let output = output
                .iter()
                .map(|output| Entry::new(returns.clone(), &output.docs));
            docs::list(input.chain(output))
        }
    }
}

fn errors(call: &Call) -> &'static str {
    match call {
        Call::Envelope { .. } => {
            "Whatever the host reports, word for word; or that its reply cannot be read."
        }
        Call::Direct { .. } => "The input cannot be written, or the host's answer cannot be read.",
    }
}

fn emit_call(cx: &mut Scope<'_>, function: &Function, signature: &Signature) -> TokenStream {
    let Signature { method, output, .. } = signature;
    let params = signature.emit_params();
    let body = emit_body(cx, function);
    quote! {
        fn #method(&self #(, #params)*) -> Result<#output, Error> {
            #body
        }
    }
}
