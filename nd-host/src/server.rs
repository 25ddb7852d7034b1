//! The server: what all plugins have in common, and loading one. Must not know what services do.

mod clock;
mod job;
mod live;
mod loaded;
mod log;
mod observe;
mod settings;
mod world;

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, anyhow, ensure};
use nd_rules::manifest::{Permission, Permissions};
use nd_rules::schedule::Zone;
use nd_rules::surface::HOST_FUNCTIONS;
use nd_rules::version::Version;
use tempfile::TempDir;

pub(crate) use self::clock::{Clock, from_unix_millis, unix_millis};
pub use self::job::Delivery;
pub(crate) use self::job::{Caller, Job};
pub use self::live::Live;
use self::loaded::Instance;
pub use self::loaded::LoadedPlugin;
pub(crate) use self::log::Log;
pub use self::log::{Entry, Source};
pub use self::settings::{Granted, Settings};
pub(crate) use self::world::{Exports, Wake, World, random_id};
use crate::music::Music;
use crate::package::Package;
use crate::runtime::{BuiltinHttp, Level, Plugin};
use crate::services::Services;

/// The first version with plugins.
pub const OLDEST: Version = Version::new(0, 60, 0);
/// The newest version that this host imitates.
pub const NEWEST: Version = Version::new(0, 64, 0);

/// The first version without the runtime's own HTTP.
const NO_BUILTIN_HTTP: Version = Version::new(0, 64, 0);

/// The export that is called when a plugin is loaded.
const ON_INIT: &str = "nd_on_init";

/// The memory that a call may have unless somebody says otherwise, in MiB. The server sets no limit of its own, so that 4 GiB hold; a machine that
/// develops a plugin should survive its mistakes.
const MEMORY_MIB: u32 = 1_024;
const PAGES_PER_MIB: u32 = 16;

/// A local Navidrome, as far as plugins can tell: host services are real, the music is what [`Music`] describes.
pub struct Server {
    data: PathBuf,
    /// Goes with the server and the last of its plugins.
    temporary: Option<Arc<TempDir>>,
    music: Arc<Music>,
    version: Version,
    log_level: Level,
    listener: Option<log::Listener>,
    clock: Clock,
    zone: Zone,
    timeout: Option<Duration>,
    memory_mib: u32,
}

/// Sets up a [`Server`]. [`Server::builder`] makes one.
#[must_use = "call `start`"]
pub struct ServerBuilder {
    data: Option<PathBuf>,
    music: Music,
    version: Version,
    log_level: Level,
    listener: Option<log::Listener>,
    clock: Clock,
    time_zone: Option<String>,
    timeout: Option<Duration>,
    memory_mib: u32,
}

impl ServerBuilder {
    /// Sets the folder for what plugins keep, made if it is not there. By default it is a temporary one, which goes with the server and its plugins.
    pub fn data_folder(self, folder: impl Into<PathBuf>) -> Self {
        let data = Some(folder.into());
        Self { data, ..self }
    }

    /// Sets the users, libraries and songs; by default there are none.
    pub fn music(self, music: Music) -> Self {
        Self { music, ..self }
    }

    /// Sets the version of Navidrome to imitate, from [`OLDEST`] to [`NEWEST`], which is the default: which host functions there are, whether
    /// Extism's own HTTP works, which addresses may be reached.
    pub fn version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// Drops the lines of plugins below a level; [`Level::Info`] by default.
    pub fn log_level(self, log_level: Level) -> Self {
        Self { log_level, ..self }
    }

    /// Gets every line of the log when it is written, from whatever thread.
    pub fn on_log(self, listener: impl Fn(&Entry) + Send + Sync + 'static) -> Self {
        Self {
            listener: Some(Arc::new(listener)),
            ..self
        }
    }

    /// Lets the time of the server begin here, and move only when somebody [advances](LoadedPlugin::advance) it.
    pub fn frozen_clock(self, now: SystemTime) -> Self {
        let clock = Clock::frozen(now);
        Self { clock, ..self }
    }

    /// Sets the time zone that counts for schedules which do not name one, such as `Europe/Berlin` or `UTC`; by default that of the machine.
    pub fn time_zone(self, name: impl Into<String>) -> Self {
        let time_zone = Some(name.into());
        Self { time_zone, ..self }
    }

    /// Sets how long a call may take; 30 seconds by default, as on the server.
    pub fn timeout(self, timeout: Duration) -> Self {
        let timeout = Some(timeout);
        Self { timeout, ..self }
    }

    /// Sets how much memory a call may have, in MiB; 1024 by default. The server itself sets no limit.
    pub fn memory_mib(self, memory_mib: u32) -> Self {
        Self { memory_mib, ..self }
    }

