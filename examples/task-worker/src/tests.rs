//! The plugin natively, over a fake host with a folder of files as its library. Must not need a server.

mod runs;
mod tasks;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use nd_pdk::host::library::Library;
use nd_pdk::host::task;
use nd_pdk::log::Level;
use nd_pdk::testing::{Builder, Delivery, FakeHost, QueuedTask, TaskStatus, call_export, json};
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
        Self::start_with(config, |builder| builder)
    }

    /// With what else the server has.
    fn start_with(config: &str, more: impl FnOnce(Builder) -> Builder) -> Self {
        let music = TempDir::new().unwrap();
        let library = Library {
            id: 1,
            mount_point: music.path().display().to_string(),
            ..Default::default()
        };
        let builder = FakeHost::builder().manifest(MANIFEST).library(library);
        let host = more(builder).config_json(config).install();
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
