//! The crates that `ndpgen new` makes: they build, pass their tests, and are clean, each capability and each service alone and all together.

use ndpgen::plugin::check::check_path;
use ndpgen::plugin::code::Code;
use ndpgen::plugin::new::{Capability, Part, Service};
use ndpgen::plugin::subject::Target;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TARGET: &str = "wasm32-wasip1";

/// Plugins, by name, with the options they are made with.
fn plugins() -> Vec<(String, Vec<String>)> {
    let mut plugins = Vec::new();
    let (mut capabilities, mut services) = (Vec::new(), Vec::new());
    for part in Capability::ALL {
        let options = vec!["--capability".to_owned(), part.name().to_owned()];
        plugins.push((format!("capability-{}", part.name()), options.clone()));
        capabilities.extend(options);
    }
    for part in Service::ALL {
        let options = vec!["--service".to_owned(), part.name().to_owned()];
        let with = |capability: &str| {
            let capability = ["--capability", capability].map(str::to_owned);
            [options.as_slice(), &capability].concat()
        };
        // A capability that can make something of the service.
        let options_here = match part {
            Service::Http | Service::Cache | Service::Matcher => with("scrobbler"),
            Service::Artwork | Service::Config => with("metadata-agent"),
            Service::KvStore | Service::Storage => with("lyrics"),
            Service::Library => with("sonic-similarity"),
            Service::Scheduler
            | Service::ScrobbleRetriever
            | Service::SubsonicApi
            | Service::Task
            | Service::Users
            | Service::WebSocket => options.clone(),
        };
        plugins.push((format!("service-{}", part.name()), options_here));
        services.extend(options);
    }
    plugins.push(("everything".to_owned(), [capabilities, services].concat()));
    plugins
}

fn ndpgen(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ndpgen"));
    command.args(arguments).current_dir(folder);
    command.output().unwrap()
}

/// The target directory of this test run: warm builds make the difference between seconds and minutes.
fn target() -> PathBuf {
    let own = env::current_exe().unwrap();
    let debug = own.parent().and_then(Path::parent);
    debug.and_then(Path::parent).unwrap().join("ndpgen-tests")
}

fn cargo(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    command.args(arguments).current_dir(folder);
    command.env("CARGO_TARGET_DIR", target());
    // What cargo tells this test is not for the crates of the plugins.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    let output = command.output().unwrap();
    let (out, error) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let command = arguments.join(" ");
    assert!(output.status.success(), "cargo {command}\n{out}\n{error}");
}

#[test]
fn every_new_plugin_builds_passes_its_tests_and_is_clean() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n";
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let plugins = plugins();
    for (name, options) in &plugins {
        let mut arguments = vec!["new", name.as_str()];
        arguments.extend(options.iter().map(String::as_str));
        let made = ndpgen(folder, &arguments);
        let error = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success() && error.is_empty(), "{name}: {error}");
    }
    // The versions of this repository are on the machine already.
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();

    cargo(folder, &["fmt", "--all", "--check"]);
    cargo(
        folder,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    );
    cargo(folder, &["test", "--workspace", "--lib", "--no-fail-fast"]);
    if !has_wasm() {
        eprintln!(
            "skipped: plugins as wasm, as there is no standard library for {TARGET}; `rustup target add {TARGET}` installs it"
        );
        return;
    }
    cargo(folder, &["build", "--workspace", "--target", TARGET]);
    for (name, _) in &plugins {
        has_no_fault(folder, name);
    }
}

/// There is nothing to be found in what was built but the texts that are the author's to write, and what debug builds carry.
fn has_no_fault(folder: &Path, name: &str) {
    let wasm = format!("{TARGET}/debug/{}.wasm", name.replace('-', "_"));
    let package = folder.join("packages").join(name);
    fs::create_dir_all(&package).unwrap();
    fs::copy(target().join(wasm), package.join("plugin.wasm")).unwrap();
    let manifest = folder.join(name).join("manifest.json");
    fs::copy(manifest, package.join("manifest.json")).unwrap();

    let (_, report) = check_path(&package, Target::default());
    let expected = [Code::PlaceholderText, Code::DebugInfo];
    let other = report.findings().any(|it| !expected.contains(&it.code));
    assert!(!other, "{name}: {report}");
    let placeholders = report
        .findings()
        .filter(|it| it.code == Code::PlaceholderText);
    assert_ne!(placeholders.count(), 0, "{name}: {report}");
}

fn has_wasm() -> bool {
    let there = || {
        let rustc = Command::new("rustc")
            .args(["--print", "target-libdir", "--target", TARGET])
            .output();
        let folder = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        let entries = folder.ok().and_then(|folder| fs::read_dir(folder).ok());
        entries.is_some_and(|mut entries| {
            entries
                .any(|it| it.is_ok_and(|it| it.file_name().to_string_lossy().starts_with("libstd")))
        })
    };
    let add = || {
        Command::new("rustup")
            .args(["target", "add", TARGET])
            .output()
    };
    there() || add().is_ok_and(|output| output.status.success()) && there()
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str]| {
        let output = ndpgen(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&["new"]).contains("the plugin needs a name"));
    assert!(refused(&["new", "hello"]).contains("(capabilities: `scrobbler`, "));
    assert!(refused(&["new", "Hello", "-c", "lyrics"]).contains("how about `hello`?"));
    assert!(
        refused(&["new", "hello", "-c", "lyrics,scrobler"]).contains("did you mean `scrobbler`?")
    );
    assert!(
        refused(&["new", "hello", "-c", "lyrics", "--nd-pdk", "nowhere"])
            .contains("--nd-pdk: `nowhere`")
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn parts_are_listed_one_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let output = ndpgen(folder.path(), &["new", "--list"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let capabilities = Capability::ALL.iter().map(|part| part.name());
    let names = capabilities.chain(Service::ALL.iter().map(|part| part.name()));
    for name in names {
        let is_line = |line: &str| line.trim_start().split(' ').next() == Some(name);
        assert!(text.lines().any(is_line), "{name}: {text}");
    }
    assert!(output.status.success());
}

#[test]
fn what_was_added_is_said_and_a_full_folder_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "new",
        "nightly",
        "--service",
        "scheduler",
        "--path",
        "made/here",
    ];
    let first = ndpgen(folder.path(), &arguments);
    let text = String::from_utf8(first.stdout).unwrap();
    assert!(
        text.contains("added capability `scheduler-callback`: "),
        "{text}"
    );
    assert!(
        text.contains("made nightly: 8 files in made/here"),
        "{text}"
    );
    let second = ndpgen(folder.path(), &arguments);
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("is not empty"));
}
