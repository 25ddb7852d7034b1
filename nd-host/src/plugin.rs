//! Loading a plugin and calling its exports. Must not know services or scripts: it links names and hands calls on.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use extism::{CompiledPlugin, EXTISM_USER_MODULE, Manifest, PluginBuilder, Wasm};

use crate::call::{Call, Report};
use crate::outcome::Outcome;
use crate::runtime::{self, Finished};
use crate::sessions::{Log, Session, Sessions};
use crate::surface::Surface;
use crate::{environment, functions};

/// How long the server lets an export run.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The runtime's word for an export that ran too long.
const TIMED_OUT: &str = "timeout";

/// The server's word for it.
const DEADLINE_EXCEEDED: &str = "module closed with context deadline exceeded";

/// The exit code of a call that never reached the plugin.
const NOT_RUN: i32 = -1;

/// Says how a plugin is loaded.
#[must_use = "call `load`"]
pub struct Builder {
    wasm: Vec<u8>,
    host_functions: BTreeSet<String>,
    timeout: Duration,
    memory_pages: Option<u32>,
}

impl Builder {
    /// Offers a host function.
    pub fn host_function(mut self, name: impl Into<String>) -> Self {
        self.host_functions.insert(name.into());
        self
    }

    /// Offers several host functions.
    pub fn host_functions(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.host_functions
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// How long a call may take. The server's 30 seconds by default.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// How much memory a call may add to what its instance starts with, its own and that of the blocks exchanged with the
    /// host taken together, in pages of 64 KiB. Without limit by default.
    pub fn memory_pages(self, pages: u32) -> Self {
        Self {
            memory_pages: Some(pages),
            ..self
        }
    }

    /// Compiles the plugin and links it once, so that whatever does not fit shows now.
    ///
    /// # Errors
    /// When the bytes are no wasm module, or when the plugin imports a host function that is not offered. As with the server
    /// the plugin then cannot be loaded at all, whether or not it would ever call the function.
    pub fn load(self) -> Result<Plugin> {
        let surface = Surface::read(&self.wasm)?;
        let missing = surface.host_functions.difference(&self.host_functions);
        let missing: Vec<_> = missing.map(|name| not_exported(name)).collect();
        ensure!(
            missing.is_empty(),
            "creating instance: {}",
            missing.join("; ")
        );
        let sessions = Sessions::default();
        let host_functions = surface.host_functions.iter();
        let builder = PluginBuilder::new(self.manifest())
            .with_wasi(true)
            .with_cache_disabled()
            .with_wasmtime_config(runtime_config())
            .with_functions(environment::functions(&sessions))
            .with_functions(host_functions.map(|name| functions::function(name, &sessions)));
        let compiled = builder.compile().context("compiling the plugin")?;
        extism::Plugin::new_from_compiled(&compiled).context("creating instance")?;
        Ok(Plugin {
            compiled,
            surface,
            sessions,
            timeout: self.timeout,
        })
    }

    fn manifest(&self) -> Manifest {
        let mut manifest = Manifest::new([Wasm::data(self.wasm.as_slice())]);
        manifest.timeout_ms = Some(self.timeout.as_millis().try_into().unwrap_or(u64::MAX));
        manifest.memory.max_pages = self.memory_pages;
        manifest
    }
}

/// The server's words for an import that nothing answers.
fn not_exported(name: &str) -> String {
    format!("{name:?} is not exported in module {EXTISM_USER_MODULE:?}")
}

/// Without backtraces the text of a trap starts with what went wrong.
fn runtime_config() -> wasmtime::Config {
    let mut config = wasmtime::Config::new();
    config.wasm_backtrace_max_frames(None);
    config
}

/// A plugin, compiled once. Every call runs in an instance of its own, and calls may run concurrently.
pub struct Plugin {
    compiled: CompiledPlugin,
    surface: Surface,
    sessions: Sessions,
    timeout: Duration,
}

impl Plugin {
    /// Starts loading a plugin from its wasm.
    pub fn builder(wasm: impl Into<Vec<u8>>) -> Builder {
        Builder {
            wasm: wasm.into(),
            host_functions: BTreeSet::new(),
            timeout: TIMEOUT,
            memory_pages: None,
        }
    }

    /// What the plugin imports and exports.
    #[must_use]
    pub fn surface(&self) -> &Surface {
        &self.surface
    }

    /// Calls an export in a fresh instance.
    #[must_use]
    pub fn call(&self, call: Call) -> Report {
        let Call {
            export,
            input,
            config,
            log_level,
            script,
        } = call;
        let session = Arc::new(Session {
            script,
            config,
            log_level,
            log: <_>::default(),
        });
        let (exit_code, outcome) = match self.run(&export, &input, &session) {
            Ok(Some(finished)) => (finished.exit_code, Outcome::of(finished)),
            Ok(None) => (NOT_RUN, Outcome::NotFound),
            Err(error) => (NOT_RUN, Outcome::Failed(format!("{error:#}"))),
        };
        let Log {
            lines: log,
            dropped: dropped_log,
        } = session.take_log();
        Report {
            outcome,
            exit_code,
            log,
            dropped_log,
        }
    }

    /// `None` when there is no such export.
    fn run(&self, export: &str, input: &[u8], session: &Arc<Session>) -> Result<Option<Finished>> {
        let mut instance = extism::Plugin::new_from_compiled(&self.compiled)?;
        let name = match CString::new(export) {
            Ok(name) if instance.function_exists(export) => name,
            Ok(_) | Err(_) => return Ok(None),
        };
        let _open = self.sessions.open(&instance, Arc::clone(session));
        let started = Instant::now();
        let mut finished = runtime::run(&mut instance, &name, input);
        if started.elapsed() >= self.timeout && finished.error.as_deref() == Some(TIMED_OUT) {
            finished.error = Some(DEADLINE_EXCEEDED.to_owned());
        }
        Ok(Some(finished))
    }
}
