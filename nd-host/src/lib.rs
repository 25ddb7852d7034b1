//! A local host for Navidrome plugins: it loads a plugin's wasm on the Extism runtime, calls its exports as the server does
//! and answers the host functions it imports.
//!
//! It must not depend on the guest crate `nd-pdk`: it shows the bytes a host sees, whatever the guest meant by them.
//!
//! ```
//! use nd_host::{Call, Outcome, Plugin, Reply, Request, Script};
//! use serde_json::json;
//!
//! # fn main() -> anyhow::Result<()> {
//! # let wasm = wat::parse_str(r#"(module
//! #     (import "extism:host/user" "cache_has" (func $has (param i64) (result i64)))
//! #     (import "extism:host/env" "length" (func $length (param i64) (result i64)))
//! #     (import "extism:host/env" "output_set" (func $output (param i64 i64)))
//! #     (func (export "nd_on_init") (result i32) (local $reply i64)
//! #         (local.set $reply (call $has (i64.const 0)))
//! #         (call $output (local.get $reply) (call $length (local.get $reply)))
//! #         (i32.const 0)))"#)?;
//! // `wasm` is a plugin that asks its host `cache_has` and hands on the answer.
//! let plugin = Plugin::builder(wasm).host_function("cache_has").load()?;
//!
//! let script = Script::new().reply("cache_has", json!({"exists": true}));
//! let report = plugin.call(Call::new("nd_on_init").script(&script));
//!
//! assert_eq!(report.outcome, Outcome::Ok(br#"{"exists":true}"#.to_vec()));
//! assert_eq!(script.requests(), [Request { function: "cache_has".into(), bytes: vec![] }]);
//! # Ok(())
//! # }
//! ```
//!
//! # Use it from your own crate
//!
//! It is not on crates.io: name the folder where you have it.
//!
//! ```toml
//! [dev-dependencies]
//! nd-host = { path = "../navidrome-pdk/nd-host" }
//! serde_json = "1"
//!
//! # Without optimisation the runtime takes seconds to compile a plugin each time it is loaded.
//! [profile.dev.package."*"]
//! opt-level = 1
//! ```
//!
//! The runtime is large: the first build takes minutes, those after it do not. The plugin is built apart from its tests, with
//! `cargo build --target wasm32-wasip1`, and is then `target/wasm32-wasip1/debug/<crate>.wasm`, with `_` for each `-` in the crate's name; read it
//! with `std::fs::read` and hand it to [`Plugin::builder`].

mod client;
mod manifest;
mod music;
mod package;
mod runtime;
mod server;
mod services;

pub use music::{Music, NowPlaying, Since};
pub use nd_rules::jobs::{Job, JobKind};
pub use nd_rules::queues::{QueuedTask, TaskStatus};
pub use nd_rules::version::Version;
pub use package::Package;

pub use runtime::{
    Builder, Call, Level, LogLine, Outcome, Plugin, Reply, Report, Request, Script, Surface,
};
pub use server::{
    Delivery, Entry, Granted, Handle, Live, LoadedPlugin, NEWEST, OLDEST, Server, ServerBuilder,
    Settings, Source,
};
pub use services::{Connection, Event};
