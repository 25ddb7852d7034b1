//! The plugin natively, over a fake host with a folder of files as its library. Must not need a server.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use nd_pdk::host::library::Library;
use nd_pdk::host::task;
use nd_pdk::log::Level;
use nd_pdk::testing::{Delivery, FakeHost, QueuedTask, TaskStatus, call_export, json};
use tempfile::TempDir;

use super::*;
use crate::checksum::Checksum;
use crate::queue::Place;

const MANIFEST: &str = include_str!("../manifest.json");

/// A host and a library of its own.
struct Server {
    host: FakeHost,
    music: TempDir,
}

impl Server {
    fn start(config: &str) -> Self {
        let music = TempDir::new().unwrap();
        let library = Library {
            id: 1,
            mount_point: music.path().display().to_string(),
            ..Default::default()
        };
        let builder = FakeHost::builder().manifest(MANIFEST).library(library);
        let host = builder.config_json(config).install();
        Self { host, music }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.music.path().join(file)
    }

    fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Changes the content of a file and nothing else, as a failing disk does.
    fn damage(&self, file: &str, content: &str) {
        let path = self.path(file);
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, content).unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(modified).unwrap();
    }

    fn load(&self) {
        assert_eq!(self.host.load().unwrap().error, None);
    }

    /// Lets the plugin work until there is nothing to do, with no call failing.
    fn work(&self) {
        let calls = self.host.advance(Duration::from_secs(60));
        let failures = calls.iter().filter_map(Delivery::failure);
        assert_eq!(failures.collect::<Vec<_>>(), Vec::<String>::new());
    }

    fn begin_run(&self) {
        // Runs are told apart by the second in which they began.
        self.host.elapse(Duration::from_secs(1));
        assert_eq!(call_export("nd_scheduler_callback", "{}").error, None);
        self.work();
    }

    fn journal(&self) -> Vec<String> {
        let journal = fs::read_to_string(self.host.storage().path().join("journal.txt"));
        journal.unwrap().lines().map(str::to_owned).collect()
    }

    fn messages(&self) -> Vec<String> {
        let tasks = self.host.tasks().tasks();
        tasks.into_iter().map(|task| task.message).collect()
    }

    fn check_of(&self, folder: &str) -> QueuedTask {
        let wanted = format!(r#""folder":"{folder}""#);
        let mut tasks = self.host.tasks().tasks();
        tasks.retain(|task| str::from_utf8(&task.payload).unwrap().contains(&wanted));
        tasks.remove(0)
    }

    /// What the log says at this level.
    fn logged(&self, level: Level) -> Vec<String> {
        let mut lines = self.host.logs();
        lines.retain(|line| line.level == level);
        lines.into_iter().map(|line| line.message).collect()
    }
}

#[test]
fn checks_every_folder_and_reports_nothing_where_nothing_is_wrong() {
    let server = Server::start("{}");
    server.write("cover.jpg", "beside the folders");
    server.write("Nina Simone/Pastel Blues/10 Sinnerman.flac", "power");
    server.write(
        "Nina Simone/Silk & Soul/01.flac",
        "it be's that way sometime",
    );
    server.write("Björk/01.flac", "hunter");
    server.load();
    server.work();

    let expected = [
        "done 1/: 1 files",
        "done 1/Björk: 1 files",
        "done 1/Nina Simone: 2 files",
    ];
    assert_eq!(server.journal(), expected);
    assert_eq!(server.messages()[0], "3 folders");
    let finished = ["a run begins: 3 folders", "the run is finished: 3 folders"];
    assert_eq!(server.logged(Level::Info), finished);
}

#[test]
fn reports_damage_in_every_run_until_the_file_is_put_right() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    server.write("a/2.flac", "more");
    server.load();
    server.work();

    server.damage("a/1.flac", "mu$ic");
    for _ in 0..2 {
        server.begin_run();
        assert_eq!(
            server.journal()[1],
            "done 1/a: 2 files, 1 damaged: a/1.flac"
        );
    }
    let text = "a/1.flac is damaged: its content has changed, and nobody has written to it";
    assert_eq!(server.logged(Level::Error), [text, text]);

    server.damage("a/1.flac", "music");
    server.begin_run();
    assert_eq!(server.journal()[1], "done 1/a: 2 files");
}

