//! A capability: its traits and its errors.

use super::Target;
use super::glue::{emit_glue, emit_register};
use super::payload::{emit_input_type, emit_output_type};
use super::scope::{Known, Scope};
use super::types::emit_deprecated;
use crate::docs::{self, Entry, Facts, Lines, later};
use crate::model::{
    Capability, ErrorConstant, Export, Obligation, Payload, Trait, TraitLayout, Version,
};
use crate::names::{error_enum, ident};
use proc_macro2::TokenStream;
use quote::quote;

/// What a plugin for the capability needs anyway: the version of its earliest export.
pub(super) fn baseline(capability: &Capability) -> Option<Version> {
    let exports = capability
        .traits
        .iter()
        .flat_map(|of_trait| &of_trait.exports);
    exports.filter_map(|export| export.since).min()
}

/// The items in the module of a capability, among them its types.
pub(super) fn emit_capability(
    cx: &mut Scope<'_>,
    capability: &Capability,
    types: &TokenStream,
    target: &Target,
) -> TokenStream {
    let Capability {
        name,
        traits,
        errors,
        ..
    } = capability;
    let errors = emit_errors(cx, name, errors);
    let glue = emit_glue(cx, traits);
    let baseline = baseline(capability);
    let macros = traits
        .iter()
        .map(|of_trait| emit_register(capability, of_trait, target));
    let macros: Vec<_> = macros.collect();
    let traits = traits
        .iter()
        .map(|of_trait| emit_trait(cx, capability, of_trait, target, baseline));
    quote! {
        #(#traits)*
        #errors
        #types
        #glue
        #(#macros)*
    }
}

/// Documentation of the module.
pub(super) fn emit_module_docs(capability: &Capability) -> TokenStream {
    let Capability {
        name,
        host_name,
        docs,
        ..
    } = capability;
    let note =
        |name: &String| docs::paragraph(&format!("The host's log calls it {}.", docs::code(name)));
    let facts = Facts {
        fallback: Some(format!("The capability `{name}`.")),
        notes: host_name.iter().map(note).collect(),
        since: baseline(capability),
        ..Facts::default()
    };
    docs::inner(docs, &facts)
}

fn emit_trait(
    cx: &mut Scope<'_>,
    capability: &Capability,
    of_trait: &Trait,
    target: &Target,
    baseline: Option<Version>,
) -> TokenStream {
    let Trait { name, exports, .. } = of_trait;
    let docs = docs::outer_text(&trait_summary(capability, of_trait, target));
    let message = match capability.layout {
        TraitLayout::AllRequired => format!("`{{Self}}` does not implement `{name}`"),
        TraitLayout::PerMethod => {
            format!(
                "`{{Self}}` does not implement `{name}` of the capability `{}`",
                capability.name
            )
        }
    };
    let label = format!("needs `impl {name} for {{Self}}`");
    let note = registration_note(capability, of_trait, target);
    let name = ident(name);
    let methods = exports
        .iter()
        .map(|export| emit_method(cx, export, baseline));
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #name {
            #(#methods)*
        }
    }
}

/// How to register this trait and no other, for authors who registered more than they implement.
fn registration_note(capability: &Capability, of_trait: &Trait, target: &Target) -> String {
    let register = &of_trait.register_macro;
    let alone = match capability.traits.as_slice() {
        [_] => "",
        _ => " alone",
    };
    match target {
        Target::Tree { .. } => format!("`{register}!` registers this trait{alone}"),
        Target::Library => {
            let item = match capability.traits.as_slice() {
                [_] => capability.name.clone(),
                _ => format!("{}::{}", capability.module, of_trait.name),
            };
            format!("`{item}` in `register!`, or `{register}!`, registers this trait{alone}")
        }
    }
}

