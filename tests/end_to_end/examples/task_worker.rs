//! `task-worker` over a real folder and a real queue, which survive what happens to the server. Must not look into the plugin's store: what counts is its
//! journal, its tasks and its log.

use std::collections::BTreeSet;
use std::fs::{self, File};

use nd_host::{Delivery, QueuedTask, TaskStatus};
use serde_json::json;
use tempfile::TempDir;

use super::*;

const EXECUTE: &str = "nd_task_execute";

/// A machine with music, and what servers on it keep.
struct Machine {
    folder: TempDir,
}

impl Machine {
    /// With a file beside the folders, three in one folder and two in another, one of them further down.
    fn new() -> Self {
        let machine = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (name, contents) in [
            ("hello.mp3", "hello"),
            ("Nina Simone/Sinnerman.flac", "power"),
            ("Nina Simone/Strange Fruit.flac", "southern trees"),
            ("Nina Simone/cover.jpg", "a picture"),
            ("Miles Davis/Kind of Blue/So What.mp3", "so what"),
            ("Miles Davis/Freddie.mp3", "freeloader"),
        ] {
            machine.write(name, contents);
        }
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("music").join(name)
    }

    fn write(&self, name: &str, contents: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// Another content of the same length, at the same time: as when a disk fails.
    fn damage(&self, name: &str) {
        let path = self.path(name);
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        let mut contents = fs::read(&path).unwrap();
        contents[0] ^= 1;
        fs::write(&path, contents).unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        file.set_modified(modified).unwrap();
    }

    /// A server that was started now; what it keeps is where the last one kept it.
    fn server(&self) -> Server {
        let music = json!({"libraries": [{"id": 1, "name": "Music", "path": self.path("")}]});
        let builder = builder(&music.to_string());
        let builder = builder.data_folder(self.folder.path().join("data"));
        builder.start().expect("the server starts")
    }

    /// The lines of the journal, sorted: folders are checked in any order.
    fn journal(&self) -> Vec<String> {
        let path = "data/plugins/task-worker/storage/journal.txt";
        let text = fs::read_to_string(self.folder.path().join(path)).unwrap_or_default();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}

fn run(server: &Server, config: &Value) -> LoadedPlugin {
    load(server, &package::example("task-worker"), config)
}

/// So short a slice that each task checks one file.
fn file_by_file() -> Value {
    json!({"slice_seconds": 0, "pause_ms": 1000})
}

const JOURNAL: [&str; 3] = [
    "done 1/: 1 files",
    "done 1/Miles Davis: 2 files",
    "done 1/Nina Simone: 3 files",
];

/// The ids of the tasks that were called for.
fn executed(deliveries: &[Delivery]) -> Vec<String> {
    let calls = deliveries.iter().filter(|call| call.export == EXECUTE);
    let inputs = calls.map(|call| serde_json::from_slice::<Value>(&call.input).unwrap());
    inputs
        .map(|input| input["taskId"].as_str().expect("tasks have ids").to_owned())
        .collect()
}

fn ids(tasks: &[QueuedTask], status: TaskStatus) -> BTreeSet<String> {
    let tasks = tasks.iter().filter(|task| task.status == status);
    tasks.map(|task| task.id.clone()).collect()
}

fn is_idle(plugin: &LoadedPlugin) -> bool {
    let tasks = plugin.tasks();
    let done = |task: &QueuedTask| task.status == TaskStatus::Completed;
    tasks.iter().all(done)
}

/// Lets a second pass again and again, until nothing is left to do.
fn finish(plugin: &LoadedPlugin) {
    for _ in 0..60 {
        if is_idle(plugin) {
            return;
        }
        plugin.advance(SECOND);
    }
    panic!("the run does not end: {:#?}", plugin.tasks());
}

#[test]
fn a_run_checks_every_file_in_tasks_and_writes_a_journal() {
    let machine = Machine::new();
    let server = machine.server();
    let plugin = run(&server, &json!({}));
    assert_eq!(plugin.queues(), ["checksums"]);
    plugin.run_due();

    assert_eq!(machine.journal(), JOURNAL);
    let tasks = plugin.tasks();
    let messages: BTreeSet<&str> = tasks.iter().map(|task| task.message.as_str()).collect();
    assert_eq!(
        messages,
        BTreeSet::from(["3 folders", "1 files", "2 files", "3 files"])
    );
    assert!(is_idle(&plugin), "{tasks:#?}");
    assert_eq!(
        said(&plugin, Level::Info),
        ["a run begins: 3 folders", "the run is finished: 3 folders"]
    );
}

#[test]
fn a_file_that_changed_although_nobody_wrote_to_it_is_reported_until_it_is_put_right() {
    let machine = Machine::new();
    let server = machine.server();
    let plugin = run(&server, &json!({}));
    plugin.run_due();
    machine.damage("Nina Simone/Sinnerman.flac");
    machine.write("hello.mp3", "somebody has written this");

    let damaged = "Nina Simone/Sinnerman.flac is damaged: its content has changed, and nobody has written to it";
    for run in 1..=2 {
        plugin.advance(7 * DAY);
        assert_eq!(said(&plugin, Level::Error), vec![damaged; run]);
    }
    assert!(
        machine.journal().contains(
            &"done 1/Nina Simone: 3 files, 1 damaged: Nina Simone/Sinnerman.flac".to_owned()
        ),
        "{:?}",
        machine.journal()
    );
    machine.damage("Nina Simone/Sinnerman.flac");
    plugin.advance(7 * DAY);
    assert_eq!(machine.journal(), JOURNAL);
    assert_eq!(said(&plugin, Level::Error).len(), 2);
}

#[test]
fn a_run_goes_on_after_any_number_of_restarts_and_does_nothing_twice() {
    let machine = Machine::new();
    let mut executed_before = BTreeSet::new();
    let mut restarts = 0;
    loop {
        // Nothing of the last server is left but what it kept.
        let server = machine.server();
        let plugin = run(&server, &file_by_file());
        let completed = ids(&plugin.tasks(), TaskStatus::Completed);
        assert_eq!(
            completed, executed_before,
            "what was reported is known as completed"
        );
        if restarts > 0 && is_idle(&plugin) {
            break;
        }
        plugin.advance(2 * SECOND);
        for id in executed(&plugin.deliveries()) {
            assert!(executed_before.insert(id.clone()), "{id} ran twice");
        }
        restarts += 1;
        assert!(restarts < 30, "the run does not end: {:#?}", plugin.tasks());
    }
    assert!(restarts > 2, "{restarts} restarts");
    assert_eq!(machine.journal(), JOURNAL);
}

#[test]
fn a_task_that_is_cut_off_in_the_middle_of_a_file_runs_again() {
    let machine = Machine::new();
    // Reading it takes a while, and creating it does not: it is a hole.
    let large = machine.path("Nina Simone/large.flac");
    let file = File::create(large).unwrap();
    file.set_len(200 << 20).unwrap();

    let server = machine.server();
    let plugin = run(&server, &json!({}));
    let live = plugin.start();
    let is_reading = |plugin: &LoadedPlugin| {
        let running = ids(&plugin.tasks(), TaskStatus::Running);
        let lines = machine.journal();
        let others = lines.iter().any(|line| line.contains("Miles Davis"));
        others && !running.is_empty()
    };
    eventually("the large file is being read", || is_reading(&plugin));
    let before = plugin.tasks();
    drop(plugin);
    drop(live);
    file.set_len(20 << 20).unwrap();
    drop(server);

    let server = machine.server();
    let plugin = run(&server, &json!({}));
    let completed = ids(&before, TaskStatus::Completed);
    finish(&plugin);
    let again = executed(&plugin.deliveries());
    assert!(!again.is_empty());
    assert!(again.iter().all(|id| !completed.contains(id)), "{again:?}");
    let journal = [JOURNAL[0], JOURNAL[1], "done 1/Nina Simone: 4 files"];
    assert_eq!(machine.journal(), journal);
}

#[test]
fn a_folder_that_disappears_does_not_hold_up_the_others() {
    let machine = Machine::new();
    let server = machine.server();
    let plugin = run(&server, &json!({"pause_ms": 1000}));
    // The first task only plans the others.
    while plugin.tasks().len() == 1 {
        plugin.advance(SECOND);
    }
    fs::remove_dir_all(machine.path("Miles Davis")).unwrap();
    finish(&plugin);

    let journal = machine.journal();
    assert_eq!([&journal[0], &journal[2]], [JOURNAL[0], JOURNAL[2]]);
    assert!(
        journal[1].starts_with("done 1/Miles Davis: cannot be read: "),
        "{journal:?}"
    );
}