#[test]
fn a_file_that_was_written_to_or_removed_is_not_damaged() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    server.write("a/2.flac", "more");
    server.load();
    server.work();

    server.write("a/1.flac", "new music");
    fs::remove_file(server.path("a/2.flac")).unwrap();
    server.begin_run();
    assert_eq!(server.journal()[1], "done 1/a: 1 files");
    assert!(server.logged(Level::Error).is_empty());
}

#[test]
fn work_in_the_smallest_slices_finds_the_same() {
    let big = vec![7; (3 << 20) + 5];
    let server = Server::start(r#"{"slice_seconds": 0}"#);
    server.write("a/1.flac", &big);
    server.write("a/2.flac", "more");
    server.write("b/1.flac", "other");
    server.load();
    server.work();

    // A folder that is not finished goes to the end of the queue.
    let expected = ["done 1/: 0 files", "done 1/b: 1 files", "done 1/a: 2 files"];
    assert_eq!(server.journal(), expected);
    let finished = ["a run begins: 3 folders", "the run is finished: 3 folders"];
    assert_eq!(server.logged(Level::Info), finished);
    let mut slices = server.messages();
    slices.retain(|message| message == "to be continued");
    assert_eq!(slices.len(), 4);
    let kept = server.host.kvstore().entries();
    assert!(kept.iter().all(|entry| !entry.key.starts_with("cursor:")));

    // In one piece the checksum is the same, so the slices have missed nothing.
    let whole = Checksum::of(&big);
    let place = Place {
        library: 1,
        folder: "a".into(),
    };
    assert_eq!(
        store::checksums(&place).unwrap()["a/1.flac"].checksum,
        whole
    );
}

#[test]
fn a_file_that_changes_between_two_slices_is_read_anew() {
    let server = Server::start(r#"{"slice_seconds": 0}"#);
    server.write("a/1.flac", vec![7; 3 << 20]);
    let place = Place {
        library: 1,
        folder: "a".into(),
    };
    let slice = || slice::Slice::of_call(Duration::ZERO);
    let first = folder::check(server.music.path(), &place, slice());
    assert!(matches!(first, Ok(folder::Progress::Paused)));

    server.write("a/1.flac", "short now");
    let second = folder::check(server.music.path(), &place, slice());
    assert!(matches!(second, Ok(folder::Progress::Finished(_))));
    let found = store::checksums(&place).unwrap();
    assert_eq!(found["a/1.flac"].checksum, Checksum::of(b"short now"));
}

#[test]
fn a_restart_goes_on_where_the_run_was() {
    let server = Server::start(r#"{"pause_ms": 1000}"#);
    for folder in ["a", "b", "c", "d"] {
        server.write(&format!("{folder}/1.flac"), folder);
    }
    server.load();
    server.host.advance(Duration::from_millis(2500));
    assert_eq!(server.journal(), ["done 1/: 0 files", "done 1/a: 1 files"]);

    assert_eq!(server.host.reload().unwrap().error, None);
    server.work();
    assert_eq!(
        server.journal().len(),
        5,
        "no folder twice: {:?}",
        server.journal()
    );
    let done = server.host.tasks().tasks();
    assert!(done.iter().all(|task| task.status == TaskStatus::Completed));
}

#[test]
fn a_server_that_ends_before_the_plan_plans_after_the_restart_and_once() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    server.load();
    for _ in 0..2 {
        assert_eq!(server.host.reload().unwrap().error, None);
    }
    server.work();
    assert_eq!(server.journal(), ["done 1/: 0 files", "done 1/a: 1 files"]);
    assert_eq!(
        server.messages()[1..3],
        ["planned before", "planned before"]
    );
}

#[test]
fn a_task_that_runs_again_changes_nothing() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    server.load();
    server.work();

    let task = server.check_of("a");
    let before = server.journal();
    let again = TaskExecuteRequest {
        queue_name: task.queue,
        task_id: task.id,
        payload: task.payload,
        attempt: 1,
    };
    assert_eq!(TaskWorker.on_task_execute(again).unwrap(), "checked before");
    assert_eq!(server.journal(), before);
}

#[test]
fn what_is_gone_meanwhile_is_no_reason_to_try_again() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    server.load();
    server.host.run_due();
    let check = |library: i32, folder: &str| {
        let run = store::run().unwrap().unwrap().number;
        let place = Place {
            library,
            folder: folder.into(),
        };
        let payload = json!({"check": {"run": run, "place": place}}).to_string();
        task::enqueue("checksums", payload).unwrap();
        server.work();
        server.messages().pop().unwrap()
    };
    assert!(check(1, "gone").starts_with("cannot be read: "));
    assert!(check(9, "a").starts_with("library not accessible"));
}