fn trait_summary(capability: &Capability, of_trait: &Trait, target: &Target) -> String {
    let Capability { name, layout, .. } = capability;
    let register = &of_trait.register_macro;
    let register = match target {
        Target::Library => format!("[`{register}!`](nd_pdk::{register})"),
        Target::Tree { .. } => format!("`{register}!`"),
    };
    let methods = match (layout, of_trait.exports.as_slice()) {
        (TraitLayout::PerMethod, [Export { method, .. }]) => {
            let link = docs::link(&ident(&method.rust));
            format!(
                "The method [`{}`](Self::{link}) of the capability `{name}`",
                method.rust
            )
        }
        (TraitLayout::PerMethod | TraitLayout::AllRequired, _) => {
            format!("The methods of the capability `{name}`")
        }
    };
    format!("{methods}, for {register}.")
}

fn emit_method(cx: &mut Scope<'_>, export: &Export, baseline: Option<Version>) -> TokenStream {
    let since = export.since;
    let Export {
        export,
        method,
        docs,
        input,
        output,
        obligation,
        deprecated,
        ..
    } = export;
    let facts = Facts {
        fallback: Some(format!("Answers calls of `{export}`.")),
        notes: method_notes(input.as_ref(), output.as_ref(), *obligation),
        since: later(since, baseline),
        ..Facts::default()
    };
    let docs = docs::outer(docs, &facts);
    let deprecated = emit_deprecated(deprecated.as_deref());
    let method = ident(&method.rust);
    let parameter = input.as_ref().map(|input| {
        let ty = emit_input_type(cx, input);
        quote!(, req: #ty)
    });
    let result = emit_output_type(cx, output.as_ref());
    let body = match obligation {
        Obligation::Required => quote!(;),
        Obligation::Defaulted => {
            let unused = input.as_ref().map(|_| quote!(let _ = req;));
            quote!({ #unused Err(Error::not_implemented()) })
        }
    };
    quote! {
        #docs
        #deprecated
        fn #method(&self #parameter) -> Result<#result, Error> #body
    }
}

fn method_notes(
    input: Option<&Payload>,
    output: Option<&Payload>,
    obligation: Obligation,
) -> Vec<Lines> {
    let input = input.map(|input| Entry::new("`req`".to_owned(), &input.docs));
    let returns = output.map(|output| Entry::new("returns".to_owned(), &output.docs));
    let list = docs::list(input.into_iter().chain(returns));
    let absent = output
        .filter(|output| output.nullable)
        .map(|_| docs::paragraph("Return [`Error::not_found`] when there is nothing to answer."));
    let optional = match obligation {
        Obligation::Required => None,
        Obligation::Defaulted => Some(docs::paragraph(
            "Need not be implemented: without it the answer is [`Error::not_implemented`].",
        )),
    };
    [list, absent, optional].into_iter().flatten().collect()
}

/// The texts that the host recognises: constants, and an enum of them.
fn emit_errors(
    cx: &mut Scope<'_>,
    capability: &str,
    errors: &[ErrorConstant],
) -> Option<TokenStream> {
    if errors.is_empty() {
        return None;
    }
    let wire = cx.name(Known::Wire);
    let enum_name = error_enum(capability);
    let constants = errors.iter().map(
        |ErrorConstant {
             constant,
             variant,
             text,
             ..
         }| {
            let variant = docs::link(&ident(variant));
            let docs = docs::outer_text(&format!("The text of [`{enum_name}::{variant}`]."));
            let constant = ident(constant);
            quote!(#docs pub const #constant: &str = #text;)
        },
    );
    let variants = errors.iter().map(|ErrorConstant { variant, docs, .. }| {
        let docs = docs::outer(docs, &Facts::default());
        let variant = ident(variant);
        quote!(#docs #variant)
    });
    let texts = errors.iter().map(
        |ErrorConstant {
             variant, constant, ..
         }| {
            let (variant, constant) = (ident(variant), ident(constant));
            quote!(#variant = #constant)
        },
    );
    let docs = docs::outer_text(&format!(
        "The failures of a `{capability}` that the host tells apart."
    ));
    let name = ident(&enum_name);
    Some(quote! {
        #(#constants)*

        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variants),*
        }

        #wire::capability_errors!(#name, #(#texts),*);
    })
}
