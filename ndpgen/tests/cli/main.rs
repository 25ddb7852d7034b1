//! The command as its users meet it: files, output and exit codes.

mod checking;
#[path = "../common/mod.rs"]
mod common;
mod printing;
mod trees;
mod writing;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const GREETER: &str = "\
version: v1-draft
exports:
  greet:
    output: {type: string, contentType: application/json}
";

fn ndpgen(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ndpgen"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .unwrap()
}

/// Runs a command that succeeds; what it prints.
fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let output = ndpgen(folder, arguments);
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{out}{error}");
    assert_eq!(error, "");
    out
}

/// Runs a command that ends with this code; what it prints and what it complains.
fn fail(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = ndpgen(folder, arguments);
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{error}");
    assert_ne!(error, "");
    (out, error)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const TREE: &[&str] = &["--schemas", "api", "--out", "src/generated"];
const CHECK: &[&str] = &["--check", "--schemas", "api", "--out", "src/generated"];

/// A folder with schemas in `api`.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "api/greeter.yaml", GREETER);
    folder
}

fn write(folder: &Path, path: &str, contents: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, contents).unwrap();
}

/// Every file and folder below, with its contents.
fn snapshot(folder: &Path) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = snapshot(&path).into_iter();
            found.extend(inner.map(|(inner, text)| (format!("{name}/{inner}"), text)));
            found.insert(name, None);
        } else {
            found.insert(name, Some(fs::read_to_string(path).unwrap()));
        }
    }
    found
}
