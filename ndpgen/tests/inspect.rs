//! `ndpgen inspect` as its users meet it: the page, the JSON, and what is said where there is nothing to show.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use nd_package::Package;
use serde_json::{Value, json};
use tempfile::TempDir;

fn base() -> Package {
    let read = |name: &str| fs::read_to_string(format!("tests/plugins/base/{name}")).unwrap();
    Package {
        id: "hello".to_owned(),
        manifest: read("manifest.json"),
        wasm: wat::parse_str(read("plugin.wat")).unwrap(),
    }
}

/// A folder with a package.
fn packed(package: &Package) -> TempDir {
    let folder = TempDir::new().unwrap();
    package.write(folder.path()).unwrap();
    folder
}

fn inspect(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ndpgen"))
        .arg("inspect")
        .args(arguments)
        .current_dir(folder)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_package_is_a_page_without_colours_where_nobody_sees_them() {
    let folder = packed(&base());
    let output = inspect(folder.path(), &["hello.ndp"]);
    let page = text(&output.stdout);
    assert_eq!(
        (text(&output.stderr).as_str(), output.status.code()),
        ("", Some(0))
    );
    assert!(!page.contains('\u{1b}'), "{page:?}");
    let expected = "\
Hello 1.2.3
  id       hello
  author   Somebody
  about    Remembers when it was started
  website  https://www.example.com

Implements
  Lifecycle  nd_on_init

Calls
  Cache  cache_setint

Asks for
  cache  Remembers when it was started

Navidrome
  needs  v0.60.0, the first one with plugins

Weighs
";
    assert!(page.starts_with(expected), "{page}");
    assert!(
        page.contains("Not known: the functions have no names"),
        "{page}"
    );
}

#[test]
fn crates_and_functions_are_shown_the_largest_first() {
    let folder = TempDir::new().unwrap();
    let wat = r#"(module
        (func (@name "_ZN5hello4init17h0123456789abcdefE") (export "nd_on_init") (result i32) (i32.const 0))
        (func $memcpy nop))"#;
    fs::write(
        folder.path().join("hello.wasm"),
        wat::parse_str(wat).unwrap(),
    )
    .unwrap();
    let page = text(&inspect(folder.path(), &["hello.wasm", "--crates", "1"]).stdout);
    let expected = "
Code by crate
  hello               4 bytes   57.1 %
  (1 more)            3 bytes   42.9 %
  Inlined code counts where it ended up; whose the data is, cannot be told.

Largest functions
            4 bytes   57.1 %  hello::init
";
    assert!(page.ends_with(expected), "{page}");
}

#[test]
fn colours_are_there_for_who_asks_for_them() {
    let folder = packed(&base());
    let output = Command::new(env!("CARGO_BIN_EXE_ndpgen"))
        .args(["inspect", "hello.ndp"])
        .current_dir(folder.path())
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    assert!(text(&output.stdout).starts_with("\u{1b}[1mHello 1.2.3\u{1b}[0m\n"));
}

#[test]
fn machines_get_json() {
    let folder = packed(&base());
    let output = inspect(folder.path(), &["hello.ndp", "--json"]);
    let facts: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(facts["id"], "hello");
    assert_eq!(facts["navidrome"]["needs"], "v0.60.0");
    let size = fs::metadata(folder.path().join("hello.ndp")).unwrap().len();
    assert_eq!(facts["weight"]["package"], json!(size));
    assert_eq!(facts["toSet"], json!([]));
}

#[test]
fn a_lone_wasm_file_has_facts_too() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("hello.wasm"), base().wasm).unwrap();
    let output = inspect(folder.path(), &["hello.wasm", "--json"]);
    let facts: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(facts["id"], Value::Null);
    assert_eq!(facts["capabilities"][0]["name"], "Lifecycle");
    assert_eq!(facts["permissions"], json!([]));
}

#[test]
fn what_is_wrong_is_counted_and_shown_elsewhere() {
    let mut package = base();
    package.manifest = package.manifest.replace("\"1.2.3\"", "\"\"");
    let folder = packed(&package);
    let output = inspect(folder.path(), &["hello.ndp"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("Implements\n  Lifecycle  nd_on_init"));
    let said = text(&output.stderr);
    assert_eq!(said.trim(), "1 error, see `ndpgen check hello.ndp`");
}

#[test]
fn what_cannot_be_read_is_said_instead() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("hello.ndp"), "no archive").unwrap();
    let output = inspect(folder.path(), &["hello.ndp"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(text(&output.stderr).starts_with("error[unreadable-package]"));
}

#[test]
fn a_folder_without_a_plugin_is_told_apart_from_one_with() {
    let folder = TempDir::new().unwrap();
    let output = inspect(folder.path(), &["."]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let said = text(&output.stderr);
    assert!(said.starts_with("there is no plugin in .: "), "{said}");
    assert!(said.contains("`ndpgen new`"), "{said}");
}

/// The folder of a crate called `hello`.
fn krate() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, contents: &str| fs::write(folder.path().join(name), contents).unwrap();
    write(
        "Cargo.toml",
        "[package]\nname = \"hello\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n[workspace]\n",
    );
    write("lib.rs", "");
    write("manifest.json", &base().manifest);
    folder
}

#[test]
fn of_a_crate_the_plugin_that_was_built_last_is_shown() {
    let folder = krate();
    let output = inspect(folder.path(), &["."]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let said = text(&output.stderr);
    assert!(said.starts_with("the crate has not been built"), "{said}");
    assert!(said.contains("`ndpgen build .`"), "{said}");

    let built = folder.path().join("target/ndp");
    fs::create_dir_all(&built).unwrap();
    fs::write(built.join("hello.wasm"), base().wasm).unwrap();
    let page = text(&inspect(folder.path(), &["."]).stdout);
    assert!(
        page.starts_with("Hello 1.2.3\n  id       hello\n"),
        "{page}"
    );
    assert!(
        page.contains("Implements\n  Lifecycle  nd_on_init"),
        "{page}"
    );
}

#[test]
fn a_workspace_is_asked_for_one_of_its_packages() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("Cargo.toml"),
        "[workspace]\nmembers = []\n",
    )
    .unwrap();
    let output = inspect(folder.path(), &["."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("name the folder of one of its packages"));
}
