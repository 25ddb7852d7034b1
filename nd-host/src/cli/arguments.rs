//! The arguments of the command line. Must not act on them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use nd_host::{Granted, Level, NEWEST, Version};

/// Runs Navidrome plugins without a Navidrome: real host services, a made-up music library.
#[derive(Debug, Parser)]
#[command(name = "nd-host", version)]
pub(super) struct CommandLine {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Loads a plugin; calls one export, or runs its schedules, queues and connections until Ctrl-C.
    ///
    /// The log goes to standard error, the output of an export to standard output. Fails when the plugin cannot be loaded, or the call fails.
    ///
    /// While it runs, each line of standard input is a call: the export, and its input as JSON, such as `nd_get_artist_url {"id":"1","name":"Nina Simone"}`.
    /// They are made one after the other. One that fails is told on standard error and ends nothing, and neither does the end of standard input.
    /// Keys are in camelCase, as the server writes them; those the plugin does not know are passed over.
    ///
    /// A call is made once, whatever comes of it: unlike the server, which tries a scrobble again that the plugin wants to have later.
    Run(Run),
}

#[derive(Debug, Args)]
pub(super) struct Run {
    /// The package (`<id>.ndp`), or a folder with manifest.json and plugin.wasm.
    pub(super) plugin: PathBuf,

    /// The plugin's configuration, a JSON file; it must fit the schema in the manifest.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// The users and the music of the server, a YAML or JSON file; a small sample by default.
    #[arg(long, value_name = "FILE")]
    pub(super) library: Option<PathBuf>,

    /// Calls this export, prints its output and ends.
    #[arg(long, value_name = "EXPORT")]
    pub(super) call: Option<String>,

    /// The input of the export.
    #[arg(long, value_name = "JSON", default_value = "{}", requires = "call")]
    pub(super) input: String,

    /// Where the plugin's data is kept from run to run; a temporary folder by default, which is removed at the end.
    #[arg(long, value_name = "FOLDER")]
    pub(super) data: Option<PathBuf>,

    /// The version of Navidrome to behave like.
    #[arg(long, value_name = "VERSION", default_value_t = NEWEST)]
    pub(super) navidrome: Version,

    /// The lowest level that is logged.
    #[arg(long, value_name = "LEVEL", value_enum, default_value = "info")]
    pub(super) log_level: LogLevel,

    /// A user for whom the plugin may act; several times for several; all by default.
    #[arg(long = "user", value_name = "NAME")]
    pub(super) users: Vec<String>,

    /// A library that the plugin may use; several times for several; all by default.
    #[arg(long = "library-id", value_name = "ID")]
    pub(super) library_ids: Vec<i32>,

    /// Lets the plugin write to its libraries.
    #[arg(long)]
    pub(super) library_write: bool,

    /// The memory that a call may have, in MiB; the server itself sets no limit.
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    pub(super) memory: u32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LogLevel {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Trace => Self::Trace,
            LogLevel::Debug => Self::Debug,
            LogLevel::Info => Self::Info,
            LogLevel::Warn => Self::Warn,
            LogLevel::Error => Self::Error,
        }
    }
}

/// What is named, or all.
pub(super) fn granted<T: Clone>(named: &[T]) -> Granted<T> {
    match named {
        [] => Granted::All,
        named => Granted::Only(named.to_vec()),
    }
}
