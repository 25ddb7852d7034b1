//! The command `nd-host`, run as a program: what it prints, and how it ends. Must not test what the services do.

mod common;
#[path = "command/stay.rs"]
mod stay;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::{archive, export, file, manifest, module, relay};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What the command ends with when something has failed, and when it was not understood.
const FAILURE: i32 = 1;
const MISUSE: i32 = 2;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nd-host"));
    command.args(arguments);
    command
}

/// Runs the command to its end.
fn run(arguments: &[&str]) -> Output {
    let mut command = command(arguments);
    command.stdin(Stdio::null()).output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// What a run printed that went well.
fn printed(output: &Output) -> &str {
    assert_eq!(output.status.code(), Some(0), "{}", err(output));
    out(output)
}

/// What a run that failed has said, having printed nothing.
fn complaint(output: &Output, code: i32) -> &str {
    assert_eq!(output.status.code(), Some(code), "{}", err(output));
    assert_eq!(out(output), "");
    err(output)
}

/// A folder with a package in it.
struct Plugin {
    folder: TempDir,
    path: PathBuf,
}

impl Plugin {
    fn new(manifest: &Value, wasm: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let entries = [
            ("manifest.json", manifest.to_string().into_bytes()),
            ("plugin.wasm", wasm.to_vec()),
        ];
        let entries = entries
            .each_ref()
            .map(|(name, bytes)| (*name, bytes.as_slice()));
        let path = file(folder.path(), "test.ndp", &archive(&entries));
        Self { folder, path }
    }

    /// With exports that pass their input on to these host functions.
    fn relay(permissions: &Value, functions: &[&str]) -> Self {
        Self::new(&manifest(permissions), &relay(functions))
    }

    fn path(&self) -> &str {
        text(&self.path)
    }

    fn file(&self, name: &str, contents: &str) -> String {
        let path = file(self.folder.path(), name, contents.as_bytes());
        text(&path).to_owned()
    }

    fn call(&self, export: &str, input: &Value, more: &[&str]) -> Output {
        let input = input.to_string();
        let arguments = ["run", self.path(), "--call", export, "--input", &input];
        run(&[&arguments[..], more].concat())
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is text")
}

/// A plugin whose exports end in all ways.
fn mixed() -> Plugin {
    let exports = [
        export("well", ""),
        export("trap", "unreachable"),
        r#"(func (export "seven") (result i32) (i32.const 7))"#.to_owned(),
        r#"(func (export "missing") (result i32) (i32.const -2))"#.to_owned(),
        export("endless", "(loop $again (br $again))"),
    ];
    Plugin::new(&manifest(&json!({})), &module(&exports.concat()))
}

#[test]
fn it_prints_what_an_export_gives_and_says_what_was_loaded() {
    let mut manifest = manifest(&json!({}));
    manifest["config"] = json!({"schema": {"type": "object"}});
    let plugin = Plugin::new(&manifest, &relay(&["config_get"]));
    let config = plugin.file("config.json", r#"{"greeting": "hi"}"#);
    let called = plugin.call(
        "call_config_get",
        &json!({"key": "greeting"}),
        &["--config", &config],
    );

    let reply: Value = serde_json::from_str(printed(&called)).unwrap();
    assert_eq!(reply, json!({"value": "hi", "exists": true}));
    assert!(out(&called).ends_with('\n'));
    let said = err(&called);
    for line in [
        "nd-host: loaded test",
        "capabilities: SchedulerCallback, TaskWorker",
        "host functions: config_get",
    ] {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn a_call_that_fails_says_why_and_ends_with_status_1() {
    let plugin = mixed();
    for (export, expected) in [
        ("trap", "plugin call failed: "),
        ("seven", "plugin call exited with code 7"),
        ("missing", "function not implemented: missing"),
        ("other", "function not found: other"),
    ] {
        let called = plugin.call(export, &json!({}), &[]);
        let said = complaint(&called, FAILURE);
        assert!(said.contains(expected), "{export}: {said}");
    }
    let called = plugin.call("other", &json!({}), &[]);
    let exports = "exports: endless, missing, seven, trap, well";
    assert!(err(&called).contains(exports), "{}", err(&called));
    assert_eq!(printed(&plugin.call("well", &json!({}), &[])), "\n");
}

#[test]
fn a_configuration_that_does_not_fit_its_schema_ends_it() {
    let mut manifest = manifest(&json!({}));
    manifest["config"] = json!({"schema": {
        "type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"],
    }});
    let plugin = Plugin::new(&manifest, &module(&export("well", "")));
    let fits = plugin.file("fits.json", r#"{"count": 3}"#);
    let misfit = plugin.file("misfit.json", r#"{"count": "three"}"#);
    let broken = plugin.file("broken.json", r#"{"count": "#);

    let called = |config: &str| plugin.call("well", &json!({}), &["--config", config]);
    assert_eq!(printed(&called(&fits)), "\n");
    for config in [&misfit, &broken] {
        let called = called(config);
        let said = complaint(&called, FAILURE);
        assert!(said.starts_with("nd-host: "), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let called = called("no-such-file.json");
    let said = complaint(&called, FAILURE);
    assert!(said.contains("reading no-such-file.json"), "{said}");
}

#[test]
fn it_behaves_like_the_version_that_is_asked_for() {
    let plugin = Plugin::relay(&json!({"storage": {}}), &["storage_getstoragepath"]);
    let path = |version| {
        let version = ["--navidrome", version];
        plugin.call("call_storage_getstoragepath", &json!({}), &version)
    };
    assert_eq!(printed(&path("0.64")), "{\"result\":\"/storage\"}\n");
    assert!(complaint(&path("0.63"), FAILURE).contains("storage_getstoragepath"));
    assert!(complaint(&path("0.59"), FAILURE).contains("0.60"));
    assert!(complaint(&path("newest"), MISUSE).contains("--navidrome"));
}

#[test]
fn what_a_plugin_keeps_is_there_in_the_next_run_where_a_folder_is_named() {
    let functions = ["kvstore_set", "kvstore_get"];
    let plugin = Plugin::relay(&json!({"kvstore": {}}), &functions);
    let data = plugin.folder.path().join("data");
    let data = ["--data", text(&data)];
    let set = json!({"key": "a", "value": "AQ=="});
    let get = |more: &[&str]| {
        let called = plugin.call("call_kvstore_get", &json!({"key": "a"}), more);
        serde_json::from_str::<Value>(printed(&called)).unwrap()
    };

    printed(&plugin.call("call_kvstore_set", &set, &data));
    assert_eq!(get(&data), json!({"value": "AQ==", "exists": true}));
    printed(&plugin.call("call_kvstore_set", &set, &[]));
    assert_eq!(get(&[]), json!({}), "it was a temporary one");
}

#[test]
fn what_is_no_package_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let corrupt = file(folder.path(), "corrupt.ndp", b"PK\x03\x04 and nothing more");
    let empty = file(folder.path(), "empty.ndp", &archive(&[]));
    for (path, expected) in [
        (text(&corrupt), "it is no zip archive that can be read"),
        (text(&empty), "package missing manifest.json"),
        ("nowhere.ndp", "nowhere.ndp"),
    ] {
        let ended = run(&["run", path]);
        let said = complaint(&ended, FAILURE);
        assert!(said.starts_with("nd-host: opening package "), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}
