//! The command line: what was asked for, and the only place where the steps of the pipeline meet the disk, the terminal and the exit code.

mod arguments;
mod commands;
mod mount;
mod repository;

use clap::Parser;
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

/// Runs the command. The exit code is 0 for done, 1 for stale files and for errors, 2 for a command line that makes no sense.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        None => commands::generate(&arguments.generate),
        Some(Command::Generate(generate)) => commands::generate(&generate),
        Some(Command::Dump(dump)) => commands::dump(&dump),
        Some(Command::Xtp(xtp)) => commands::xtp(&xtp),
        Some(Command::Schema(schema)) => commands::schema(&schema),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Stale) => ExitCode::from(1),
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
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes to standard error; there is no one to tell if that fails.
fn complain(message: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{message}");
}
