//! `ndpgen build`: a package out of a crate. Must not decide anything about plugins.

use std::env;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use nd_rules::version::Version;

use super::progress::Shown;
use super::{Failure, Outcome, complain, print};
use crate::plugin::build::toolchain::{VARIABLE, Wanted};
use crate::plugin::build::{Ended, Request, build, summary};
use crate::plugin::finding::Report;
use crate::plugin::subject::Target;

#[derive(Debug, Args)]
#[command(after_help = "\
The manifest is manifest.json beside Cargo.toml, or is made out of [package.metadata.navidrome] in Cargo.toml and the
settings in the code. In the target folder of cargo two files are kept:
  ndp/<package>.manifest.json    the manifest that was made, to read; findings about it name this file
  ndp/<package>.wasm             what the compiler made, with the names of functions; `ndpgen inspect` reads it

The same sources give the same bytes, on any day and in any folder. Only a dependency that is named by its path, outside
the workspace, has to lie in the same folder for that.

NDPDK_WASM_TOOLCHAIN names the toolchain: rustup (the active one), debian, or auto (the first that works).

Examples:
  ndpgen build                              the plugin in this folder, as <package>.ndp
  ndpgen build hello --out /plugins         hello, straight into the folder of the server
  ndpgen build --package hello              one plugin of a workspace
  ndpgen build --sync-version               after a new version in Cargo.toml

Exit codes: 0 done, 1 errors, and no package is written; 2 wrong usage")]
pub(super) struct Arguments {
    /// Folder of the crate or workspace
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Build with the profile `release`, which is the default
    #[arg(long, conflicts_with_all = ["debug", "profile"])]
    release: bool,
    /// Build with the profile `dev`: fast to compile, large, with checks of overflows
    #[arg(long, conflicts_with = "profile")]
    debug: bool,
    /// Build with this profile of Cargo.toml
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// File or folder to write the package to [default: <package>.ndp in DIR]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The package of the workspace to build
    #[arg(long, short, value_name = "NAME")]
    package: Option<String>,
    /// Where cargo builds [default: where it always does]
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
    /// Write the version of Cargo.toml to manifest.json, where they differ
    #[arg(long)]
    sync_version: bool,
    /// Leave the wasm as the compiler made it
    #[arg(long, alias = "no-optimize")]
    no_optimise: bool,
    /// Write the package without looking for mistakes
    #[arg(long)]
    no_check: bool,
    /// The oldest Navidrome that the plugin has to work on, such as 0.62 [default: any]
    #[arg(long, value_name = "VERSION")]
    navidrome: Option<Version>,
    /// Say nothing but what is wrong
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let quiet = arguments.quiet;
    match build(&request(arguments)?, &Shown::new(quiet))? {
        Ended::NotCompiled => Ok(Outcome::Faulty),
        Ended::Faulty(report) => {
            show(&report);
            complain(format_args!("{}; no package is written", report.summary()));
            Ok(Outcome::Faulty)
        }
        Ended::Built(built) => {
            show(&built.report);
            if !quiet {
                for note in &built.notes {
                    complain(format_args!("note: {note}"));
                }
                print(&summary::text(&built))?;
            }
            Ok(Outcome::Done)
        }
    }
}

fn request(arguments: &Arguments) -> Result<Request, Failure> {
    let Arguments {
        dir,
        release: _,
        debug,
        profile,
        out,
        package,
        target_dir,
        sync_version,
        no_optimise,
        no_check,
        navidrome,
        quiet,
    } = arguments;
    let default = if *debug { "dev" } else { "release" };
    let wanted = Wanted::parse(env::var_os(VARIABLE).as_deref());
    Ok(Request {
        folder: dir.clone(),
        package: package.clone(),
        profile: profile.clone().unwrap_or_else(|| default.to_owned()),
        out: out.clone(),
        target_dir: target_dir.clone(),
        sync_version: *sync_version,
        optimise: !no_optimise,
        check: !no_check,
        target: Target {
            navidrome: *navidrome,
        },
        toolchain: wanted.map_err(|error| Failure::Usage(error.to_string()))?,
        quiet: *quiet,
    })
}

/// Findings go where those of the compiler go, in colour where that is a terminal.
fn show(report: &Report) {
    // There is no one to tell if that fails.
    let _ = write!(anstream::stderr(), "{report:#}");
}
