//! `ndpgen new`: a crate for a plugin. Asks where there is somebody to ask. Must not decide anything about plugins.

use anyhow::Context as _;
use clap::Args;
use dialoguer::{Input, MultiSelect};
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::{Failure, Outcome, complain, print};
use crate::diag;
use crate::plugin::new::{
    Addition, Capability, Choice, Dependency, Made, Name, Neighbourhood, Part, Plugin, Service,
    make,
};
use crate::plugin::placeholder::MARK;

#[derive(Debug, Args)]
#[command(after_help = "\
Names of capabilities and services are those of --list, in any case, with or without separators. What belongs together
comes together: the service scheduler brings its callback. In a terminal, what is missing is asked for.

Examples:
  ndpgen new hello --capability scrobbler
  ndpgen new covers --capability metadata-agent --service http,cache
  ndpgen new nightly --service scheduler --service kvstore --path plugins/nightly

Exit codes: 0 done, 1 errors, and nothing is made; 2 wrong usage")]
pub(super) struct Arguments {
    /// Name of the crate, and the id that the server knows the plugin by
    name: Option<String>,
    /// What the server can call the plugin for; several with commas between them, or the option again
    #[arg(short, long, value_name = "C", value_delimiter = ',')]
    capability: Vec<String>,
    /// What the plugin can call the server for; several with commas between them, or the option again
    #[arg(short, long, value_name = "S", value_delimiter = ',')]
    service: Vec<String>,
    /// Folder of the crate, new or empty [default: NAME in the current directory]
    #[arg(long, value_name = "DIR")]
    path: Option<PathBuf>,
    /// Folder of nd-pdk, or its version on crates.io [default: the repository of this tool, else its version]
    #[arg(long, value_name = "PATH|VERSION")]
    nd_pdk: Option<String>,
    /// Print the capabilities and services there are
    #[arg(long, exclusive = true)]
    list: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if arguments.list {
        print(&list())?;
        return Ok(Outcome::Done);
    }
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let capabilities = all(&arguments.capability, Capability::find)?;
    let services = all(&arguments.service, Service::find)?;
    let name = name(arguments.name.as_deref(), asks)?;
    let (choice, additions) = choice(capabilities, services, asks)?;
    let dependency = match &arguments.nd_pdk {
        Some(given) => {
            Dependency::read(given).map_err(|error| Failure::Usage(format!("--nd-pdk: {error}")))?
        }
        None => Dependency::usual(),
    };
    let folder = match &arguments.path {
        Some(folder) => folder.clone(),
        None => PathBuf::from(name.as_str()),
    };
    let plugin = Plugin {
        name,
        choice,
        dependency,
    };
    let made = make(&plugin, &folder)?;
    print(&summary(&plugin, &additions, &made, &folder))?;
    Ok(Outcome::Done)
}

fn all<P, E: ToString>(
    names: &[String],
    find: impl Fn(&str) -> Result<P, E>,
) -> Result<Vec<P>, Failure> {
    let names = names.iter().map(|name| name.trim());
    let found = names.filter(|name| !name.is_empty()).map(find);
    let found: Result<_, E> = found.collect();
    found.map_err(|error| Failure::Usage(error.to_string()))
}

fn name(given: Option<&str>, asks: bool) -> Result<Name, Failure> {
    match given {
        Some(name) => Name::new(name).map_err(|error| Failure::Usage(error.to_string())),
        None if asks => {
            let check = |text: &String| Name::new(text).map(drop);
            let name = Input::new()
                .with_prompt("Name of the plugin")
                .validate_with(check);
            let name: String = name.interact_text().context("asking for a name")?;
            Name::new(&name).map_err(|error| Failure::Usage(error.to_string()))
        }
        None => Err(Failure::Usage(
            "the plugin needs a name: ndpgen new NAME --capability C".to_owned(),
        )),
    }
}

