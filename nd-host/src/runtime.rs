//! A plugin's wasm on the Extism runtime: one fresh instance for each call, host functions answered by whoever the caller names.
//! Must not know any service, manifest or server.

mod blocks;
mod builtin_http;
mod call;
mod caught;
mod environment;
mod functions;
mod invoke;
mod log;
mod mount;
mod outcome;
mod plugin;
mod pool;
mod script;
mod sessions;

pub(crate) use builtin_http::BuiltinHttp;
pub use call::{Call, Report};
pub use log::{Level, LogLine};
pub(crate) use mount::{Access, Mount};
pub use outcome::Outcome;
pub use plugin::{Builder, Plugin};
pub use script::{Reply, Request, Script};
pub(crate) use sessions::{Answer, lock};

/// How the text of a trap ends when the server's host function panicked.
const PANICKED: &str = "(recovered by wazero)";