    /// Makes the server.
    ///
    /// # Errors
    /// When the folder for data cannot be made, the version is none that is imitated, or there is no such time zone.
    pub fn start(self) -> Result<Server> {
        let Self { version, .. } = self;
        ensure!(
            (OLDEST..=NEWEST).contains(&version),
            "{version} cannot be imitated: versions go from {OLDEST}, the first with plugins, to {NEWEST}"
        );
        let zone = match self.time_zone {
            Some(name) => {
                Zone::named(&name).with_context(|| format!("there is no time zone {name:?}"))?
            }
            None => Zone::system(),
        };
        let (data, temporary) = match self.data {
            Some(data) => (data, None),
            None => {
                let folder =
                    TempDir::with_prefix("nd-host-").context("making a folder for data")?;
                (folder.path().to_owned(), Some(Arc::new(folder)))
            }
        };
        std::fs::create_dir_all(&data)
            .with_context(|| format!("making the folder {}", data.display()))?;
        Ok(Server {
            data,
            temporary,
            music: Arc::new(self.music),
            version,
            log_level: self.log_level,
            listener: self.listener,
            clock: self.clock,
            zone,
            timeout: self.timeout,
            memory_mib: self.memory_mib,
        })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("data", &self.data)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Starts setting up a server.
    pub fn builder() -> ServerBuilder {
        ServerBuilder {
            data: None,
            music: Music::default(),
            version: NEWEST,
            log_level: Level::Info,
            listener: None,
            clock: Clock::flowing(),
            time_zone: None,
            timeout: None,
            memory_mib: MEMORY_MIB,
        }
    }

    /// Loads a plugin and calls its `nd_on_init`, if it has one. As on the server, that call's failure is logged and nothing else.
    ///
    /// # Errors
    /// In the server's words: a wrong manifest, a configuration that does not fit its schema, no user or library where the plugin needs one, imports
    /// that are not there (of a permission that is not declared, or of a later version), or exports that a permission needs and that are missing.
    pub fn load(&self, package: &Package, settings: &Settings) -> Result<LoadedPlugin> {
        let manifest = package.manifest()?;
        let config = manifest.check_config(&settings.config)?;
        let permissions = self.known(manifest.permissions);
        self.check_grants(&permissions, settings)?;

        let world = Arc::new(World {
            plugin_id: package.id.clone(),
            version: self.version,
            permissions,
            config,
            users: settings.users.clone(),
            libraries: settings.libraries.clone(),
            music: Arc::clone(&self.music),
            clock: self.clock.clone(),
            zone: self.zone.clone(),
            data: self.data.join("plugins").join(&package.id),
            _temporary: self.temporary.clone(),
            log: Log::new(&package.id, self.listener.clone()),
            exports: Exports::default(),
            wake: Wake::default(),
        });
        let services = Arc::new(Services::start(&world)?);
        let plugin = self.compile(package, &world, &services, settings)?;
        check_exports(&world.permissions, &plugin)?;
        let loaded = self.register(plugin, services, world);
        init(&loaded);
        Ok(loaded)
    }

    /// Without the permissions that a later version brought: to an earlier one they are unknown keys.
    fn known(&self, permissions: Permissions) -> Permissions {
        let has_functions = |permission: Permission| {
            let mut functions = HOST_FUNCTIONS.iter();
            functions.any(|function| {
                function.permission() == Some(permission) && function.since <= self.version
            })
        };
        permissions.retain(has_functions)
    }

    fn check_grants(&self, permissions: &Permissions, settings: &Settings) -> Result<()> {
        let needs = |permission| permissions.declares(permission);
        let (users, libraries) = (needs(Permission::Users), needs(Permission::Library));
        match settings.missing_grants(users, libraries, &self.music) {
            Some(message) => Err(anyhow!(message)),
            None => Ok(()),
        }
    }

    fn compile(
        &self,
        package: &Package,
        world: &World,
        services: &Services,
        settings: &Settings,
    ) -> Result<Plugin> {
        let functions = HOST_FUNCTIONS.iter().filter(|function| {
            let permitted = function
                .permission()
                .is_none_or(|permission| world.permissions.declares(permission));
            permitted && function.since <= self.version
        });
        let builder = Plugin::builder(package.wasm.clone())
            .host_functions(functions.map(|function| function.name))
            .memory_pages(self.memory_mib.saturating_mul(PAGES_PER_MIB))
            .mounts(services.mounts(settings.library_write))
            .builtin_http(BuiltinHttp::new(builtin_hosts(world)));
        match self.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        }
        .load()
    }

    fn register(&self, plugin: Plugin, services: Arc<Services>, world: Arc<World>) -> LoadedPlugin {
        let instance = Arc::new(Instance {
            plugin,
            services,
            world,
            log_level: self.log_level,
            gone: AtomicBool::new(false),
            deliveries: Mutex::default(),
        });
        instance.world.exports.connect(&instance);
        LoadedPlugin { instance }
    }
}

/// Whom the runtime's own HTTP may ask: nobody since v0.64.0.
fn builtin_hosts(world: &World) -> &[String] {
    match world.version < NO_BUILTIN_HTTP {
        true => &world.permissions.http_hosts,
        false => &[],
    }
}

fn check_exports(permissions: &Permissions, plugin: &Plugin) -> Result<()> {
    let exports: Vec<&str> = plugin
        .surface()
        .exports
        .iter()
        .map(String::as_str)
        .collect();
    let refusals = permissions.refusals(&exports);
    ensure!(refusals.is_empty(), refusals.join("; "));
    Ok(())
}

fn init(loaded: &LoadedPlugin) {
    if !loaded.surface().exports.contains(ON_INIT) {
        return;
    }
    let outcome = loaded.call(ON_INIT, "{}").outcome;
    if let Some(error) = outcome.error(ON_INIT) {
        loaded.instance.world.log.server(Level::Error, error);
    }
}