/// What was asked for, or what is chosen now if nothing was.
fn choice(
    capabilities: Vec<Capability>,
    services: Vec<Service>,
    asks: bool,
) -> Result<(Choice, Vec<Addition>), Failure> {
    let (mut capabilities, mut services) = (capabilities, services);
    // A plugin that is called for nothing and calls nothing is none.
    while asks && capabilities.is_empty() && services.is_empty() {
        capabilities = chosen("What can the server call the plugin for?")?;
        services = chosen("What does the plugin call the server for?")?;
        if capabilities.is_empty() && services.is_empty() {
            complain(format_args!(
                "choose at least one of either list; Ctrl-C ends this, and nothing is made"
            ));
        }
    }
    Choice::complete(capabilities, services).ok_or_else(|| {
        let names = Capability::ALL.iter().map(|it| it.name());
        let message = format!(
            "say what the server can call the plugin for: --capability scrobbler, for example ({})",
            diag::list(Capability::KINDS, names)
        );
        Failure::Usage(message)
    })
}

fn chosen<P: Part>(question: &str) -> Result<Vec<P>, Failure> {
    let items = P::ALL
        .iter()
        .map(|it| format!("{:19} {}", it.name(), it.summary()));
    let answer = MultiSelect::new()
        .with_prompt(format!("{question} (space chooses, enter goes on)"))
        .items(items)
        // It would repeat the summaries, too.
        .report(false)
        .interact()
        .with_context(|| format!("asking for {}", P::KINDS))?;
    let parts: Vec<P> = answer.into_iter().map(|at| P::ALL[at]).collect();
    let names: Vec<&str> = parts.iter().map(|it| it.name()).collect();
    let shown = match names.is_empty() {
        true => "nothing".to_owned(),
        false => names.join(", "),
    };
    complain(format_args!("{question} {shown}"));
    Ok(parts)
}

fn list() -> String {
    let mut text = String::new();
    section::<Capability>(
        "Capabilities, what the server can call a plugin for",
        &mut text,
    );
    text.push('\n');
    section::<Service>("Services, what a plugin can call the server for", &mut text);
    text
}

fn section<P: Part>(title: &str, text: &mut String) {
    let _ = writeln!(text, "{title}:");
    for part in P::ALL {
        let _ = writeln!(text, "  {:19} {}", part.name(), part.summary());
    }
}

fn summary(plugin: &Plugin, additions: &[Addition], made: &Made, folder: &Path) -> String {
    let mut text = String::new();
    for addition in additions {
        let _ = writeln!(text, "added {addition}");
    }
    match &made.neighbourhood {
        Neighbourhood::Alone => {}
        Neighbourhood::Member(root) => {
            let root = root.join("Cargo.toml");
            let _ = writeln!(
                text,
                "a member of the workspace of {}: cargo takes profiles from there only, so set `opt-level = \"s\"`, `lto = true`, `codegen-units = 1` \
                 and `strip = true` there for small plugins",
                root.display()
            );
        }
        Neighbourhood::Apart(root) => {
            let root = root.as_ref().map_or_else(String::new, |root| {
                format!(" of {}", root.join("Cargo.toml").display())
            });
            let _ = writeln!(
                text,
                "a workspace of its own, as the one around it{root} does not name this folder: Cargo.toml says how to join it"
            );
        }
    }
    let name = plugin.name.as_str();
    let count = made.files.len();
    let _ = writeln!(text, "made {name}: {count} files in {}", folder.display());
    if let Dependency::Path(path) = &plugin.dependency {
        let _ = writeln!(text, "it takes nd-pdk from {}", path.display());
    }
    let _ = write!(
        text,
        "\nNext:\n  cd {}\n  cargo test\n  ndpgen build\nThen write what begins with \"{}\", in manifest.json and perhaps in src.\n",
        word(folder),
        MARK.trim_end()
    );
    text
}

/// The folder as a word of a command.
fn word(folder: &Path) -> String {
    let shown = folder.display().to_string();
    match shown.contains(char::is_whitespace) {
        true => format!("{shown:?}"),
        false => shown,
    }
}
