//! Loading a plugin and calling its exports. Must not know services or scripts: it links names and hands calls on.

use std::collections::BTreeSet;
use std::ffi::{CStr, CString};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use extism::{CompiledPlugin, EXTISM_USER_MODULE, Function, Manifest, PluginBuilder, Wasm};
use nd_package::Surface;

use super::builtin_http::{self, BuiltinHttp};
use super::call::{Call, NOT_RUN, Report};
use super::invoke::{self, Finished};
use super::mount::{Mount, allowed_paths};
use super::outcome::Outcome;
use super::pool::Pool;
use super::sessions::{Log, Session, Sessions};
use super::{environment, functions};

/// How long the server lets an export run.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Long enough for whoever wants none. The runtime adds it to the time, which must not overflow.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The server's word for it.
const DEADLINE_EXCEEDED: &str = "module closed with context deadline exceeded";

/// The server's word for a call that was ended before.
const CANCELED: &str = "module closed with context canceled";

/// The runtime's word for a plugin that asked for more memory than it may have.
const OUT_OF_MEMORY: &str = "oom";

const KIB_PER_PAGE: u64 = 64;

/// Says how a plugin is loaded.
#[must_use = "call `load`"]
pub struct Builder {
    wasm: Vec<u8>,
    host_functions: BTreeSet<String>,
    timeout: Duration,
    memory_pages: Option<u32>,
    mounts: Vec<Mount>,
    builtin_http: Option<Arc<BuiltinHttp>>,
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

