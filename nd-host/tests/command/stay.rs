//! The command while a plugin stays loaded: calls from standard input, queues, and how it ends. Must not test single calls.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::common::{export, manifest, relay_and};
use super::{Plugin, command, mixed, text};

const PATIENCE: Duration = Duration::from_secs(30);
/// When a call ends that nobody cuts off.
const CALL_LIMIT: Duration = Duration::from_secs(30);

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

    /// Asks a host function, by way of the plugin.
    fn ask(&mut self, function: &str, request: &Value) -> Value {
        self.write(&format!("call_{function} {request}"));
        serde_json::from_str(&self.prints()).unwrap()
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
    assert!(interrupted.elapsed() < CALL_LIMIT / 3);
}

#[test]
fn each_line_of_standard_input_is_a_call() {
    let plugin = Plugin::relay(
        &json!({"cache": {}}),
        &["cache_setstring", "cache_getstring"],
    );
    let mut running = Running::start(&["run", plugin.path()]);
    let set = json!({"key": "a", "value": "b", "ttlSeconds": 60});
    assert_eq!(running.ask("cache_setstring", &set), json!({}));
    running.write("");
    running.write("unknown {}");
    running.says("function not found: unknown");
    let reply = running.ask("cache_getstring", &json!({"key": "a"}));
    assert_eq!(reply, json!({"value": "b", "exists": true}));

    drop(running.child.stdin.take());
    thread::sleep(Duration::from_millis(100));
    assert_eq!(running.child.try_wait().unwrap(), None, "it goes on");
    running.signal("TERM");
    assert_eq!(running.end().code(), Some(0));
}

/// A plugin with a queue, whose tasks do this.
fn worker(execute: &str) -> Plugin {
    let functions = ["task_createqueue", "task_enqueue", "task_get"];
    let permissions = manifest(&json!({"taskqueue": {"maxConcurrency": 1}}));
    Plugin::new(
        &permissions,
        &relay_and(&functions, &export("nd_task_execute", execute)),
    )
}

/// Has a task enqueued, and gives its id.
fn enqueue(running: &mut Running) -> Value {
    let task = running.ask(
        "task_enqueue",
        &json!({"queueName": "q", "payload": "AQ=="}),
    );
    task["result"].clone()
}

/// Waits until a task has this status.
fn wait_for(running: &mut Running, task: &Value, status: &str) {
    let until = Instant::now() + PATIENCE;
    let request = json!({"taskId": task});
    while running.ask("task_get", &request)["result"]["status"] != status {
        assert!(Instant::now() < until, "the task is not {status}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn queues_run_while_it_stays() {
    let plugin = worker("");
    let mut running = Running::start(&["run", plugin.path()]);
    running.ask("task_createqueue", &json!({"name": "q", "config": {}}));
    let task = enqueue(&mut running);
    wait_for(&mut running, &task, "completed");
    running.signal("INT");
    assert_eq!(running.end().code(), Some(0));
}

#[test]
fn a_task_that_an_interrupt_has_cut_off_runs_again_in_the_next_run() {
    let plugin = worker("(loop $again (br $again))");
    let data = plugin.folder.path().join("data");
    let arguments = ["run", plugin.path(), "--data", text(&data)];
    let mut running = Running::start(&arguments);
    running.ask("task_createqueue", &json!({"name": "q", "config": {}}));
    let task = enqueue(&mut running);
    for _ in 0..2 {
        wait_for(&mut running, &task, "running");
        // Until it is in its loop.
        thread::sleep(Duration::from_millis(300));
        let interrupted = Instant::now();
        running.signal("INT");
        assert_eq!(running.end().code(), Some(0));
        assert!(interrupted.elapsed() < CALL_LIMIT / 3);

        running = Running::start(&arguments);
        running.ask("task_createqueue", &json!({"name": "q", "config": {}}));
    }
    wait_for(&mut running, &task, "running");
}
