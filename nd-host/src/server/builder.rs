//! Setting up a server. Must not load plugins.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, ensure};
use nd_rules::schedule::Zone;
use nd_rules::version::Version;
use tempfile::TempDir;

use super::clock::Clock;
use super::log::{Entry, Listener};
use super::public::Public;
use super::world::Wake;
use super::{NEWEST, OLDEST, Server};
use crate::music::{Catalogue, Music};
use crate::runtime::Level;

/// The memory that a call may have unless somebody says otherwise, in MiB. The server sets no limit of its own, so that 4 GiB hold; a machine that
/// develops a plugin should survive its mistakes.
const MEMORY_MIB: u32 = 1_024;

/// Sets up a [`Server`]. [`Server::builder`] makes one.
#[must_use = "call `start`"]
pub struct ServerBuilder {
    data: Option<PathBuf>,
    music: Music,
    public_url: Option<String>,
    version: Version,
    log_level: Level,
    listener: Option<Listener>,
    clock: Clock,
    time_zone: Option<String>,
    timeout: Option<Duration>,
    memory_mib: u32,
}

impl ServerBuilder {
    pub(super) fn new() -> Self {
        Self {
            data: None,
            music: Music::default(),
            public_url: None,
            version: NEWEST,
            log_level: Level::Info,
            listener: None,
            clock: Clock::flowing(),
            time_zone: None,
            timeout: None,
            memory_mib: MEMORY_MIB,
        }
    }

    /// Sets the folder for what plugins keep, made if it is not there. By default it is a temporary one, which goes with the server and its plugins.
    pub fn data_folder(self, folder: impl Into<PathBuf>) -> Self {
        let data = Some(folder.into());
        Self { data, ..self }
    }

    /// Sets the users, libraries and songs; by default there are none.
    pub fn music(self, music: Music) -> Self {
        Self { music, ..self }
    }

    /// Begins public addresses with this: `https://music.example.com`. By default they begin with `http://localhost`, as on a server that was not
    /// told its own. Nobody answers there.
    pub fn public_url(self, url: impl Into<String>) -> Self {
        let public_url = Some(url.into());
        Self { public_url, ..self }
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

    /// Lets the time of the server begin here, and move only when somebody [advances](crate::LoadedPlugin::advance) it.
    pub fn frozen_clock(self, now: SystemTime) -> Self {
        let clock = Clock::frozen(now);
        Self { clock, ..self }
    }

    /// Sets the time zone that counts for schedules which do not name one, such as `Europe/Berlin` or `UTC`; by default that of the machine.
    pub fn time_zone(self, name: impl Into<String>) -> Self {
        let time_zone = Some(name.into());
        Self { time_zone, ..self }
    }

    /// Sets how long a call may take, at most a year; 30 seconds by default, as on the server.
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
            music: Arc::new(Catalogue::new(self.music)),
            public: Arc::new(Public::new(self.public_url)),
            version,
            log_level: self.log_level,
            listener: self.listener,
            clock: self.clock,
            wake: Wake::default(),
            zone,
            timeout: self.timeout,
            memory_mib: self.memory_mib,
        })
    }
}
