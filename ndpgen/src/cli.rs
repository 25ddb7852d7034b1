//! The command line: what was asked for, and the only place where the steps of the pipeline meet the disk, the terminal and the exit code.

mod arguments;
mod build;
mod check;
mod commands;
mod inspect;
mod mount;
mod new;
mod progress;
mod repository;

use clap::{CommandFactory as _, FromArgMatches as _, Parser as _};
use std::env;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use arguments::{Arguments, Command};

/// How a command ended, if nothing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// `--check` found files that are not what the schemas say.
    Stale,
    /// `check` or `build` found errors in the plugin, and has shown them.
    Faulty,
}

/// What went wrong.
#[derive(Debug)]
enum Failure {
    /// The schemas, or the disk.
    Failed(anyhow::Error),
    /// The command cannot be meant like this.
    Usage(String),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure::Failed(error.into())
    }
}

/// Runs the command `ndpgen`. The exit code is 0 for done, 1 for stale files and for errors, 2 for a command line that makes no sense.
pub fn run() -> ExitCode {
    run_with(&Arguments::parse())
}

/// Runs the command as `cargo ndp`. Cargo gives the name of the sub-command as the first argument.
pub fn run_as_cargo_ndp() -> ExitCode {
    let arguments = env::args_os().enumerate();
    let without_name = arguments.filter(|(at, it)| *at != 1 || it != "ndp");
    let command = Arguments::command().name("cargo ndp").bin_name("cargo ndp");
    let command = with_examples_of_cargo_ndp(command);
    let matches = command.get_matches_from(without_name.map(|(_, it)| it));
    match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => run_with(&arguments),
        Err(error) => error.exit(),
    }
}

/// The examples as one has to write them there.
fn with_examples_of_cargo_ndp(command: clap::Command) -> clap::Command {
    let examples = command.get_after_help().map(ToString::to_string);
    let command = match examples {
        Some(examples) => command.after_help(examples.replace("ndpgen ", "cargo ndp ")),
        None => command,
    };
    command.mut_subcommands(with_examples_of_cargo_ndp)
}

fn run_with(arguments: &Arguments) -> ExitCode {
    let outcome = match &arguments.command {
        None => commands::generate(&arguments.generate),
        Some(Command::New(arguments)) => new::run(arguments),
        Some(Command::Build(arguments)) => build::run(arguments),
        Some(Command::Check(arguments)) => check::run(arguments),
        Some(Command::Inspect(arguments)) => inspect::run(arguments),
        Some(Command::Generate(generate)) => commands::generate(generate),
        Some(Command::Dump(dump)) => commands::dump(dump),
        Some(Command::Xtp(xtp)) => commands::xtp(xtp),
        Some(Command::Schema(schema)) => commands::schema(schema),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Stale | Outcome::Faulty) => ExitCode::from(1),
        Err(Failure::Failed(error)) => {
            complain(format_args!("{error:#}"));
            ExitCode::from(1)
        }
        Err(Failure::Usage(message)) => {
            complain(format_args!(
                "error: {message}\n\nFor more information, try '--help'."
            ));
            ExitCode::from(2)
        }
    }
}

/// Writes to standard output. A reader that has seen enough (`ndpgen dump | head`) is no failure.
fn print(text: &str) -> io::Result<()> {
    print_to(io::stdout().lock(), text)
}

/// Writes to standard output, with colours as far as they are wanted there.
fn print_styled(text: &str) -> io::Result<()> {
    print_to(anstream::stdout().lock(), text)
}

fn print_to(mut out: impl Write, text: &str) -> io::Result<()> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes to standard error; there is no one to tell if that fails.
fn complain(message: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{message}");
}
