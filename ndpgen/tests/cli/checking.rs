//! `ndpgen check`: what it prints for people and for machines, and how it ends. What is found is the business of `tests/plugins.rs`.

use super::{fail, ndpgen, succeed, text};
use nd_package::Package;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A folder with a sound package, one with a warning only, and one with errors.
fn packages() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = |name| fs::read_to_string(Path::new("tests/plugins/base").join(name)).unwrap();
    let package = |id: &str| Package {
        id: id.to_owned(),
        manifest: base("manifest.json"),
        wasm: wat::parse_str(base("plugin.wat")).unwrap(),
    };
    package("sound").write(folder.path()).unwrap();
    package("a,b").write(folder.path()).unwrap();
    fs::write(folder.path().join("broken.ndp"), "no archive").unwrap();
    folder
}

/// Runs a check that shows findings; the exit code and what it prints.
fn check(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = ndpgen(folder, &[&["check"], arguments].concat());
    assert_eq!(text(&output.stderr), "");
    (output.status.code().unwrap(), text(&output.stdout))
}

#[test]
fn the_exit_code_says_whether_there_are_errors() {
    let folder = packages();
    let (code, out) = check(folder.path(), &["sound.ndp"]);
    assert_eq!((code, out.as_str()), (0, "sound.ndp: no findings\n"));
    let (code, out) = check(folder.path(), &["a,b.ndp"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("warning[unlistable-id]: "), "{out}");
    assert!(out.ends_with("\n\na,b.ndp: 1 warning\n"), "{out}");
    let (code, out) = check(folder.path(), &["broken.ndp"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("error[unreadable-package]: "), "{out}");
    assert!(out.ends_with("\n\nbroken.ndp: 1 error\n"), "{out}");
}

#[test]
fn several_are_checked_one_after_the_other() {
    let folder = packages();
    let (code, out) = check(folder.path(), &["broken.ndp", "sound.ndp"]);
    assert_eq!(code, 1);
    assert!(
        out.ends_with("broken.ndp: 1 error\nsound.ndp: no findings\n"),
        "{out}"
    );
}

#[test]
fn of_a_crate_it_says_what_was_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let cargo_toml = "[package]\nname = \"hello\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n[workspace]\n";
    write("Cargo.toml", cargo_toml);
    write("lib.rs", "");
    let manifest = fs::read_to_string("tests/plugins/base/manifest.json").unwrap();
    write("manifest.json", &manifest);
    let (code, out) = check(folder.path(), &[]);
    let expected = ".: no findings in the manifest; the code is not looked at here: `ndpgen build` checks it, and the package\n";
    assert_eq!((code, out.as_str()), (0, expected));
    let (_, out) = check(folder.path(), &["--json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        json[0]["parts"],
        json!({"manifest": true, "wasm": false}),
        "{out}"
    );
    write(
        "Cargo.toml",
        &format!("{cargo_toml}[package.metadata.navidrome]\n"),
    );
    let (code, out) = check(folder.path(), &[]);
    assert_eq!(code, 1);
    assert!(out.contains("keep one of them"), "{out}");
}

#[test]
fn machines_get_a_list() {
    let folder = packages();
    let (code, out) = check(
        folder.path(),
        &["--json", "sound.ndp", "a,b.ndp", "broken.ndp"],
    );
    assert_eq!(code, 1);
    let json: Value = serde_json::from_str(&out).unwrap();
    let ids: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["sound", "a,b", "broken"]);
    assert_eq!(json[0]["findings"], Value::Array(Vec::new()));
    assert_eq!(
        (&json[1]["errors"], &json[1]["warnings"]),
        (&0.into(), &1.into())
    );
    assert_eq!(json[2]["checked"], "broken.ndp");
    assert_eq!(json[2]["findings"][0]["code"], "unreadable-package");
    assert_eq!(json[2]["findings"][0]["severity"], "error");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let folder = packages();
    let run = |name, value| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ndpgen"));
        command.args(["check", "broken.ndp"]).env(name, value);
        let output = command.current_dir(folder.path()).output().unwrap();
        text(&output.stdout)
    };
    let coloured = run("CLICOLOR_FORCE", "1");
    assert!(
        coloured.starts_with("\u{1b}[1m\u{1b}[31merror[unreadable-package]\u{1b}[0m: "),
        "{coloured:?}"
    );
    assert!(!run("NO_COLOR", "1").contains('\u{1b}'));
}

#[test]
fn all_codes_can_be_listed() {
    let folder = tempfile::tempdir().unwrap();
    let lines = succeed(folder.path(), &["check", "--codes"]);
    let beginning = "The package\n  error    unreadable-package  ";
    assert!(lines.starts_with(beginning), "{lines}");
    let json = succeed(folder.path(), &["check", "--codes", "--json"]);
    let json: Vec<Value> = serde_json::from_str(&json).unwrap();
    let codes = lines.lines().filter(|line| line.starts_with("  "));
    assert_eq!(json.len(), codes.count());
    assert_eq!(json[0]["code"], "unreadable-package");
}

#[test]
fn a_command_that_cannot_be_meant_is_wrong_usage() {
    let folder = packages();
    let (_, error) = fail(
        folder.path(),
        &["check", "sound.ndp", "--navidrome", "x"],
        2,
    );
    assert!(error.contains("no version of Navidrome"), "{error}");
    fail(folder.path(), &["check", "sound.ndp", "--codes"], 2);
}

#[test]
fn names_of_files_do_not_control_the_terminal() {
    let folder = packages();
    let (_, out) = check(folder.path(), &["\u{1b}[2J.ndp"]);
    assert!(!out.contains('\u{1b}'), "{out:?}");
}
