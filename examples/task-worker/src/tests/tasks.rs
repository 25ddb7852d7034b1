//! Tasks over restarts: those that come twice, fail, are out of date or are given up. Must not be about what a run finds.

use super::*;

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
    let errors = server.logged(Level::Error);
    assert!(errors[0].starts_with("1/a is given up: "), "{errors:?}");
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
