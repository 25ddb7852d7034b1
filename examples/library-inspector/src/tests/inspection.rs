//! Whole inspections: schedules, slices, restarts, settings, and what is kept and logged.

use std::path::Path;
use std::time::Duration;

use nd_pdk::host::library::Library;
use nd_pdk::log::Level;
use nd_pdk::testing::{Builder, FakeHost, JobKind, call_export};

use super::fill;
use crate::progress::{Progress, Report};

const MANIFEST: &str = include_str!("../../manifest.json");
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn library(id: i32, folder: &Path) -> Library {
    Library {
        id,
        name: format!("Library {id}"),
        mount_point: folder.display().to_string(),
        ..Library::default()
    }
}

fn builder(folder: &Path) -> Builder {
    let builder = FakeHost::builder().manifest(MANIFEST);
    builder.library(library(1, folder))
}

/// Loads the plugin and lets it do what is due, slices in their time included.
fn run(host: &FakeHost) {
    assert_eq!(host.load().unwrap().error, None);
    for call in host.advance(Duration::from_secs(600)) {
        assert_eq!(call.failure(), None);
    }
}

fn report(host: &FakeHost, id: i32) -> Option<Report> {
    let value = host.kvstore().get_text(&format!("library:{id}"))?;
    Some(serde_json::from_str(&value).unwrap())
}

fn messages(host: &FakeHost, level: Level) -> Vec<String> {
    let logs = host.logs().into_iter();
    logs.filter(|line| line.level == level)
        .map(|line| line.message)
        .collect()
}

#[test]
fn counts_the_files_of_a_library_when_it_is_loaded_for_the_first_time() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("a/1.flac", 3000),
        ("a/2.FLAC", 2000),
        ("a/cover.jpg", 5),
        ("README", 7),
        ("b/01. Intro", 1),
    ];
    fill(folder.path(), &files);
    let host = builder(folder.path()).config("largest", "2").install();
    run(&host);

    let statistics = report(&host, 1).unwrap().statistics;
    assert_eq!((statistics.total.files, statistics.total.bytes), (5, 5013));
    assert_eq!((statistics.folders, statistics.unreadable), (2, 0));
    let flac = statistics.extensions["flac"];
    assert_eq!((flac.files, flac.bytes), (2, 5000));
    assert_eq!(statistics.extensions["other"].files, 2);
    let largest: Vec<_> = statistics.largest.iter().map(|file| &file.path).collect();
    assert_eq!(largest, ["a/1.flac", "a/2.FLAC"]);
    assert_eq!(
        messages(&host, Level::Info),
        [
            "Library 1: 5 files, 4.9 KiB in 2 folders",
            "Library 1: flac: 2 files, 4.9 KiB",
            "Library 1: jpg: 1 files, 5 bytes",
            "Library 1: other: 2 files, 8 bytes",
            "Library 1: 2.9 KiB: a/1.flac",
            "Library 1: 2.0 KiB: a/2.FLAC",
        ]
    );
    assert_eq!(host.kvstore().get("progress"), None);
}

#[test]
fn counts_the_same_in_many_slices() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..20).map(|n| format!("{}/{n}.mp3", n % 3)).collect();
    let files: Vec<_> = files.iter().map(|path| (path.as_str(), 10)).collect();
    fill(folder.path(), &files);
    let host = builder(folder.path()).install();
    assert_eq!(host.load().unwrap().error, None);
    // So slow that each slice has time for one entry only.
    host.each_call_takes(Duration::from_secs(3));
    let slices = host.advance(Duration::from_secs(3600));

    assert_eq!(slices.len(), 24);
    assert!(slices.iter().all(|slice| slice.failure().is_none()));
    let statistics = report(&host, 1).unwrap().statistics;
    assert_eq!((statistics.total.files, statistics.folders), (20, 3));
}

#[test]
fn inspects_anew_when_the_schedule_says_so() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &[("a.mp3", 1)]);
    let host = builder(folder.path()).config("schedule", "12h").install();
    run(&host);
    let cron_expression = "12h".to_owned();
    let jobs = host.scheduler().jobs();
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].kind, JobKind::Recurring { cron_expression });

    fill(folder.path(), &[("b.mp3", 1)]);
    assert_eq!(report(&host, 1).unwrap().statistics.total.files, 1);
    host.advance(DAY);
    assert_eq!(report(&host, 1).unwrap().statistics.total.files, 2);
}

