//! Calls to the host.
//!
//! One copy of the machinery for all host functions: what differs between them is data. What a reply means is not decided here.

use serde::Serialize;

use super::payload::{Incoming, Outgoing};
use super::place;
use super::reply::Reply;
use crate::{Error, sys};

/// A function of the host, as [`imports!`](super::imports) declares it.
#[derive(Debug, Clone, Copy)]
pub struct Import {
    /// Name in the import module `extism:host/user`.
    pub name: &'static str,
    /// The import itself: offset of the request in, offset of the reply out.
    #[cfg(target_family = "wasm")]
    pub function: extern "C" fn(u64) -> u64,
    /// Where plugin code calls it.
    #[cfg(not(target_family = "wasm"))]
    pub place: Place,
}

/// Where plugin code calls a function of the host, for the messages of native tests.
#[cfg(not(target_family = "wasm"))]
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The module of the service, by the path that [`module_path!`] gives inside of it.
    pub module: &'static str,
    /// The name of the Rust function.
    pub function: &'static str,
    /// The names of its parameters.
    pub parameters: &'static [&'static str],
    /// What it has in common with the other functions of its module.
    pub service: Service,
}

/// What there is to say about a host service in native tests.
#[cfg(not(target_family = "wasm"))]
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// Whether the module has a mock.
    pub has_mock: bool,
    /// Whether [`FakeHost`](crate::testing::FakeHost) has it: the services of this crate alone.
    pub has_fake: bool,
    /// The key that the manifest must have under `permissions`, `None` if it needs none.
    pub permission: Option<&'static str>,
}

/// The real host. Every service trait is implemented for it: by calling the import.
#[derive(Debug, Clone, Copy)]
pub struct Host;

/// An argument of a call, whatever its type.
pub trait Encode {
    /// Appends the argument as JSON.
    ///
    /// # Errors
    /// The value cannot be said in JSON.
    fn encode(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error>;
}

impl<T: Serialize + ?Sized> Encode for T {
    fn encode(&self, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        self.serialize(&mut serde_json::Serializer::new(out))
    }
}

/// Calls a function with an object that has a key for each parameter. Without parameters nothing is sent: the host would not read it.
///
/// # Errors
/// An argument cannot be said in JSON, or the host gave no reply. What the reply says is [`Reply`]'s business.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub fn call(import: Import, params: &[(&'static str, &dyn Encode)]) -> Result<Reply, Error> {
    let mut request = Vec::new();
    for (name, value) in params {
        request.push(if request.is_empty() { b'{' } else { b',' });
        request.push(b'"');
        request.extend_from_slice(name.as_bytes());
        request.extend_from_slice(b"\":");
        append(&mut request, *value)?;
    }
    if !request.is_empty() {
        request.push(b'}');
    }
    let request = (!request.is_empty()).then_some(request.as_slice());
    Reply::new(import.name, ask(&import, request))
}

#[cfg(target_family = "wasm")]
use sys::call as ask;

/// What the host replies.
///
/// # Panics
/// Nothing in the test answers the call.
#[cfg(not(target_family = "wasm"))]
#[track_caller]
fn ask(import: &Import, request: Option<&[u8]>) -> Vec<u8> {
    let calling = crate::testing::Calling::begin(import);
    let reply = sys::call(import, request);
    drop(calling);
    match reply {
        Some(reply) => reply,
        None => crate::testing::unanswered(import, request.unwrap_or_default()),
    }
}

/// Calls a function whose input is the block and whose output is the block.
///
/// # Errors
/// The input cannot be written, or the output cannot be read.
#[cfg_attr(not(target_family = "wasm"), track_caller)]
pub fn call_direct<A: Outgoing, R: Incoming>(
    import: Import,
    input: &A::Value,
) -> Result<R::Value, Error> {
    let request = A::encode(input)?;
    let reply = ask(&import, request.as_deref());
    R::decode(reply).map_err(|error| Error::new(format!("{}: {error}", import.name)))
}

/// Appends a value to JSON text that is well-formed so far; an error says where in the whole text it is.
pub(super) fn append(text: &mut Vec<u8>, value: &dyn Encode) -> Result<(), Error> {
    value.encode(text).map_err(|error| {
        let path = place::path(text);
        if path.is_empty() {
            error.into()
        } else {
            Error::new(format!("`{path}`: {error}"))
        }
    })
}

/// Declares functions of the host, in a private module `imports` with one [`Import`] a line:
/// `imports!(wire::Service { has_mock: true, has_fake: true, permission: None }, GET = ("config_get", get(key)), …)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __imports {
    ($service:expr, $($constant:ident = ($name:literal, $method:ident($($parameter:ident),*))),+ $(,)?) => {
        mod imports {
            #[cfg(not(target_family = "wasm"))]
            use $crate::wire;

            $(pub(super) const $constant: $crate::wire::Import = {
                #[cfg(target_family = "wasm")]
                #[link(wasm_import_module = "extism:host/user")]
                unsafe extern "C" {
                    #[link_name = $name]
                    safe fn function(request: u64) -> u64;
                }
                $crate::wire::Import {
                    name: $name,
                    #[cfg(target_family = "wasm")]
                    function,
                    #[cfg(not(target_family = "wasm"))]
                    place: $crate::wire::Place {
                        module: ::core::module_path!(),
                        function: ::core::stringify!($method),
                        parameters: &[$(::core::stringify!($parameter)),*],
                        service: $service,
                    },
                }
            };)+
        }
    };
}