#[test]
fn what_may_pass_is_tried_again_and_given_up_in_the_end() {
    let server = Server::start("{}");
    server.write("a/1.flac", "music");
    // Where the checksums of the folder belong, there is something else.
    let place = Place {
        library: 1,
        folder: "a".into(),
    };
    let name = format!(
        "1-{:016x}.json",
        Checksum::of(place.folder.as_bytes()).number()
    );
    fs::create_dir(server.host.storage().path().join(name)).unwrap();
    server.load();

    server.host.run_due();
    let task = server.check_of("a");
    assert_eq!((task.status, task.attempt), (TaskStatus::Pending, 1));
    server.host.advance(Duration::from_secs(7 * 60));
    let task = server.check_of("a");
    assert_eq!((task.status, task.attempt), (TaskStatus::Failed, 4));
    assert_eq!(server.journal(), ["done 1/: 0 files", "failed 1/a"]);
    assert_eq!(
        server.logged(Level::Info).pop().unwrap(),
        "the run is finished: 2 folders"
    );
}

#[test]
fn payloads_of_another_version_are_completed_and_not_tried_again() {
    let server = Server::start("{}");
    server.load();
    server.work();
    task::enqueue("checksums", "walk on").unwrap();
    server.work();
    let last = server.host.tasks().tasks().pop().unwrap();
    assert_eq!((last.status, last.attempt), (TaskStatus::Completed, 1));
    assert!(last.message.starts_with("not understood: "));
}

#[test]
fn a_new_run_gives_up_the_old_one() {
    let server = Server::start(r#"{"pause_ms": 60000}"#);
    server.write("a/1.flac", "music");
    server.write("b/1.flac", "more");
    server.load();
    server.host.advance(Duration::from_secs(61));
    assert_eq!(call_export("nd_scheduler_callback", "{}").error, None);
    server.host.advance(Duration::from_secs(600));

    let expected = ["done 1/: 0 files", "done 1/a: 1 files", "done 1/b: 1 files"];
    assert_eq!(server.journal(), expected);
    assert!(
        server
            .messages()
            .contains(&"given up for a newer run".to_owned())
    );
    let warning = "the last run is given up with 1 tasks to do";
    assert_eq!(server.logged(Level::Warn), [warning]);
}

#[test]
fn a_run_begins_every_week_or_as_the_settings_say() {
    let server = Server::start("{}");
    server.load();
    assert_eq!(server.host.scheduler().jobs().len(), 1);
    server.host.advance(Duration::from_secs(8 * 24 * 3600));
    let begun = |server: &Server| {
        let mut lines = server.logged(Level::Info);
        lines.retain(|line| line.starts_with("a run begins"));
        lines.len()
    };
    assert_eq!(begun(&server), 2);

    let server = Server::start(r#"{"schedule": "@every 1h"}"#);
    server.load();
    server.host.advance(Duration::from_secs(2 * 3600));
    assert_eq!(begun(&server), 3);
}

#[test]
fn checksums_are_those_of_the_standard_in_any_pieces() {
    let whole = Checksum::of(b"123456789");
    assert_eq!(whole.number(), 0x995D_C9BB_DF19_39FA);
    assert_eq!(Checksum::of(b"1234").and(b"").and(b"56789"), whole);
}
