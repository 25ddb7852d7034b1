//! The arguments and their help.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The tool for Navidrome plugins in Rust: makes, builds, checks and inspects them.
///
/// It also generates the Rust API of nd-pdk from the schemas of capabilities and host services; without a command it is `ndpgen generate`.
#[derive(Debug, Parser)]
#[command(name = "ndpgen", version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(
        flatten,
        next_help_heading = "Options of the generator (`ndpgen generate`), for nd-pdk itself and for schemas of your own"
    )]
    pub(super) generate: Generate,
}

const EXAMPLES: &str = "\
Examples:
  ndpgen new hello --capability scrobbler     a plugin that builds and passes its tests
  ndpgen build                                hello.ndp, checked, from the plugin in this folder
  ndpgen check hello.ndp                      everything that can be known before the server loads it
  ndpgen                                      write all generated files of this repository
  ndpgen --check                              say what is stale; exit code 1 if anything is
  ndpgen --schemas api --out src/generated    a tree of modules for your own schemas
  ndpgen dump --stage model | less            what the schemas mean, as JSON

Exit codes: 0 done, 1 stale files or errors, 2 wrong usage";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a plugin: a crate that builds and passes its tests
    New(super::new::Arguments),
    /// Build a plugin to a package that can be installed
    Build(super::build::Arguments),
    /// Find what is wrong with a plugin before the server does
    Check(super::check::Arguments),
    /// Show what a plugin does, needs and weighs
    Inspect(super::inspect::Arguments),
    /// Write the generated files
    Generate(Generate),
    /// Print a stage of the pipeline as JSON
    Dump(Dump),
    /// Write the capabilities as strict XTP v1-draft, for the XTP tools of other languages
    Xtp(Xtp),
    /// Print the JSON Schema of the schema files, for editors
    Schema(Schema),
}

#[derive(Debug, Args)]
#[command(after_help = GENERATE_EXAMPLES)]
pub(super) struct Generate {
    /// Write nothing; show what is stale as a diff, and exit with 1 if anything is
    #[arg(long)]
    pub(super) check: bool,
    /// Folder of schemas: capabilities in DIR, host services in DIR/host, shared types in DIR/types.yaml
    #[arg(long, value_name = "DIR", requires = "out")]
    pub(super) schemas: Option<PathBuf>,
    /// Folder to write the modules to, for a crate that depends on nd-pdk
    #[arg(long, value_name = "DIR", requires = "schemas")]
    pub(super) out: Option<PathBuf>,
    /// Path of the module that the folder becomes [default: crate:: and the folders below `src`, or the folder's name]
    #[arg(long, value_name = "PATH", requires = "out")]
    pub(super) mount: Option<String>,
    /// Write a mockall mock of each host service too, for unit tests: the crate then needs mockall 0.15 in its [dev-dependencies]
    #[arg(long, requires = "out")]
    pub(super) mocks: bool,
}

const GENERATE_EXAMPLES: &str = "\
Without --schemas and --out the schemas are those in capabilities/ of the nd-pdk repository around the current
directory, and the files those of nd-pdk and nd-pdk-macros and the JSON Schemas.

Examples:
  ndpgen generate --check
  ndpgen generate --schemas api --out src/generated           then `mod generated;` in src/lib.rs
  ndpgen generate --schemas api --out src/wire/lamp           mounted at crate::wire::lamp
  ndpgen generate --schemas api --out gen/lamp --mount crate::wire::lamp";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ndpgen dump --stage model | jq '.services[].functions[].import'
  ndpgen dump --stage schema --schemas api")]
pub(super) struct Dump {
    /// The stage
    #[arg(long, value_enum)]
    pub(super) stage: Stage,
    /// Folder of schemas [default: capabilities/ of the repository]
    #[arg(long, value_name = "DIR")]
    pub(super) schemas: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Stage {
    /// The documents as written, typed
    Schema,
    /// What they mean: references resolved, defaults filled in, names final
    Model,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Keys of our own are left out, shared types are copied into each document, and integers get the nearest format that
XTP knows. Types that contain themselves cannot be said in XTP and are refused.

Examples:
  ndpgen xtp --out target/xtp
  ndpgen xtp --schemas api --out target/xtp")]
pub(super) struct Xtp {
    /// Folder to write the documents to
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Folder of schemas [default: capabilities/ of the repository]
    #[arg(long, value_name = "DIR")]
    pub(super) schemas: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ndpgen schema > capability.json
  ndpgen schema --kind service > service.json")]
pub(super) struct Schema {
    /// Which files it is for
    #[arg(long, value_enum, default_value = "capability")]
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Kind {
    /// Capabilities and shared types
    Capability,
    /// Host services, in the folder host/
    Service,
}
