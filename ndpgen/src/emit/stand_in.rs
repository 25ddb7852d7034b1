//! What stands in for a host service in native tests: a mock, and the service trait as something that answers calls.
//! Must not emit anything for WebAssembly.

use super::call::{Signature, as_type};
use super::payload::{emit_marker, emit_served_marker};
use super::scope::Scope;
use super::ty::{borrowed, codec_of, codec_of_field, emit_codec, emit_type};
use crate::docs;
use crate::model::{Call, Field, Function, Output, Service};
use crate::names::{self, ident, service_trait};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Whether to write mocks: they need `mockall` in the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mocks {
    /// For any build that is not WebAssembly.
    Native,
    /// For the unit tests of the crate.
    Tests,
    None,
}

impl Mocks {
    /// Under which condition there are mocks.
    fn emit_cfg(self) -> Option<TokenStream> {
        match self {
            Mocks::Native => Some(quote!(not(target_family = "wasm"))),
            Mocks::Tests => Some(quote!(all(test, not(target_family = "wasm")))),
            Mocks::None => None,
        }
    }

    /// What makes a mock of a service from its trait.
    pub(super) fn emit_attribute(self, service: &str) -> Option<TokenStream> {
        let (condition, base) = (self.emit_cfg()?, ident(service));
        Some(quote!(#[cfg_attr(#condition, nd_pdk::mocked(#base))]))
    }

    /// Whether they are written for the library, whose fake host has all of its services.
    pub(super) fn are_of_the_library(self) -> bool {
        match self {
            Mocks::Native => true,
            Mocks::Tests | Mocks::None => false,
        }
    }

    /// Whether what is installed is the service's mock, as a statement that binds it.
    fn emit_is_mock(self, service: &str) -> TokenStream {
        let mock = ident(&names::mock(service));
        let is_mock = quote!(let is_mock = nd_pdk::testing::is::<#mock>(&service););
        match self {
            Mocks::Native => is_mock,
            Mocks::Tests => quote! {
                #[cfg(test)]
                #is_mock
                #[cfg(not(test))]
                let is_mock = false;
            },
            Mocks::None => quote!(let is_mock = false;),
        }
    }

    /// The condition as an expression.
    pub(super) fn emit_condition(self) -> TokenStream {
        match self {
            Mocks::Native => quote!(true),
            Mocks::Tests => quote!(cfg!(test)),
            Mocks::None => quote!(false),
        }
    }
}

/// `mock`, `install`, and what they need.
pub(super) fn emit_stand_ins(
    cx: &mut Scope<'_>,
    service: &Service,
    signatures: &[Signature],
    mocks: Mocks,
) -> TokenStream {
    let Service {
        name, functions, ..
    } = service;
    let of_trait = ident(&service_trait(name));
    let mock = mocks
        .emit_cfg()
        .map(|condition| emit_mock(name, &of_trait, &condition));
    let docs = docs::outer_text(&format!(
        "Installs something that answers the functions of the service `{name}` for this thread, until the guard goes. \
         What it answers crosses the wire as it would between server and plugin."
    ));
    let arms = functions
        .iter()
        .zip(signatures)
        .map(|(function, signature)| emit_arm(cx, &of_trait, function, signature));
    let arms: Vec<_> = arms.collect();
    let allow = deprecation(functions);
    let is_mock = mocks.emit_is_mock(name);
    quote! {
        #mock

        #docs
        #[cfg(not(target_family = "wasm"))]
        pub fn install(service: impl #of_trait + 'static) -> nd_pdk::testing::StandIn {
            #is_mock
            nd_pdk::testing::install::<dyn #of_trait>(Box::new(service), is_mock)
        }

        #[cfg(not(target_family = "wasm"))]
        #allow
        impl wire::Serve for dyn #of_trait {
            fn serve(&self, request: &wire::Request<'_>) -> Option<Vec<u8>> {
                let reply = match request.function() {
                    #(#arms)*
                    _ => return None,
                };
                Some(reply)
            }
        }
    }
}

fn emit_mock(name: &str, of_trait: &Ident, condition: &TokenStream) -> TokenStream {
    let mock = ident(&names::mock(name));
    let docs = docs::outer_text(&format!(
        "Installs a mock of the service `{name}` for this thread. The guard verifies what the closure expects when it goes, unless the thread \
         is panicking already."
    ));
    quote! {
        #docs
        #[cfg(#condition)]
        #[track_caller]
        pub fn mock(expect: impl FnOnce(&mut #mock)) -> nd_pdk::testing::MockGuard<#mock> {
            nd_pdk::testing::mock(expect, |mock| mock as &dyn #of_trait)
        }
    }
}

/// Stand-ins have the deprecated functions too.
fn deprecation(functions: &[Function]) -> Option<TokenStream> {
    functions
        .iter()
        .any(|function| function.deprecated.is_some())
        .then(|| quote!(#[allow(deprecated)]))
}

/// A call of one function, answered by its method.
fn emit_arm(
    cx: &mut Scope<'_>,
    of_trait: &Ident,
    function: &Function,
    signature: &Signature,
) -> TokenStream {
    let (import, method) = (&function.import, &signature.method);
    let reply = match &function.call {
        Call::Envelope { params, output } => {
            let (answer, keys) = emit_answer(cx, output);
            let arguments: Vec<_> = params
                .iter()
                .map(|field| emit_argument(cx, field))
                .collect();
            let bound = match arguments.as_slice() {
                [] => quote!(_),
                _ => quote!(arguments),
            };
            quote!(request.#answer(#(#keys,)* |#bound| #of_trait::#method(self #(, #arguments)*)))
        }
        Call::Direct { input, output } => {
            let takes = emit_marker(cx, input.as_ref());
            let gives = emit_served_marker(cx, output.as_ref());
            let (bound, argument) = match input.as_ref().map(as_type) {
                None => (quote!(()), quote!()),
                Some(ty) if borrowed(&ty).is_some() => (quote!(input), quote!(, &input)),
                Some(_) => (quote!(input), quote!(, input)),
            };
            quote!(request.direct::<#takes, #gives>(|#bound| #of_trait::#method(self #argument)))
        }
    };
    quote!(#import => #reply,)
}

/// The method of the request that writes the reply, and the keys it writes.
fn emit_answer<'f>(cx: &mut Scope<'_>, output: &'f Output) -> (TokenStream, Vec<&'f str>) {
    let mut codec = |field: &Field| {
        let codec = codec_of_field(cx, field);
        emit_codec(cx, &codec)
    };
    match output {
        Output::Unit => (quote!(unit), Vec::new()),
        Output::Value(field) => {
            let codec = codec(field);
            (quote!(value::<#codec, _>), vec![&field.name.wire])
        }
        Output::Found { value, exists } => {
            let codec = codec(value);
            let keys = vec![value.name.wire.as_str(), &exists.name.wire];
            (quote!(found::<#codec, _>), keys)
        }
        Output::Tuple(fields) => {
            let codecs: Vec<_> = fields.iter().map(codec).collect();
            let keys = fields.iter().map(|field| field.name.wire.as_str());
            (quote!(pair::<#(#codecs),*, _, _>), keys.collect())
        }
    }
}

/// An argument as the method takes it.
fn emit_argument(cx: &mut Scope<'_>, field: &Field) -> TokenStream {
    let key = &field.name.wire;
    let codec = codec_of(cx, &field.ty);
    let codec = emit_codec(cx, &codec);
    match borrowed(&field.ty) {
        Some(_) => {
            let owned = emit_type(cx, &field.ty);
            quote!(&arguments.get::<#codec, #owned>(#key)?)
        }
        None => quote!(arguments.get::<#codec, _>(#key)?),
    }
}