    /// How long a call may take, at most a year. The server's 30 seconds by default.
    pub fn timeout(self, timeout: Duration) -> Self {
        let timeout = timeout.min(LONGEST_TIMEOUT);
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

    /// What the first calls see: this need not be compiled anew for them.
    pub(crate) fn mounts(self, mounts: Vec<Mount>) -> Self {
        Self { mounts, ..self }
    }

    /// What answers the runtime's own HTTP; by default every request fails.
    pub(crate) fn builtin_http(self, http: BuiltinHttp) -> Self {
        let builtin_http = Some(Arc::new(http));
        Self {
            builtin_http,
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
        let (timeout, memory_pages) = (self.timeout, self.memory_pages);
        let builtin_http = self.builtin_http.clone();
        let sessions = Sessions::default();
        let linked = (surface.clone(), sessions.clone());
        let mounts = self.mounts.clone();
        let compile = move |mounts: &[Mount]| self.compile(&linked.0, &linked.1, mounts);
        let compiled = Pool::new(compile, &mounts)?;
        extism::Plugin::new_from_compiled(&*compiled.lend(&mounts)?)
            .context("creating instance")?;
        Ok(Plugin {
            compiled,
            surface,
            sessions,
            timeout,
            memory_pages,
            builtin_http,
            is_canceled: AtomicBool::new(false),
        })
    }

    fn compile(
        &self,
        surface: &Surface,
        sessions: &Sessions,
        mounts: &[Mount],
    ) -> Result<CompiledPlugin> {
        let host_functions = surface.host_functions.iter();
        let builder = PluginBuilder::new(self.manifest(mounts));
        let builder = match can_cache() {
            true => builder,
            false => builder.with_cache_disabled(),
        };
        let builder = builder
            .with_wasi(true)
            .with_wasmtime_config(runtime_config())
            .with_functions(environment::functions(sessions))
            .with_functions(self.builtin_functions(sessions))
            .with_functions(host_functions.map(|name| functions::function(name, sessions)));
        builder.compile().context("compiling the plugin")
    }

    fn builtin_functions(&self, sessions: &Sessions) -> Vec<Function> {
        let http = self.builtin_http.as_ref();
        let functions = http.map(|http| builtin_http::functions(sessions, http));
        functions.unwrap_or_default()
    }

    fn manifest(&self, mounts: &[Mount]) -> Manifest {
        let mut manifest = Manifest::new([Wasm::data(self.wasm.as_slice())]);
        manifest.timeout_ms = Some(self.timeout.as_millis().try_into().unwrap_or(u64::MAX));
        manifest.memory.max_pages = self.memory_pages;
        manifest.allowed_paths = Some(allowed_paths(mounts));
        manifest
    }
}

/// The server's words for an import that nothing answers.
fn not_exported(name: &str) -> String {
    format!("{name:?} is not exported in module {EXTISM_USER_MODULE:?}")
}

/// What the runtime says in three letters.
fn too_much_memory(pages: u32) -> String {
    let kibibytes = u64::from(pages) * KIB_PER_PAGE;
    let limit = match kibibytes % 1024 {
        0 => format!("{} MiB", kibibytes / 1024),
        _ => format!("{kibibytes} KiB"),
    };
    format!("out of memory: the call asked for more than the {limit} it may have")
}

/// Whether the runtime may keep compiled code, in the user's cache folder. A plugin is then loaded in hundredths of a second instead of whole
/// ones, from which every call profits that is the first to run beside another one. It needs a user with a home.
fn can_cache() -> bool {
    static CAN_CACHE: LazyLock<bool> = LazyLock::new(|| wasmtime::Cache::from_file(None).is_ok());
    *CAN_CACHE
}

/// Without backtraces the text of a trap starts with what went wrong.
fn runtime_config() -> wasmtime::Config {
    let mut config = wasmtime::Config::new();
    config.wasm_backtrace_max_frames(None);
    config
}

/// A plugin, compiled. Every call runs in an instance of its own, and calls may run concurrently.
pub struct Plugin {
    compiled: Pool,
    surface: Surface,
    sessions: Sessions,
    timeout: Duration,
    memory_pages: Option<u32>,
    builtin_http: Option<Arc<BuiltinHttp>>,
    /// Set when calls are ended: those that are just beginning do not begin.
    is_canceled: AtomicBool,
}

impl Plugin {
    /// Starts loading a plugin from its wasm.
    pub fn builder(wasm: impl Into<Vec<u8>>) -> Builder {
        Builder {
            wasm: wasm.into(),
            host_functions: BTreeSet::new(),
            timeout: TIMEOUT,
            memory_pages: None,
            mounts: Vec::new(),
            builtin_http: None,
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
        let failed = |error: anyhow::Error| Report::not_run(Outcome::Failed(format!("{error:#}")));
        let compiled = match self.compiled.lend(&call.mounts) {
            Ok(compiled) => compiled,
            Err(error) => return failed(error),
        };
        let mut instance = match extism::Plugin::new_from_compiled(&compiled) {
            Ok(instance) => instance,
            Err(error) => return failed(error),
        };
        let export = match CString::new(call.export.as_str()) {
            Ok(name) if instance.function_exists(&call.export) => name,
            Ok(_) | Err(_) => return Report::not_run(Outcome::NotFound),
        };
        let session = Arc::new(Session {
            answer: call.answer,
            deadline: Instant::now() + self.timeout,
            config: call.config,
            log_level: call.log_level,
            log: <_>::default(),
            listener: call.listener,
            last_response: <_>::default(),
            cancel: instance.cancel_handle(),
        });
        let finished = self.run(&mut instance, &export, &call.input, &session);
        let Log {
            lines: log,
            dropped: dropped_log,
            ..
        } = session.take_log();
        Report {
            exit_code: finished.exit_code,
            outcome: Outcome::of(finished),
            log,
            dropped_log,
        }
    }

    /// Ends all calls in flight, and makes no more.
    pub(crate) fn cancel(&self) {
        self.is_canceled.store(true, Ordering::SeqCst);
        self.sessions.cancel();
        if let Some(http) = &self.builtin_http {
            http.close();
        }
    }

    fn run(
        &self,
        instance: &mut extism::Plugin,
        export: &CStr,
        input: &[u8],
        session: &Arc<Session>,
    ) -> Finished {
        let _open = self.sessions.open(instance, Arc::clone(session));
        // Whoever cancels sees the open session, or we see that somebody did.
        if self.is_canceled.load(Ordering::SeqCst) {
            return Finished {
                exit_code: NOT_RUN,
                error: Some(CANCELED.to_owned()),
                output: Vec::new(),
            };
        }
        let mut finished = invoke::run(instance, export, input);
        let late = Instant::now() >= session.deadline;
        match (finished.error.as_deref(), self.memory_pages) {
            // Whatever it still did: the server closes a module at its deadline, and one that a host function kept until then is no exception.
            _ if late => finished.error = Some(DEADLINE_EXCEEDED.to_owned()),
            (Some(OUT_OF_MEMORY), Some(pages)) => finished.error = Some(too_much_memory(pages)),
            (Some(_) | None, _) => {}
        }
        finished
    }
}
