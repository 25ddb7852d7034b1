//! What is wrong with a package, a manifest or a plugin gives a clear error, and the server lives on. Must not need a compiled plugin.

mod common;

use std::thread;
use std::time::Duration;

use common::{archive, export, file, manifest, module, package, relay};
use nd_host::{Granted, LoadedPlugin, Outcome, Package, Server, Settings, Version};
use serde_json::{Value, json};
use tempfile::tempdir;

const EMPTY_MODULE: &[u8] = b"\0asm\x01\0\0\0";

fn open_error(name: &str, contents: &[u8]) -> String {
    let folder = tempdir().unwrap();
    let error = Package::open(file(folder.path(), name, contents)).unwrap_err();
    format!("{error:#}")
}

fn load(server: &Server, package: &Package) -> Result<LoadedPlugin, String> {
    let loaded = server.load(package, &Settings::new());
    loaded.map_err(|error| format!("{error:#}"))
}

fn load_error(package: &Package) -> String {
    load(&Server::builder().start().unwrap(), package).unwrap_err()
}

#[test]
fn a_package_and_a_folder_give_the_same() {
    let manifest = manifest(&json!({})).to_string();
    let entries = [
        ("plugin.wasm", EMPTY_MODULE),
        ("README.md", b"passed over"),
        ("manifest.json", manifest.as_bytes()),
    ];
    let folder = tempdir().unwrap();
    let packed = file(folder.path(), "hello.ndp", &archive(&entries));
    let unpacked = folder.path().join("hello");
    std::fs::create_dir(&unpacked).unwrap();
    for (name, contents) in entries {
        file(&unpacked, name, contents);
    }

    let package = Package::open(packed).unwrap();
    assert_eq!(package, Package::open(unpacked).unwrap());
    assert_eq!(package.id, "hello");
    assert_eq!(
        (package.manifest, &package.wasm[..]),
        (manifest, EMPTY_MODULE)
    );
}

#[test]
fn what_is_missing_is_named() {
    let without = |name: &str| archive(&[(name, EMPTY_MODULE)]);
    let error = open_error("a.ndp", &without("plugin.wasm"));
    assert!(
        error.ends_with("a.ndp: package missing manifest.json"),
        "{error}"
    );
    let error = open_error("a.ndp", &without("manifest.json"));
    assert!(error.ends_with("package missing plugin.wasm"), "{error}");
    // Only at the root.
    let error = open_error("a.ndp", &without("a/manifest.json"));
    assert!(error.ends_with("package missing manifest.json"), "{error}");

    let folder = tempdir().unwrap();
    let error = Package::open(folder.path()).unwrap_err();
    assert!(
        format!("{error:#}").ends_with("package missing manifest.json"),
        "{error:#}"
    );
}

#[test]
fn a_broken_archive_is_no_package() {
    let whole = archive(&[("manifest.json", b"{}"), ("plugin.wasm", &[7; 4096])]);
    for length in [0, 1, 30, whole.len() / 2, whole.len() - 1] {
        let error = open_error("a.ndp", &whole[..length]);
        assert!(
            error.contains("no zip archive that can be read"),
            "{length}: {error}"
        );
    }
    let mut spoilt = whole;
    let at = spoilt
        .windows(3)
        .position(|window| window == b"{}P")
        .unwrap_or(45);
    spoilt[at] ^= 0xff;
    let error = open_error("a.ndp", &spoilt);
    assert!(
        error.contains("reading manifest.json") || error.contains("no text"),
        "{error}"
    );
}

#[test]
fn a_zip_bomb_is_not_unfolded() {
    let zeros = vec![0; 257 * 1024 * 1024];
    let bomb = archive(&[("manifest.json", b"{}"), ("plugin.wasm", &zeros)]);
    assert!(bomb.len() < 1024 * 1024);
    let error = open_error("a.ndp", &bomb);
    assert!(
        error.ends_with("plugin.wasm has more than 256 MiB"),
        "{error}"
    );

    let bomb = archive(&[("manifest.json", &zeros[..2 * 1024 * 1024])]);
    let error = open_error("a.ndp", &bomb);
    assert!(
        error.ends_with("manifest.json has more than 1 MiB"),
        "{error}"
    );
}

