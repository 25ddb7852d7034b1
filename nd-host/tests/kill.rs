//! A host that is killed in the middle of its work loses no task, and runs none again that was completed. Must not stop the host in any gentler way.
//!
//! The host is this very program, started anew by the test. What the plugin did is counted from what the host prints, and compared with what was in
//! the database each time after it was killed.

mod common;
#[path = "state/relay.rs"]
mod relay;

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nd_host::{Entry, LoadedPlugin, Server, Source, TaskStatus};
use rusqlite::Connection;
use serde_json::{Value, json};

use relay::{ask, load, relay};

/// Names the folder for data of the host that is to be killed.
const FOLDER: &str = "ND_HOST_KILL_TEST_FOLDER";
const TASKS: usize = 120;
const KILLS: usize = 6;
/// Far longer than all tasks take.
const LONGEST: Duration = Duration::from_secs(60);

/// Writes its input to the log, and takes a while.
const EXECUTE: &str = r#"(func (export "nd_task_execute") (result i32) (local $left i32)
    (call $log (call $input))
    (local.set $left (i32.const 1000000))
    (loop $again
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br_if $again (local.get $left)))
    (i32.const 0))"#;

#[test]
#[ignore = "the test below starts it"]
fn host() {
    let Some(folder) = env::var_os(FOLDER) else {
        return;
    };
    let builder = Server::builder().data_folder(folder).on_log(print_run);
    let server = builder.start().unwrap();
    let package = relay(&json!({"taskqueue": {"maxConcurrency": 3}}), EXECUTE);
    let plugin = load(&server, &package);
    let config = json!({"name": "q", "config": {"concurrency": 3}});
    assert_eq!(ask(&plugin, "task_createqueue", &config), json!({}));
    let _live = plugin.start();
    let begun = Instant::now();
    for _ in plugin.tasks().len()..TASKS {
        enqueue(&plugin);
    }
    while plugin
        .tasks()
        .iter()
        .any(|task| task.status != TaskStatus::Completed)
    {
        assert!(begun.elapsed() < LONGEST, "tasks are lost");
        thread::sleep(Duration::from_millis(5));
    }
}

fn print_run(entry: &Entry) {
    match entry.source {
        Source::Plugin => {
            let input: Value = serde_json::from_str(&entry.text).unwrap();
            println!("\nran {}", input["taskId"].as_str().unwrap());
        }
        Source::Server => println!("\nlogged {}", entry.text),
    }
}

fn enqueue(plugin: &LoadedPlugin) {
    let request = json!({"queueName": "q", "payload": "AQ=="});
    let reply = ask(plugin, "task_enqueue", &request);
    println!("\nenqueued {}", reply["result"].as_str().unwrap());
}

/// What the hosts have said so far.
#[derive(Default)]
struct Said {
    enqueued: BTreeSet<String>,
    ran: Vec<String>,
}

impl Said {
    fn hear(&mut self, line: &str) {
        match line.split_once(' ') {
            Some(("enqueued", id)) => drop(self.enqueued.insert(id.to_owned())),
            Some(("ran", id)) => self.ran.push(id.to_owned()),
            Some(("logged", text)) => panic!("the host logged {text}"),
            // The test harness has a word of its own.
            Some(_) | None => {}
        }
    }
}

fn start(folder: &Path) -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut host = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "host", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = host.stdout.take().expect("its output is a pipe");
    (host, BufReader::new(output).lines())
}

/// The ids of the tasks that are kept as completed.
fn completed(folder: &Path) -> BTreeSet<String> {
    let database = Connection::open(folder.join("plugins/relay/taskqueue.db")).unwrap();
    let mut query = database
        .prepare("SELECT id FROM tasks WHERE status = 'completed'")
        .unwrap();
    let ids = query.query_map([], |row| row.get(0)).unwrap();
    ids.collect::<Result<_, _>>().unwrap()
}

#[test]
fn no_task_is_lost_and_none_runs_again_after_it_was_completed() {
    let folder = tempfile::tempdir().unwrap();
    let mut said = Said::default();
    let mut before = BTreeSet::new();
    for kill in 0..=KILLS {
        let (mut host, mut lines) = start(folder.path());
        let heard = said.ran.len();
        // The last one is left to finish.
        let kill_after = (kill < KILLS).then(|| heard + rand::random_range(1..12));
        for line in lines.by_ref() {
            said.hear(&line.unwrap());
            if kill_after == Some(said.ran.len()) {
                thread::sleep(Duration::from_micros(rand::random_range(0..8_000)));
                host.kill().unwrap();
                break;
            }
        }
        lines.for_each(|line| said.hear(&line.unwrap()));
        let ended = host.wait().unwrap();
        assert_eq!(ended.success(), kill == KILLS, "{ended}");

        let again: Vec<_> = said.ran[heard..]
            .iter()
            .filter(|id| before.contains(*id))
            .collect();
        assert_eq!(again, [""; 0], "they were completed before");
        let now = completed(folder.path());
        assert!(now.is_superset(&before), "what is completed stays so");
        before = now;
    }
    assert_eq!(before.len(), TASKS);
    assert!(before.is_superset(&said.enqueued), "none is lost");
    let ran: BTreeSet<String> = said.ran.iter().cloned().collect();
    assert_eq!(ran, before);
}
