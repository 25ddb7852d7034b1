//! Plugin development kit for the [Navidrome](https://www.navidrome.org) music server.
//!
//! A plugin is a WebAssembly module that Navidrome calls: for metadata, for scrobbling, on a schedule. It implements one trait for each thing it
//! can do and registers them; what it needs from the server it asks the host services for.
//!
//! ```
//! use nd_pdk::metadata::{ArtistBiographyProvider, ArtistBiographyResponse, ArtistRequest};
//! use nd_pdk::{Error, host};
//!
//! #[derive(Default)]
//! struct Biographies;
//!
//! impl ArtistBiographyProvider for Biographies {
//!     fn get_artist_biography(&self, req: ArtistRequest) -> Result<ArtistBiographyResponse, Error> {
//!         nd_pdk::debug!("looking for {}", req.name);
//!         let biography = host::cache::get_string(&req.name)?.ok_or_else(Error::not_found)?;
//!         Ok(ArtistBiographyResponse { biography })
//!     }
//! }
//!
//! nd_pdk::register!(Biographies: metadata::ArtistBiographyProvider);
//! # fn main() {}
//! ```
//!
//! Build it for `wasm32-wasip1`, put it as `plugin.wasm` next to its `manifest.json` in a zip file named `<plugin>.ndp`, and the server can load
//! it. Its `Cargo.toml` needs `crate-type = ["cdylib"]` under `[lib]`: without it the build succeeds and there is no `.wasm`. A release profile with
//! `opt-level = "s"`, `lto = true`, `codegen-units = 1` and `strip = true` halves the file; an `rlib` beside the `cdylib` would switch that `lto` off.
//! Unit tests need none.
//!
//! # Where things are
//!
//! | module | what is in it |
//! |---|---|
//! | [`lifecycle`], [`lyrics`], [`metadata`], [`scheduler`], [`scrobbler`], [`sonicsimilarity`], [`taskworker`], [`websocket`] | capabilities: the traits that a plugin implements, with their requests and responses |
//! | [`host`] | host services: functions that a plugin calls, a module for each service |
//! | [`http`], [`config`], [`cache`], [`kvstore`], [`subsonic`] | the same in comfort: requests that are built, settings and values of any type |
//! | [`types`] | types that several of them share |
//! | [`register!`], `register_*!` | macros that export the traits |
//! | [`Error`] | the error of all of them |
//! | [`trace!`], [`debug!`], [`info!`], [`warn!`](macro@warn), [`error!`], [`log`](mod@log) | the server's log |
//! | [`clock`] | the time, and how much of a call is left |
//! | [`pdk`] | what Extism itself offers: configuration and variables |
//! | `testing` | native tests (not under WebAssembly); `testing::guide` shows how to write them |
//! | [`wire`] | for generated code |
//!
//! # What to know about the host
//!
//! - **Every call gets a fresh instance**: statics, variables and memory start anew. State belongs in [`host::cache`] or [`host::kvstore`].
//! - **Every call ends after 30 seconds**, with the time that host functions take. Longer work is cut in pieces, continued by
//!   [`host::scheduler`] or [`host::task`].
//! - Only the wall clock is real: `Instant` counts readings instead of time, and `sleep` returns at once.
//! - A panic ends the call and nothing else. Its message and place go to the server's log.

// Generated code and macros name this crate the same way inside and outside of it.
extern crate self as nd_pdk;

pub mod cache;
pub mod clock;
pub mod config;
mod error;
#[allow(
    unsafe_code,
    unreachable_pub,
    reason = "imports are declared as foreign functions, and modules are passed on one level up"
)]
mod generated;
pub mod http;
pub mod kvstore;
pub mod log;
pub mod pdk;
mod stored;
pub mod subsonic;
mod sys;
#[cfg(not(target_family = "wasm"))]
pub mod testing;
pub mod wire;

pub use config::Config;
pub use error::{Error, ErrorKind};
pub use generated::capability::*;
pub use generated::{host, types};

/// Exports several capabilities of a plugin: its type, a colon, and what it implements.
///
/// A capability such as `Scrobbler` stands for all its traits, `metadata::ArtistBiographyProvider` for one trait of a capability from which a
/// plugin picks. The type must implement [`Default`]: that is how it comes to life for each call.
///
/// Under WebAssembly the macro writes the functions that the server calls; natively it makes them known to tests, which call them by their names
/// (`testing::call_export`). Everywhere it checks that the traits are implemented. Every trait can be registered once in a plugin, whoever
/// implements it.
///
/// ```
/// # use nd_pdk::{Error, lifecycle, scheduler};
/// # #[derive(Default)]
/// # struct MyPlugin;
/// # impl lifecycle::InitProvider for MyPlugin {
/// #     fn on_init(&self) -> Result<(), Error> { Ok(()) }
/// # }
/// # impl scheduler::CallbackProvider for MyPlugin {
/// #     fn on_callback(&self, _: scheduler::SchedulerCallbackRequest) -> Result<(), Error> { Ok(()) }
/// # }
/// nd_pdk::register!(MyPlugin: SchedulerCallback, lifecycle::InitProvider);
/// # fn main() {}
/// ```
#[doc(inline)]
pub use nd_pdk_macros::register;
// One macro for each trait, and the one for traits that are not part of this crate.
pub use nd_pdk_macros::*;