#[test]
fn the_name_of_the_file_is_the_id() {
    for name in ["a.zip", "a", ".ndp", "a .ndp", "a..ndp"] {
        let error = open_error(name, &archive(&[]));
        let says_so =
            error.contains("must end with .ndp") || error.contains("cannot be the id of a plugin");
        assert!(says_so, "{name}: {error}");
    }
    let error = Package::open("there/is/none.ndp").unwrap_err();
    assert!(format!("{error:#}").contains("No such file"), "{error:#}");
}

#[test]
fn an_id_that_is_none_loads_nothing() {
    for id in ["", "..", "../a", "/a", "a/b", "a\\b", "a."] {
        let mut package = with_manifest(&manifest(&json!({"kvstore": {}})));
        package.id = id.to_owned();
        let error = load_error(&package);
        assert!(error.contains("cannot be the id of a plugin"), "{error}");
    }
}

/// A plugin without code whose manifest is this, or has these permissions.
fn with_manifest(manifest: &Value) -> Package {
    Package {
        id: "test".into(),
        manifest: manifest.to_string(),
        wasm: EMPTY_MODULE.into(),
    }
}

#[test]
fn a_wrong_manifest_is_refused_in_the_words_of_the_server() {
    let config = |schema: Value| {
        let mut manifest = manifest(&json!({}));
        manifest["config"] = schema;
        manifest
    };
    let cases = [
        (
            json!({"name": "a", "version": "1"}),
            "field author in Manifest: required",
        ),
        (
            json!({"name": "", "author": "a", "version": "1"}),
            "field name length: must be >= 1",
        ),
        (
            config(json!({})),
            "field schema in ConfigDefinition: required",
        ),
        (
            config(json!({"schema": {"type": "wrong"}})),
            "validating manifest: invalid config schema: ",
        ),
        (
            manifest(&json!({"subsonicapi": {}})),
            "'subsonicapi' permission requires 'users' permission to be declared",
        ),
        (
            manifest(&json!({"scrobbleRetriever": {}})),
            "'scrobbleRetriever' permission requires 'users' permission to be declared",
        ),
        (
            manifest(&json!({"matcher": {}})),
            "'matcher' permission requires 'library' permission to be declared",
        ),
        (
            manifest(&json!({"scheduler": {}})),
            "'scheduler' permission requires plugin to export 'nd_scheduler_callback' function",
        ),
        (
            manifest(&json!({"taskqueue": {}})),
            "'taskqueue' permission requires plugin to export 'nd_task_execute' function",
        ),
        (
            manifest(&json!({"taskqueue": {"maxConcurrency": 0}})),
            "field maxConcurrency: must be >= 1",
        ),
        (
            manifest(&json!({"kvstore": {"maxSize": "much"}})),
            "creating KVStore service: invalid maxSize",
        ),
    ];
    for (manifest, expected) in cases {
        let error = load_error(&with_manifest(&manifest));
        assert!(
            error.contains(expected),
            "{error}\n  should say: {expected}"
        );
    }
}

#[test]
fn a_scrobbler_needs_users() {
    let wasm = module(&export("nd_scrobbler_scrobble", ""));
    let error = load_error(&package(&json!({}), wasm));
    assert_eq!(
        error,
        "scrobbler capability requires 'users' permission to be declared in manifest"
    );
}

#[test]
fn a_manifest_of_depths_is_refused() {
    let depths = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let error = load_error(&Package {
        manifest: depths,
        ..with_manifest(&json!({}))
    });
    assert!(error.contains("recursion limit"), "{error}");
}