#[test]
fn a_restart_in_between_loses_nothing_and_counts_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &[("a", 1), ("b", 1), ("c", 1), ("d", 1)]);
    let host = builder(folder.path()).install();
    host.load();
    host.each_call_takes(Duration::from_secs(3));
    host.run_due();
    assert_eq!(report(&host, 1), None);

    host.each_call_takes(Duration::ZERO);
    assert_eq!(host.reload().unwrap().error, None);
    host.run_due();
    assert_eq!(report(&host, 1).unwrap().statistics.total.files, 4);
}

#[test]
fn a_restart_after_an_inspection_does_not_begin_another() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &[("a", 1)]);
    let host = builder(folder.path()).install();
    run(&host);
    host.reload();
    assert_eq!(host.run_due().len(), 0);
}

#[test]
fn a_schedule_that_comes_while_an_inspection_runs_waits_for_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let host = builder(folder.path()).install();
    Progress::begin(vec![1]).unwrap();

    let schedule = || call_export("nd_scheduler_callback", r#"{"isRecurring": true}"#);
    assert_eq!(schedule().error, None);
    assert_eq!(
        messages(&host, Level::Info),
        ["the inspection before is not finished yet"]
    );
    assert_eq!(report(&host, 1), None);

    // Nothing has been heard of it for a minute: it was given up.
    host.elapse(Duration::from_secs(60));
    assert_eq!(schedule().error, None);
    assert_eq!(report(&host, 1).unwrap().statistics.total.files, 0);
}

#[test]
fn an_inspection_that_was_given_up_is_taken_up_by_the_schedule() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &[("a", 1)]);
    let host = builder(folder.path()).install();
    run(&host);
    Progress::begin(vec![1]).unwrap();
    fill(folder.path(), &[("b", 1)]);
    host.advance(DAY);
    assert_eq!(report(&host, 1).unwrap().statistics.total.files, 2);
    assert_eq!(host.kvstore().get("progress"), None);
}

#[test]
fn a_library_that_is_gone_does_not_stop_the_others() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fill(other.path(), &[("a", 1)]);
    let gone = folder.path().join("gone");
    let builder = builder(&gone).library(library(2, other.path()));
    let host = builder.install();
    run(&host);

    assert_eq!(report(&host, 1), None);
    assert_eq!(report(&host, 2).unwrap().statistics.total.files, 1);
    let warnings = messages(&host, Level::Warn);
    assert!(
        warnings[0].starts_with("library 1 is left out: "),
        "{warnings:?}"
    );
}

#[test]
fn no_libraries_are_nothing_to_do() {
    let host = FakeHost::builder().manifest(MANIFEST).install();
    run(&host);
    assert_eq!(host.kvstore().entries(), []);
}

#[test]
fn none_of_the_largest_files_may_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &[("a", 1)]);
    let host = builder(folder.path()).config("largest", "0").install();
    run(&host);
    assert_eq!(report(&host, 1).unwrap().statistics.largest, []);
}

#[test]
fn settings_that_make_no_sense_are_an_error_when_the_plugin_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let host = builder(folder.path()).config("schedule", "never").install();
    let error = host.load().unwrap().error.unwrap();
    assert!(error.starts_with("failed to schedule task: "), "{error}");

    let host = builder(folder.path()).config("largest", "all").install();
    let error = host.load().unwrap().error.unwrap();
    assert!(error.contains("largest"), "{error}");
}

#[test]
fn a_store_that_is_full_ends_the_slice_and_the_next_one_tries_again() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), &[("a", 1)]);
    let host = builder(folder.path()).install();
    host.load();
    {
        let _kvstore = nd_pdk::host::kvstore::mock(|m| {
            m.expect_get().returning(|_| Ok(None));
            m.expect_set()
                .returning(|_, _| Err("storage limit exceeded".into()));
        });
        let calls = host.run_due();
        assert_eq!(
            calls[0].outcome.error.as_deref(),
            Some("storage limit exceeded")
        );
    }
    host.advance(DAY);
    assert_eq!(report(&host, 1).unwrap().statistics.total.files, 1);
}
