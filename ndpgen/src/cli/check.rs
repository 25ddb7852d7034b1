//! `ndpgen check`: findings about a plugin, for people or machines. Must not decide anything about plugins.

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::Args;
use nd_rules::version::Version;
use serde::Serialize;

use super::{Failure, Outcome, print, print_styled};
use crate::plugin::check::check_path;
use crate::plugin::code::{Code, Severity};
use crate::plugin::finding::Report;
use crate::plugin::subject::{Subject, Target};

#[derive(Debug, Args)]
#[command(after_help = "\
A path is a package (.ndp), a folder with manifest.json and plugin.wasm, the folder of a crate, or a .wasm file.
Of the folder of a crate only the manifest is checked: `ndpgen build` checks the rest, once there is WebAssembly.
An error is something that the server refuses, that can never work, or that the server passes over in silence;
a warning something that is legal, but less or more than meant.

Examples:
  ndpgen check                               the manifest of the plugin in this folder
  ndpgen check hello.ndp                     everything that can be known before the server loads it
  ndpgen check hello.ndp --navidrome 0.62    and whether it works on that server
  ndpgen check *.ndp --json | jq '.[].findings[].code'
  ndpgen check --codes                       everything that can be found

Exit codes: 0 no errors, 1 errors, 2 wrong usage")]
pub(super) struct Arguments {
    /// What to check
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Print a list of objects for machines, one for each path
    #[arg(long)]
    json: bool,
    /// The oldest Navidrome that the plugin has to work on, such as 0.62 [default: any]
    #[arg(long, value_name = "VERSION")]
    navidrome: Option<Version>,
    /// Print everything that can be found, and what it means
    #[arg(long, conflicts_with_all = ["paths", "navidrome"])]
    codes: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let Arguments {
        paths,
        json,
        navidrome,
        codes,
    } = arguments;
    if *codes {
        print_codes(*json)?;
        return Ok(Outcome::Done);
    }
    let target = Target {
        navidrome: *navidrome,
    };
    let checked = paths.iter().map(|path| check_path(path, target));
    let has_errors = match json {
        true => {
            let checked: Vec<Checked> = checked.map(Checked::from).collect();
            print(&format!("{}\n", serde_json::to_string_pretty(&checked)?))?;
            checked.iter().any(|checked| checked.errors > 0)
        }
        false => {
            let mut has_errors = false;
            // As soon as they are known: a large plugin takes a moment.
            for (subject, report) in checked {
                print_styled(&format!("{report:#}{}\n", last_line(&subject, &report)))?;
                has_errors |= report.has_errors();
            }
            has_errors
        }
    };
    Ok(match has_errors {
        true => Outcome::Faulty,
        false => Outcome::Done,
    })
}

fn last_line(subject: &Subject, report: &Report) -> String {
    let colour = match (report.has_errors(), report.count(Severity::Warning)) {
        (true, _) => AnsiColor::Red,
        (false, 0) => AnsiColor::Green,
        (false, _) => AnsiColor::Yellow,
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let rest = match subject.awaits_build() {
        true => {
            " in the manifest; the code is not looked at here: `ndpgen build` checks it, and the package"
        }
        false => "",
    };
    format!(
        "{}: {style}{}{style:#}{rest}",
        printable(&subject.name),
        report.summary()
    )
}

/// A name of a file cannot control the terminal.
fn printable(name: &str) -> String {
    name.replace(char::is_control, "\u{fffd}")
}

/// What machines get of a path.
#[derive(Debug, Serialize)]
struct Checked {
    checked: String,
    id: Option<String>,
    parts: Parts,
    findings: Report,
    errors: usize,
    warnings: usize,
}

/// Which parts of a plugin were there to be looked at, and could be read.
#[derive(Debug, Serialize)]
struct Parts {
    manifest: bool,
    wasm: bool,
}

impl From<(Subject, Report)> for Checked {
    fn from((subject, report): (Subject, Report)) -> Self {
        Self {
            parts: Parts {
                manifest: subject.manifest.is_some(),
                wasm: subject.wasm.is_some(),
            },
            checked: subject.name,
            id: subject.id,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            findings: report,
        }
    }
}

/// What machines get of a code.
#[derive(Debug, Serialize)]
struct Described {
    code: Code,
    severity: Severity,
    meaning: &'static str,
}

fn print_codes(json: bool) -> Result<(), Failure> {
    let described = Code::ALL.iter().map(|code| Described {
        code: *code,
        severity: code.severity(),
        meaning: code.meaning(),
    });
    if json {
        let described: Vec<Described> = described.collect();
        print(&format!("{}\n", serde_json::to_string_pretty(&described)?))?;
        return Ok(());
    }
    print_styled(&page(described))?;
    Ok(())
}

/// A page to read: groups of codes, with a heading each.
fn page(described: impl Iterator<Item = Described>) -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max();
    let width = width.unwrap_or_default();
    let heading = Style::new().bold();
    let mut page = String::new();
    let mut group = None;
    for Described {
        code,
        severity,
        meaning,
    } in described
    {
        if group.replace(code.group()) != Some(code.group()) {
            let gap = if page.is_empty() { "" } else { "\n" };
            let title = code.group().title();
            page.push_str(&format!("{gap}{heading}{title}{heading:#}\n"));
        }
        let style = severity.style();
        let gap = " ".repeat(width - code.name().len() + 2);
        page.push_str(&format!(
            "  {style}{severity:<7}{style:#}  {code}{gap}{meaning}\n"
        ));
    }
    page
}
