//! Commands that print, help, and command lines that make no sense.

use crate::common::{golden_folder, repository};
use crate::{fail, project, succeed, text};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn cargo_ndp_has_examples_of_its_own() {
    for command in [None, Some("new"), Some("check")] {
        let help = Command::new(env!("CARGO_BIN_EXE_cargo-ndp"))
            .arg("ndp")
            .args(command)
            .arg("--help")
            .output()
            .unwrap();
        let help = text(&help.stdout);
        let (_, examples) = help.split_once("\nExamples:\n").unwrap();
        assert!(examples.starts_with("  cargo ndp "), "{examples}");
        assert!(!examples.contains("ndpgen "), "{examples}");
    }
}

#[test]
fn senseless_command_lines_exit_with_2() {
    let folder = project();
    let folder = folder.path();
    for arguments in [
        &["--out", "src/generated"][..],
        &["--schemas", "api"],
        &["--mount", "crate::generated"],
        &["--unknown"],
        &["unknown"],
        &["dump"],
        &["dump", "--stage", "tokens"],
        &["xtp"],
        &[],
        &["--schemas", "api", "--out", "src/not-a-module"],
        &[
            "--schemas",
            "api",
            "--out",
            "src/generated",
            "--mount",
            "generated",
        ],
        &[
            "--schemas",
            "api",
            "--out",
            "src/generated",
            "--mount",
            "crate::a b",
        ],
    ] {
        let (out, _) = fail(folder, arguments, 2);
        assert_eq!(out, "", "{arguments:?}");
    }
    assert!(!folder.join("src").exists());
    let (_, error) = fail(folder, &["--schemas", "nothing", "--out", "generated"], 1);
    assert!(error.contains("missing-folder"), "{error}");
    assert!(error.ends_with("; nothing was written\n"), "{error}");
}

#[test]
fn help_has_examples() {
    for command in [
        &["--help"][..],
        &["generate", "--help"],
        &["dump", "--help"],
        &["xtp", "--help"],
        &["schema", "--help"],
    ] {
        let help = succeed(Path::new("."), command);
        assert!(help.contains("Examples:\n  ndpgen"), "{help}");
    }
}

#[test]
fn dump_prints_json() {
    let schemas = golden_folder().join("envelope");
    let schemas = schemas.to_str().unwrap();
    for (stage, pointer) in [
        ("schema", "/0/imports/0/name"),
        ("model", "/services/0/functions/0/import"),
    ] {
        let json = succeed(
            Path::new("."),
            &["dump", "--stage", stage, "--schemas", schemas],
        );
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            json.pointer(pointer),
            Some(&Value::from("lamp_list")),
            "{json:#}"
        );
    }
}

#[test]
fn a_reader_that_stops_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ndpgen"))
        .args(["dump", "--stage", "model", "--schemas"])
        .arg(repository().join("capabilities"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stderr), "");
    assert!(output.status.success());
}

#[test]
fn schema_prints_what_the_repository_has() {
    for (kind, file) in [
        ("capability", "capability.json"),
        ("service", "service.json"),
    ] {
        let printed = succeed(Path::new("."), &["schema", "--kind", kind]);
        let path = repository().join("capabilities/schema").join(file);
        assert_eq!(printed, fs::read_to_string(path).unwrap());
    }
    let default = succeed(Path::new("."), &["schema"]);
    assert_eq!(
        default,
        succeed(Path::new("."), &["schema", "--kind", "capability"])
    );
}
