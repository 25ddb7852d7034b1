//! The command `nd-host`, run as a program: what it prints, and how it ends. Must not test what the services do.

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use common::{archive, export, file, manifest, module, relay};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What the command ends with when something has failed, and when it was not understood.
const FAILURE: i32 = 1;
const MISUSE: i32 = 2;

const PATIENCE: Duration = Duration::from_secs(30);

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

/// The command while it runs.
struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Running {
    /// Starts it, and waits until it runs.
    fn start(arguments: &[&str]) -> Self {
        let mut command = command(arguments);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().expect("it is a pipe"));
        let mut running = Self { child, stderr };
        running.says("running; Ctrl-C ends it");
        running
    }

    /// Reads what it says until it has said this.
    fn says(&mut self, expected: &str) {
        let mut said = String::new();
        while !said.contains(expected) {
            let read = self.stderr.read_line(&mut said).unwrap();
            assert!(read > 0, "it ended with {said}");
        }
    }

    fn write(&mut self, line: &str) {
        let stdin = self.child.stdin.as_mut().expect("it is a pipe");
        writeln!(stdin, "{line}").unwrap();
    }

    /// The next line that it prints.
    fn prints(&mut self) -> String {
        let stdout = self.child.stdout.as_mut().expect("it is a pipe");
        let mut line = Vec::new();
        let mut byte = [0];
        while stdout.read(&mut byte).unwrap() == 1 && byte != *b"\n" {
            line.extend(byte);
        }
        String::from_utf8(line).unwrap()
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Waits for its end.
    fn end(mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // As a rule it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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

#[test]
fn it_stays_until_it_is_interrupted_or_terminated() {
    let plugin = mixed();
    for signal in ["INT", "TERM"] {
        let mut running = Running::start(&["run", plugin.path()]);
        running.signal(signal);
        running.says("unloading the plugin");
        assert_eq!(running.end().code(), Some(0), "{signal}");
    }
}

#[test]
fn an_interrupt_cuts_off_a_call_that_is_running() {
    let plugin = mixed();
    let mut running = Running::start(&["run", plugin.path()]);
    running.write("well");
    assert_eq!(running.prints(), "");
    running.write("endless");
    // Until it is in its loop.
    thread::sleep(Duration::from_millis(300));
    let interrupted = Instant::now();
    running.signal("INT");
    assert_eq!(running.end().code(), Some(0));
    // The limit of a call is 30 seconds.
    assert!(interrupted.elapsed() < Duration::from_secs(10));
}

#[test]
fn each_line_of_standard_input_is_a_call() {
    let plugin = Plugin::relay(
        &json!({"cache": {}}),
        &["cache_setstring", "cache_getstring"],
    );
    let mut running = Running::start(&["run", plugin.path()]);
    running.write(r#"call_cache_setstring {"key": "a", "value": "b", "ttlSeconds": 60}"#);
    assert_eq!(running.prints(), "{}");
    running.write("");
    running.write("unknown {}");
    running.says("function not found: unknown");
    running.write(r#"call_cache_getstring {"key": "a"}"#);
    let reply: Value = serde_json::from_str(&running.prints()).unwrap();
    assert_eq!(reply, json!({"value": "b", "exists": true}));

    drop(running.child.stdin.take());
    thread::sleep(Duration::from_millis(100));
    assert_eq!(running.child.try_wait().unwrap(), None, "it goes on");
    running.signal("TERM");
    assert_eq!(running.end().code(), Some(0));
}

#[test]
fn queues_run_while_it_stays() {
    let functions = ["task_createqueue", "task_enqueue", "task_get"];
    let permissions = json!({"taskqueue": {"maxConcurrency": 1}});
    let plugin = Plugin::relay(&permissions, &functions);
    let mut running = Running::start(&["run", plugin.path()]);
    let mut ask = |function: &str, request: Value| -> Value {
        running.write(&format!("call_{function} {request}"));
        serde_json::from_str(&running.prints()).unwrap()
    };

    let created = ask("task_createqueue", json!({"name": "q", "config": {}}));
    assert_eq!(created, json!({}));
    let task = ask("task_enqueue", json!({"queueName": "q", "payload": "AQ=="}));
    let until = Instant::now() + PATIENCE;
    while ask("task_get", json!({"taskId": task["result"]}))["result"]["status"] != "completed" {
        assert!(Instant::now() < until, "the task is not done");
        thread::sleep(Duration::from_millis(20));
    }
    running.signal("INT");
    assert_eq!(running.end().code(), Some(0));
}
