//! A local Navidrome for plugins: it loads a plugin's wasm on the Extism runtime, calls its exports as the server does, and answers the host functions
//! that it imports.
//!
//! It has two floors, and the upper one stands on the lower.
//!
//! | | [`Server`] | [`Plugin`] |
//! |---|---|---|
//! | takes | a [`Package`]: id, manifest and wasm, from a folder or an `.ndp` | the wasm alone |
//! | checks | manifest, configuration and permissions, in the server's words | that all imports are offered |
//! | answers host functions | as the server does: real requests, real databases, real sockets, over the [`Music`] you describe | as your [`Script`] says, and records what was asked |
//! | calls the plugin on its own | for schedules, queues and connections | never |
//! | is for | running a plugin as it is, and testing it from the outside | testing which bytes a plugin sends, and what it makes of any reply |
//!
//! The lower floor knows nothing of services and manifests, only bytes. The types and traits of the services are those of `nd-pdk`, and the rules that
//! decide are shared with its native fake host, so that a plugin behaves alike in both.
//!
//! # A server
//!
//! ```
//! use nd_host::{Music, Outcome, Package, Server, Settings};
//!
//! # fn main() -> anyhow::Result<()> {
//! # let wasm = wat::parse_str(r#"(module
//! #     (import "extism:host/user" "users_getusers" (func $users (param i64) (result i64)))
//! #     (import "extism:host/env" "length" (func $length (param i64) (result i64)))
//! #     (import "extism:host/env" "output_set" (func $output (param i64 i64)))
//! #     (func (export "who") (result i32) (local $reply i64)
//! #         (local.set $reply (call $users (i64.const 0)))
//! #         (call $output (local.get $reply) (call $length (local.get $reply)))
//! #         (i32.const 0)))"#)?;
//! let server = Server::builder()
//!     .music(Music::from_text("users: [{userName: ada, name: Ada}]")?)
//!     .start()?;
//!
//! // `wasm` is a plugin whose export `who` asks for the users and hands on the answer. `Package::open` reads one from a file.
//! let manifest = r#"{
//!     "name": "Who", "author": "You", "version": "0.1.0",
//!     "permissions": {"users": {"reason": "To greet them"}}
//! }"#;
//! let package = Package { id: "who".into(), manifest: manifest.into(), wasm };
//! let plugin = server.load(&package, &Settings::new())?;
//!
//! let outcome = plugin.call("who", "{}").outcome;
//!
//! let users = br#"{"result":[{"isAdmin":false,"name":"Ada","userName":"ada"}]}"#;
//! assert_eq!(outcome, Outcome::Ok(users.to_vec()));
//! assert!(plugin.log().is_empty(), "nothing went wrong");
//! # Ok(())
//! # }
//! ```
//!
//! Schedules and queues wait until somebody [advances](LoadedPlugin::advance) the time or [starts](LoadedPlugin::start) to make calls when they are due.
//! With a [frozen clock](ServerBuilder::frozen_clock) a test decides what time it is. What a plugin has planned, kept and opened is there to look at:
//! [`schedules`](LoadedPlugin::schedules), [`tasks`](LoadedPlugin::tasks), [`connections`](LoadedPlugin::connections),
//! [`log`](LoadedPlugin::log), [`data_folder`](LoadedPlugin::data_folder).
//!
//! ## Where it differs from a real one
//!
//! - A plugin's `Instant` and `thread::sleep` work. On the server each look at an `Instant` is one millisecond after the last, and sleeping returns at once.
//! - A call may have [1 GiB of memory](ServerBuilder::memory_mib), not the 4 GiB that the server leaves it.
//! - Links that lead out of a folder are not followed.
//! - No more than 64 calls that the server makes on its own run at once.
//!
//! # A script
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
//! `cargo build --target wasm32-wasip1`, and is then `target/wasm32-wasip1/debug/<crate>.wasm`, with `_` for each `-` in the crate's name. Read it with
//! `std::fs::read` and hand it to [`Plugin::builder`], or to a [`Package`] with the text of its `manifest.json` and the id it is to have.

mod client;
mod manifest;
mod music;
mod runtime;
mod server;
mod services;

pub use music::{Music, NowPlaying, Since};
pub use nd_package::{Package, Surface};
pub use nd_rules::jobs::{Job, JobKind};
pub use nd_rules::queues::{QueuedTask, TaskStatus};
pub use nd_rules::version::Version;

pub use runtime::{Builder, Call, Level, LogLine, Outcome, Plugin, Reply, Report, Request, Script};
pub use server::{
    Delivery, Entry, Granted, Handle, Live, LoadedPlugin, NEWEST, OLDEST, Server, ServerBuilder,
    Settings, Source,
};
pub use services::{Connection, Event};
