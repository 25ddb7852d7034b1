//! The server: what all plugins have in common, and loading one. Must not know what services do.

mod builder;
mod clock;
mod handle;
mod imports;
mod job;
mod kept;
mod live;
mod loaded;
mod log;
mod observe;
mod public;
mod settings;
mod world;

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Error, Result, anyhow, bail, ensure};
use nd_package::{Package, Surface};
use nd_rules::manifest::{Permission, Permissions};
use nd_rules::schedule::Zone;
use nd_rules::surface::HOST_FUNCTIONS;
use nd_rules::version::Version;
use tempfile::TempDir;

pub use self::builder::ServerBuilder;
pub(crate) use self::clock::{Clock, from_unix_millis, unix_millis};
pub use self::handle::Handle;
use self::imports::Given;
pub use self::job::Delivery;
pub(crate) use self::job::{Caller, Job};
use self::kept::Kept;
pub use self::live::Live;
pub use self::loaded::LoadedPlugin;
use self::loaded::{DELIVERIES, Instance};
pub(crate) use self::log::Log;
pub use self::log::{Entry, Source};
use self::public::Public;
pub use self::settings::{Granted, Settings};
pub(crate) use self::world::{Exports, Wake, World, random_id};
use crate::manifest::Manifest;
use crate::music::{Catalogue, Music};
use crate::runtime::{BuiltinHttp, Level, Mount, Plugin};
use crate::services::Services;

/// The first version with plugins.
pub const OLDEST: Version = Version::new(0, 60, 0);
/// The newest version that this host imitates.
pub const NEWEST: Version = Version::new(0, 64, 0);

/// The first version without the runtime's own HTTP.
const NO_BUILTIN_HTTP: Version = Version::new(0, 64, 0);

/// The export that is called when a plugin is loaded.
const ON_INIT: &str = "nd_on_init";

const PAGES_PER_MIB: u32 = 16;

/// A local Navidrome, as far as plugins can tell: host services are real, the music is what [`Music`] describes.
pub struct Server {
    data: PathBuf,
    /// Goes with the server and the last of its plugins.
    temporary: Option<Arc<TempDir>>,
    music: Arc<Catalogue>,
    public: Arc<Public>,
    version: Version,
    log_level: Level,
    listener: Option<log::Listener>,
    clock: Clock,
    /// One for all plugins: the clock that it goes by is one, too.
    wake: Wake,
    zone: Zone,
    timeout: Option<Duration>,
    memory_mib: u32,
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
        ServerBuilder::new()
    }

    /// The music as it is now, with what plugins have changed.
    #[must_use]
    pub fn music(&self) -> Music {
        self.music.read().clone()
    }

    /// Changes the music while plugins are loaded. Whoever asks for the music meanwhile waits: `change` must neither call a plugin nor use the server.
    pub fn change_music(&self, change: impl FnOnce(&mut Music)) {
        change(&mut self.music.write());
    }

    /// Loads a plugin and calls its `nd_on_init`, if it has one. As on the server, that call's failure is logged and nothing else.
    ///
    /// # Errors
    /// In the server's words: an id that is none, a wrong manifest, a configuration that does not fit its schema, no user or library where the plugin needs
    /// one, imports that are not there (of a permission that is not declared, or of a later version), or exports that a permission needs and that are
    /// missing.
    pub fn load(&self, package: &Package, settings: &Settings) -> Result<LoadedPlugin> {
        package.check_id()?;
        let manifest = Manifest::read(&package.manifest)?;
        let config = manifest.check_config(&settings.config)?;
        let left_open = match settings.config.is_empty() {
            true => manifest.left_open(),
            false => Vec::new(),
        };
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
            public: Arc::clone(&self.public),
            clock: self.clock.clone(),
            zone: self.zone.clone(),
            data: self.data.join("plugins").join(&package.id),
            _temporary: self.temporary.clone(),
            log: Log::new(&package.id, self.listener.clone()),
            exports: Exports::default(),
            wake: self.wake.clone(),
        });
        let services = Arc::new(Services::start(&world)?);
        let library_write = settings.library_write;
        let mounts = services.mounts(library_write);
        let plugin = self.compile(package, &world, mounts)?;
        check_exports(&world.permissions, &plugin)?;
        let loaded = LoadedPlugin::register(Instance {
            plugin,
            services,
            world,
            log_level: self.log_level,
            library_write,
            gone: AtomicBool::new(false),
            deliveries: Mutex::new(Kept::new(DELIVERIES)),
        });
        if !left_open.is_empty() {
            let text = format!("there is no configuration: {}", left_open.join("; "));
            loaded.instance.world.log.server(Level::Warn, text);
        }
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
        if let Some(unknown) = settings.unknown_grants(&self.music.read()) {
            bail!(unknown);
        }
        match settings.missing_grants(permissions) {
            Some(message) => Err(anyhow!(message)),
            None => Ok(()),
        }
    }

    fn compile(&self, package: &Package, world: &World, mounts: Vec<Mount>) -> Result<Plugin> {
        let given = Given {
            permissions: &world.permissions,
            version: world.version,
            manifest: &package.manifest,
        };
        let builder = Plugin::builder(package.wasm.clone())
            .host_functions(given.functions())
            .memory_pages(self.memory_mib.saturating_mul(PAGES_PER_MIB))
            .mounts(mounts)
            .builtin_http(BuiltinHttp::new(builtin_hosts(world)));
        match self.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        }
        .load()
        .map_err(|error| explained(error, &given, &package.wasm))
    }
}

/// With what there is to do about it, where an import is missing.
fn explained(error: Error, given: &Given<'_>, wasm: &[u8]) -> Error {
    let Ok(surface) = Surface::read(wasm) else {
        return error;
    };
    let hints = given.hints(surface.host_functions.iter().map(String::as_str));
    match hints[..] {
        [] => error,
        _ => anyhow!("{error:#}\n  {}", hints.join("\n  ")),
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
    if let Some(text) = outcome.logged(ON_INIT) {
        loaded.instance.world.log.server(Level::Error, text);
    }
}