#[test]
fn a_configuration_must_fit_its_schema() {
    let mut manifest = manifest(&json!({}));
    let server = Server::builder().start().unwrap();
    let load = |manifest: &Value, config: &str| {
        let loaded = server.load(&with_manifest(manifest), &Settings::new().config(config));
        loaded.map(drop).map_err(|error| format!("{error:#}"))
    };
    assert_eq!(
        load(&manifest, "{}"),
        Err("plugin has no configurable options".into())
    );

    manifest["config"] = json!({"schema": {
        "type": "object",
        "required": ["url"],
        "properties": {"url": {"type": "string"}, "users": {"items": {"properties": {"token": {"type": "string"}}}}},
    }});
    assert_eq!(load(&manifest, ""), Ok(()));
    assert_eq!(load(&manifest, r#"{"url": "here"}"#), Ok(()));
    let error = load(&manifest, r#"{"users": [{"token": 7}]}"#).unwrap_err();
    assert!(error.contains(r#""url" is a required property"#), "{error}");
    assert!(
        error.contains("users/0/token: ") && error.contains("; "),
        "{error}"
    );
    assert!(load(&manifest, "{").unwrap_err().contains("no JSON"));
}

#[test]
fn host_functions_come_with_permissions_and_versions() {
    let has = |permissions: Value, version: &str| {
        let server = Server::builder()
            .version(version.parse().unwrap())
            .start()
            .unwrap();
        load(
            &server,
            &package(&permissions, relay(&["matcher_matchsongs"])),
        )
        .map(drop)
    };
    let missing = |hint: &str| {
        let text = r#"creating instance: "matcher_matchsongs" is not exported in module "extism:host/user""#;
        Err(format!("{text}\n  {hint}"))
    };
    let declared = json!({"matcher": {}, "library": {}});
    assert_eq!(has(declared.clone(), "0.64"), Ok(()));
    assert_eq!(has(declared.clone(), "0.63"), Ok(()));
    assert_eq!(
        has(declared, "0.62"),
        missing("`matcher_matchsongs` is there since Navidrome v0.63.0, and this is v0.62.0")
    );
    let needs = "`matcher_matchsongs` needs the permission `matcher`: add it to `permissions` in manifest.json";
    assert_eq!(has(json!({"library": {}}), "0.64"), missing(needs));
    let misspelt = format!("{needs}\n  `matchr` in manifest.json is no permission");
    assert_eq!(has(json!({"matchr": {}}), "0.64"), missing(&misspelt));
}

#[test]
fn whoever_is_not_there_cannot_be_assigned() {
    let music = nd_host::Music::sample();
    let server = Server::builder().music(music).start().unwrap();
    let load = |settings: &Settings| {
        let loaded = server.load(&with_manifest(&manifest(&json!({}))), settings);
        loaded.map(drop).map_err(|error| format!("{error:#}"))
    };
    let users = |names: &[&str]| Granted::Only(names.iter().map(ToString::to_string).collect());
    assert_eq!(load(&Settings::new().users(users(&["ada"]))), Ok(()));
    let error = load(&Settings::new().users(users(&["bob"]))).unwrap_err();
    assert!(
        error.starts_with("there is no user \"bob\": there are ada, "),
        "{error}"
    );
    let error = load(&Settings::new().libraries(Granted::Only(vec![7]))).unwrap_err();
    assert!(
        error.starts_with("there is no library 7: there are 1, "),
        "{error}"
    );
}

#[test]
fn what_a_missing_configuration_leaves_open_is_in_the_log() {
    let mut manifest = manifest(&json!({}));
    manifest["config"] = json!({"schema": {"type": "object", "required": ["url"]}});
    let server = Server::builder().start().unwrap();
    let said = |config: &str| {
        let settings = Settings::new().config(config);
        let plugin = server.load(&with_manifest(&manifest), &settings).unwrap();
        plugin
            .log()
            .into_iter()
            .map(|entry| entry.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(said(r#"{"url": "here"}"#), [""; 0]);
    assert_eq!(
        said(""),
        [r#"there is no configuration: "url" is a required property"#]
    );
}

#[test]
fn only_versions_with_plugins_are_imitated() {
    for version in [
        Version::new(0, 59, 0),
        Version::new(0, 65, 0),
        Version::new(1, 0, 0),
    ] {
        let error = Server::builder().version(version).start().unwrap_err();
        assert!(
            error.to_string().contains("versions go from v0.60.0"),
            "{error}"
        );
    }
}

#[test]
fn what_is_no_plugin_is_refused() {
    let refused = |wasm: &[u8]| load_error(&package(&json!({}), wasm.into()));
    assert!(refused(b"").contains("not a valid wasm module"));
    assert!(refused(b"#!/bin/sh").contains("not a valid wasm module"));
    assert!(refused(&[EMPTY_MODULE, &[1, 200]].concat()).contains("not a valid wasm module"));
    let error = refused(&module(
        r#"(import "env" "printf" (func (param i32) (result i32)))"#,
    ));
    assert!(error.contains("env") && error.contains("printf"), "{error}");
    let error = refused(&module(
        r#"(import "extism:host/user" "nope" (func (param i64) (result i64)))"#,
    ));
    let missing = r#"creating instance: "nope" is not exported in module "extism:host/user""#;
    assert_eq!(error, format!("{missing}\n  no Navidrome has `nope`"));
}

/// A plugin with one mistake for each way to end badly, and one export that works.
fn mistaken() -> LoadedPlugin {
    let wasm = module(&format!(
        r#"(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
        (import "extism:host/env" "log_info" (func $log (param i64)))
        (memory 1) {} {} {} {} {}"#,
        export("fine", ""),
        export("trap", "unreachable"),
        export("loop", "(loop $again (br $again))"),
        export(
            "hog",
            "(loop $again (drop (memory.grow (i32.const 16))) (br $again))"
        ),
        export(
            "flood",
            "(loop $again (call $log (call $alloc (i64.const 100))) (br $again))"
        ),
    ));
    let server = Server::builder()
        .timeout(Duration::from_secs(2))
        .memory_mib(32)
        .start()
        .unwrap();
    load(&server, &package(&json!({}), wasm)).unwrap()
}

#[test]
fn a_call_that_ends_badly_ends_alone() {
    let plugin = mistaken();
    let failure = |export: &str| {
        plugin
            .call(export, "{}")
            .outcome
            .error(export)
            .unwrap_or_default()
    };
    assert!(
        failure("trap").contains("unreachable"),
        "{}",
        failure("trap")
    );
    assert_eq!(
        failure("hog"),
        "plugin call failed: out of memory: the call asked for more than the 32 MiB it may have"
    );
    assert_eq!(failure("nothing"), "function not found: nothing");
    assert_eq!(plugin.call("fine", "{}").outcome, Outcome::Ok(vec![]));
}

#[test]
fn an_endless_call_is_ended_and_no_other() {
    let plugin = mistaken();
    thread::scope(|scope| {
        let endless = scope.spawn(|| plugin.call("loop", "{}").outcome);
        // Begins in time to be running when the first one is ended.
        thread::sleep(Duration::from_millis(1_000));
        let later = scope.spawn(|| plugin.call("loop", "{}").outcome);
        thread::sleep(Duration::from_millis(1_500));
        assert!(endless.is_finished() && !later.is_finished());
        let expected = Outcome::Failed("module closed with context deadline exceeded".into());
        assert_eq!(endless.join().unwrap(), expected);
        assert_eq!(later.join().unwrap(), expected);
    });
    assert_eq!(plugin.call("fine", "{}").outcome, Outcome::Ok(vec![]));
}

#[test]
fn a_flood_of_log_lines_is_cut_off() {
    let plugin = mistaken();
    let outcome = plugin.call("flood", "{}").outcome;
    assert!(matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
    let log = plugin.log();
    assert_eq!(log.len(), 10_000);
    let last = &log.last().unwrap().text;
    assert_eq!(
        last,
        "more than 10000 lines in one call: the rest is left out"
    );
}
