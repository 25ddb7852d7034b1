//! The command line: what it means, what it prints, how it ends. Must not know what plugins or services do.

mod arguments;
mod calls;
mod show;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context as _, Result};
use clap::Parser as _;
use nd_host::{LoadedPlugin, Music, Outcome, Package, Server, Settings};

use self::arguments::{Command, CommandLine, Run};

/// Ended by a second Ctrl-C: the number a shell gives to a program that an interrupt has ended.
const INTERRUPTED: i32 = 130;

/// Runs the command that the command line asks for.
pub(crate) fn main() -> ExitCode {
    let CommandLine {
        command: Command::Run(run),
    } = CommandLine::parse();
    match self::run(&run) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("nd-host: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Run) -> Result<ExitCode> {
    let package = Package::open(&arguments.plugin)?;
    let settings = settings(arguments)?;
    let server = server(arguments)?;
    let plugin = server.load(&package, &settings)?;
    show::loaded(&plugin);
    match &arguments.call {
        Some(export) => Ok(call(&plugin, export, &arguments.input)),
        None => stay(plugin),
    }
}

fn settings(arguments: &Run) -> Result<Settings> {
    let config = match &arguments.config {
        Some(path) => read(path)?,
        None => String::new(),
    };
    Ok(Settings::new()
        .config(config)
        .users(arguments::granted(&arguments.users))
        .libraries(arguments::granted(&arguments.library_ids))
        .library_write(arguments.library_write))
}

fn server(arguments: &Run) -> Result<Server> {
    let music = match &arguments.library {
        Some(path) => Music::from_file(path)?,
        None => Music::sample(),
    };
    let mut builder = Server::builder()
        .music(music)
        .version(arguments.navidrome)
        .log_level(arguments.log_level.into())
        .memory_mib(arguments.memory)
        .on_log(show::entry);
    if let Some(folder) = &arguments.data {
        builder = builder.data_folder(folder);
    }
    builder.start()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// Prints what the export gives; fails when the server would see a failure.
fn call(plugin: &LoadedPlugin, export: &str, input: &str) -> ExitCode {
    let outcome = plugin.call(export, input).outcome;
    show::outcome(plugin.surface(), export, &outcome);
    match outcome {
        Outcome::Ok(_) => ExitCode::SUCCESS,
        Outcome::NotFound | Outcome::Failed(_) | Outcome::NotImplemented | Outcome::ExitCode(_) => {
            ExitCode::FAILURE
        }
    }
}

/// Runs schedules, queues and connections, and calls from standard input, until somebody interrupts it.
fn stay(plugin: LoadedPlugin) -> Result<ExitCode> {
    let (interrupt, interrupted) = mpsc::channel();
    ctrlc::set_handler(move || {
        // The first one asks to end; whoever is asked again has not listened.
        if interrupt.send(()).is_err() {
            std::process::exit(INTERRUPTED);
        }
    })
    .context("listening for Ctrl-C")?;
    let live = plugin.start();
    let (handle, surface) = (plugin.handle(), plugin.surface().clone());
    // It may wait for a line for ever, so it ends with the program.
    thread::spawn(move || calls::make(io::stdin().lock(), &handle, &surface));
    eprintln!("nd-host: running; Ctrl-C ends it");
    let _ = interrupted.recv();
    drop(interrupted);
    eprintln!("nd-host: unloading the plugin");
    // What is running is cut off, and then the driver has nothing to wait for.
    drop(plugin);
    drop(live);
    Ok(ExitCode::SUCCESS)
}
