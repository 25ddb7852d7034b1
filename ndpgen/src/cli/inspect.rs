//! `ndpgen inspect`: a plugin as a page to read, or for machines. Must not decide anything about plugins.

use std::io;
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use clap::Args;

use super::{Failure, Outcome, complain, print};
use crate::plugin::check::check;
use crate::plugin::facts::Facts;
use crate::plugin::finding::Findings;
use crate::plugin::inspect::{self, Options};
use crate::plugin::subject::{self, Origin, Target};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ndpgen inspect hello.ndp
  ndpgen inspect hello.ndp --json | jq .navidrome
  ndpgen inspect .                                  the plugin that was built last from the crate in this folder
  ndpgen inspect target/ndp/hello.wasm --crates 40

Exit codes: 0 done, whatever is wrong with the plugin; 1 there is nothing to show; 2 wrong usage")]
pub(super) struct Arguments {
    /// A package (.ndp), a folder with the contents of one, the folder of a crate, or a .wasm file
    path: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// How many crates and functions are shown, the largest first
    #[arg(long, value_name = "N", default_value_t = 15, conflicts_with = "json")]
    crates: usize,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let Arguments { path, json, crates } = arguments;
    let mut findings = Findings::default();
    let mut subject = subject::open(path, &mut findings);
    inspect::built::add(&mut subject, path, &mut findings)?;
    if subject.manifest.is_none() && subject.wasm.is_none() {
        if let Origin::Folder { .. } = subject.origin {
            return Err(anyhow::anyhow!(
                "there is no plugin in {}: it has neither Cargo.toml nor manifest.json and plugin.wasm; name a package, or the folder of a crate, or make one with `ndpgen new`",
                path.display()
            )
            .into());
        }
        check(&mut findings, &subject, Target::default());
        complain(format_args!("{}", subject.report(findings)));
        return Ok(Outcome::Faulty);
    }
    let facts = Facts::of(&subject);
    match json {
        true => print(&format!("{}\n", serde_json::to_string_pretty(&facts)?))?,
        false => print(&coloured(inspect::page(
            &facts,
            Options { crates: *crates },
        )))?,
    }
    check(&mut findings, &subject, Target::default());
    let report = subject.report(findings);
    if report.has_errors() {
        complain(format_args!(
            "\n{}, see `ndpgen check {}`",
            report.summary(),
            path.display()
        ));
    }
    Ok(Outcome::Done)
}

/// With colours where standard output shows them.
fn coloured(page: String) -> String {
    match AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => anstream::adapter::strip_str(&page).to_string(),
        ColorChoice::Auto | ColorChoice::AlwaysAnsi | ColorChoice::Always => page,
    }
}
