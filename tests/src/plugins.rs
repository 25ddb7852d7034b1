//! Plugins of this repository, built to wasm and loaded. Must not know what any of them does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, OnceLock};

use log::{Log, Metadata, Record};
use nd_host::{Builder, Plugin};

use crate::tables;

/// The test guest with every export and every host function, offered all of them.
///
/// # Panics
/// When it cannot be built or loaded.
pub fn full() -> &'static Plugin {
    static FULL: OnceLock<Plugin> = OnceLock::new();
    FULL.get_or_init(|| {
        builder("guest-full")
            .load()
            .unwrap_or_else(|error| panic!("{error:#}"))
    })
}

/// A plugin by the name of its package, offered every host function of the server.
///
/// # Panics
/// When the wasm build fails or makes no such plugin.
pub fn builder(package: &str) -> Builder {
    silence_runtime();
    Plugin::builder(wasm(package)).host_functions(&tables::surface().host_functions)
}

/// The bytes of a plugin by the name of its package.
///
/// # Panics
/// When the wasm build fails or makes no such plugin.
#[must_use]
pub fn wasm(package: &str) -> Vec<u8> {
    let path = BUILT
        .get(package)
        .unwrap_or_else(|| panic!("`{package}` was not built"));
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Keeps what the runtime says about itself away from the fake host, which installs a logger for the plugin unless there is one: it says
/// something about every type it forgets.
fn silence_runtime() {
    struct Silent;

    impl Log for Silent {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            false
        }

        fn log(&self, _: &Record<'_>) {}

        fn flush(&self) {}
    }

    // Not the first one if another plugin was loaded before.
    let _ = log::set_logger(&Silent);
}

/// All plugins, built once for each test process.
static BUILT: LazyLock<BTreeMap<String, PathBuf>> = LazyLock::new(|| {
    let script = repository().join("tests/build-wasm.sh");
    // What it has to say while it works goes to the terminal, so that a first build does not look like a hang.
    let build = Command::new(&script).stderr(Stdio::inherit()).output();
    let build = build.unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    assert!(
        build.status.success(),
        "{} failed, see above",
        script.display()
    );
    let paths = String::from_utf8(build.stdout).expect("the script prints text");
    paths.lines().filter_map(plugin).collect()
});

/// A line of the build script: package, path and size, with tabs between them.
fn plugin(line: &str) -> Option<(String, PathBuf)> {
    let mut columns = line.split('\t');
    let (package, path) = (columns.next()?, columns.next()?);
    Some((package.to_owned(), path.into()))
}

/// The root of this repository.
///
/// # Panics
/// Never: this crate is one folder below it.
#[must_use]
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this crate has a parent folder")
}
