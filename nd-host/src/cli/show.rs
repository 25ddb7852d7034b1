//! What the command prints. Must not decide how it ends.

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use jiff::Timestamp;
use nd_host::{Entry, Level, LoadedPlugin, Outcome, Source, Surface};
use nd_rules::surface::Export;

/// A line of the log, with the time.
pub(super) fn entry(entry: &Entry) {
    let Entry {
        plugin,
        source,
        level,
        text,
    } = entry;
    let (time, level) = (Timestamp::now(), level_name(*level));
    let by_whom = match source {
        Source::Plugin => "",
        Source::Server => " (host)",
    };
    let line = format!("{time:.3} {level:5} {plugin}{by_whom}: {text}\n");
    // Whoever has closed standard error does not want it; the plugin that is logging must not notice.
    let _ = io::stderr().write_all(line.as_bytes());
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Trace => "TRACE",
        Level::Debug => "DEBUG",
        Level::Info => "INFO",
        Level::Warn => "WARN",
        Level::Error => "ERROR",
    }
}

/// What was loaded: capabilities, and what it asks of the server.
pub(super) fn loaded(plugin: &LoadedPlugin) {
    let surface = plugin.surface();
    let known = surface.exports.iter().filter_map(|name| Export::find(name));
    let capabilities: BTreeSet<&str> = known.map(|export| export.capability).collect();
    eprintln!("nd-host: loaded {}", plugin.id());
    eprintln!("  capabilities: {}", list(capabilities.into_iter()));
    let functions = surface.host_functions.iter().map(String::as_str);
    eprintln!("  host functions: {}", list(functions));
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<&str> = items.collect();
    match items[..] {
        [] => "none".to_owned(),
        _ => items.join(", "),
    }
}

/// What came of a call: the output of the export as it is, or why it failed.
pub(super) fn outcome(surface: &Surface, export: &str, outcome: &Outcome) {
    match outcome {
        Outcome::Ok(output) => print(output),
        Outcome::Failed(_) | Outcome::NotImplemented | Outcome::ExitCode(_) => {
            failed(export, outcome);
        }
        Outcome::NotFound => {
            failed(export, outcome);
            let exports = surface.exports.iter().map(String::as_str);
            eprintln!("  exports: {}", list(exports));
        }
    }
}

fn print(output: &[u8]) {
    let mut out = io::stdout().lock();
    // Whoever has closed standard output does not want it.
    let _ = out.write_all(output).and_then(|()| out.write_all(b"\n"));
}

fn failed(export: &str, outcome: &Outcome) {
    if let Some(error) = outcome.error(export) {
        eprintln!("nd-host: {export}: {error}");
    }
}
