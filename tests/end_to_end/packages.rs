//! The examples as the author's tool packs them: nothing wrong with them, the same bytes in any folder, and loaded by the local host.
//! Must not call them: what they do is the same as without optimising, or the optimiser is wrong.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread;

use nd_host::{Package, Server, Settings};
use nd_tests::plugins;
use ndpgen::plugin::build::progress::Progress;
use ndpgen::plugin::build::toolchain::Wanted;
use ndpgen::plugin::build::{Built, Ended, Request, build};
use ndpgen::plugin::check::check_path;
use ndpgen::plugin::subject::Target;

use crate::examples::examples;

/// Where nothing of this repository is built otherwise.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");
/// Made by builds, or not for them.
const LEFT_OUT: [&str; 3] = ["target", ".git", "fuzz"];

/// Tests have nobody to tell.
struct Silent;

impl Progress for Silent {
    fn say(&self, _: &str) {}
    fn begin(&self, _: &str) {}
    fn end(&self) {}
}

/// Packs an example of a copy of this repository.
fn pack(repository: &Path, example: &str, folder: &Path) -> PathBuf {
    let request = Request {
        folder: repository.join("examples").join(example),
        package: None,
        profile: "plugin".to_owned(),
        out: Some(folder.join(format!("{example}.ndp"))),
        target_dir: Some(folder.join("target")),
        sync_version: false,
        optimise: true,
        check: true,
        target: Target::default(),
        toolchain: Wanted::Auto,
        quiet: true,
    };
    match build(&request, &Silent).unwrap_or_else(|error| panic!("{example}: {error:#}")) {
        Ended::Built(built) => {
            let Built { path, report, .. } = *built;
            assert_eq!(report.findings().count(), 0, "{report}");
            path
        }
        Ended::Faulty(report) => panic!("{report}"),
        Ended::NotCompiled => panic!("{example} does not compile, see above"),
    }
}

fn pack_all(repository: &Path, folder: &Path) -> BTreeMap<String, PathBuf> {
    fs::create_dir_all(folder).unwrap();
    let examples = examples().into_iter();
    let names = examples.map(|it| it.file_name().unwrap().to_str().unwrap().to_owned());
    names
        .map(|name| (name.clone(), pack(repository, &name, folder)))
        .collect()
}

/// A copy of this repository in another folder. Files keep their times, so that only what has changed is compiled anew.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (entry, to) = entry
            .map(|entry| (entry.path(), to.join(entry.file_name())))
            .unwrap();
        let is_left_out = LEFT_OUT.iter().any(|name| entry.ends_with(name));
        match fs::metadata(&entry).unwrap() {
            _ if is_left_out => {}
            of if of.is_dir() => copy(&entry, &to),
            of => {
                fs::copy(&entry, &to).unwrap();
                let copied = File::options().write(true).open(&to).unwrap();
                copied.set_modified(of.modified().unwrap()).unwrap();
            }
        }
    }
}

#[test]
fn examples_are_packed_without_findings_to_the_same_bytes_in_any_folder_and_load() {
    // The first one that builds plugins here has to see to the toolchain.
    let _ = plugins::wasm("minimal");
    let elsewhere = Path::new(FOLDER).join("elsewhere");
    let repository = elsewhere.join("repository");
    let _ = fs::remove_dir_all(&repository);
    copy(plugins::repository(), &repository);

    let (here, there) = thread::scope(|scope| {
        let there = scope.spawn(|| pack_all(&repository, &elsewhere));
        let here = pack_all(plugins::repository(), &Path::new(FOLDER).join("packages"));
        (here, there.join().unwrap())
    });

    let server = Server::builder().start().unwrap();
    for (name, path) in &here {
        assert!(
            fs::read(path).unwrap() == fs::read(&there[name]).unwrap(),
            "{} and {} differ",
            path.display(),
            there[name].display()
        );
        let (_, report) = check_path(path, Target::default());
        assert_eq!(report.findings().count(), 0, "{name}: {report}");
        let package = Package::open(path).unwrap();
        let loaded = server.load(&package, &Settings::new());
        assert!(loaded.is_ok(), "{name}: {:#}", loaded.err().unwrap());
    }
    assert_eq!(here.len(), 12);
}
