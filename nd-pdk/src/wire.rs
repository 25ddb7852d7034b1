//! The library below generated code: calls to the host, exports, and how values look on the wire.
//!
//! Public because generated code uses it, also the code that `ndpgen --out` writes into a plugin of its own. Plugins written by hand need
//! none of it. Written once here, so that generated code holds declarations only; nothing in here knows a particular capability or service.
//!
//! | generated for | uses |
//! |---|---|
//! | a host function | [`imports!`], [`call`] and [`Reply`], or [`call_direct`] for functions described in plain XTP |
//! | what stands in for a service in native tests | `Serve`, `Request` |
//! | an export | [`export`] with [`Json`], [`Text`], [`Binary`], `()`, [`Nullable`] |
//! | a field | [`lenient`], [`is_default`], [`As`] with [`Plain`], [`Finite`], [`Base64`], [`List`], [`Map`], [`Maybe`] |
//! | an enum, the errors of a capability | [`text_enum!`], [`capability_errors!`] |

mod call;
mod codec;
mod export;
mod payload;
mod place;
mod reply;
#[cfg(not(target_family = "wasm"))]
mod serve;
mod text;

pub use call::{Encode, Host, Import, call, call_direct};
#[cfg(not(target_family = "wasm"))]
pub use call::{Place, Service};
pub use codec::{
    As, Base64, DecodeAs, EncodeAs, Finite, List, Map, Maybe, Plain, With, is_default, lenient,
    with,
};
pub use export::{Export, export};
pub use payload::{Binary, Incoming, Json, Nullable, Outgoing, Text};
pub use reply::Reply;
#[cfg(not(target_family = "wasm"))]
pub use serve::{Arguments, Request, Serve};
pub use text::{deserialize_text, unknown_text};

/// For the `serde` attributes of generated code in crates that do not depend on it: `#[serde(crate = "nd_pdk::wire::serde")]`.
pub use serde;
/// Any JSON value.
pub use serde_json::Value as Any;

#[doc(inline)]
pub use crate::{
    __capability_errors as capability_errors, __imports as imports, __text_enum as text_enum,
};
