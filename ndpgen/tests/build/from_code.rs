//! Plugins whose manifest comes from the code: what is described there must arrive in the package, and be shown where it can be read.

use nd_package::module::Module;
use nd_package::{Package, module};
use serde_json::{Value, json};

use super::fixture::{ASKING_PLUGIN, Crate, MANIFEST, PLUGIN, library};

const SETTINGS: &str = include_str!("plugin/settings.rs");

fn described(name: &str, more: &str) -> String {
    let described = "\n[package.metadata.navidrome]\nname = \"Described\"\nauthor = \"me\"\ndescription = \"Greets\"\n";
    library(name) + described + more
}

/// One that asks for its settings, in a folder that stays.
fn with_settings(name: &str) -> Crate {
    let place = Crate::lasting(name);
    let permission = "permissions.cache = \"Remembers greetings\"\n";
    place.write(
        "Cargo.toml",
        &(described(name, permission) + &Crate::nd_pdk()),
    );
    place.write("src/lib.rs", SETTINGS);
    for left in ["manifest.json".to_owned(), format!("{name}.ndp")] {
        let _ = std::fs::remove_file(place.root().join(left));
    }
    place
}

fn expected_config() -> Value {
    json!({
        "schema": {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "properties": {
                "token": { "type": "string", "title": "API token", "description": "From your account page." },
                "interval_seconds": { "type": "integer", "title": "Interval seconds", "minimum": 1, "maximum": 3600, "default": 60 }
            },
            "required": ["token"],
            "additionalProperties": false
        },
        "uiSchema": {
            "type": "VerticalLayout",
            "elements": [
                { "type": "Control", "scope": "#/properties/token", "options": { "format": "password" } },
                { "type": "Control", "scope": "#/properties/interval_seconds" }
            ]
        }
    })
}

#[test]
fn what_the_code_says_of_settings_arrives_in_the_package() {
    let place = with_settings("settings");
    let done = place.build(&[]);
    assert!(done.is_success(), "{done}");
    assert!(
        !done.err.contains("warning[") && !done.err.contains("error["),
        "{done}"
    );
    let package = Package::open(place.root().join("settings.ndp")).unwrap();
    let manifest: Value = serde_json::from_str(&package.manifest).unwrap();
    let expected = json!({
        "name": "Described",
        "author": "me",
        "version": "0.1.0",
        "description": "Greets",
        "permissions": { "cache": { "reason": "Remembers greetings" } },
        "config": expected_config(),
    });
    assert_eq!(manifest, expected, "{manifest:#}");
    let module = Module::read(&package.wasm).unwrap();
    let is_custom = |section: &module::Section| section.is_custom;
    assert!(!module.sections.iter().any(is_custom));
    // The same to read, and to inspect.
    assert_eq!(place.kept("settings.manifest.json"), package.manifest);
    let inspected = place.run(&["inspect", ".", "--json"]);
    assert!(inspected.is_success(), "{inspected}");
    let inspected: Value = serde_json::from_str(&inspected.out).unwrap();
    let names = inspected["settings"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|it| it["key"].as_str().unwrap()).collect();
    assert_eq!(names, ["interval_seconds", "token"]);

    // A manifest that is written counts, and what is not used is said.
    place.write("Cargo.toml", &(library("settings") + &Crate::nd_pdk()));
    let written = MANIFEST.replace(
        "\n}",
        ",\n  \"permissions\": { \"cache\": { \"reason\": \"Remembers greetings\" } }\n}",
    );
    place.write("manifest.json", &written);
    let done = place.build(&[]);
    assert!(done.is_success(), "{done}");
    assert!(
        done.err
            .contains("note: what `register_config!` says of the settings is not used"),
        "{done}"
    );
}

#[test]
fn two_structs_of_settings_are_an_error() {
    let place = with_settings("settings-twice");
    place.write("src/lib.rs", &format!("{SETTINGS}\nmod other {{ #[derive(nd_pdk::Config)] struct Other {{ _a: bool }} nd_pdk::register_config!(Other); }}\n"));
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(
        done.err
            .contains("describes 2 structs of settings, and a plugin has one"),
        "{done}"
    );
    assert!(done.err.contains("call `register_config!` once"), "{done}");
    assert!(place.packages().is_empty(), "{done}");
}

#[test]
fn a_crate_that_describes_itself_needs_no_manifest() {
    let place = Crate::new("described");
    place.write("Cargo.toml", &described("described", ""));
    place.write("src/lib.rs", PLUGIN);
    let done = place.build(&[]);
    assert!(done.is_success(), "{done}");
    let package = Package::open(place.root().join("described.ndp")).unwrap();
    let manifest: Value = serde_json::from_str(&package.manifest).unwrap();
    assert_eq!(manifest["name"], "Described");
    assert_eq!(manifest["version"], "0.1.0");
    place.write("manifest.json", MANIFEST);
    let done = place.build(&[]);
    assert!(done.err.contains("keep one of them"), "{done}");
}

#[test]
fn a_finding_names_the_file_that_the_generated_manifest_is_kept_in() {
    let place = Crate::new("finding");
    let wrong = "permissions.http = { reason = \"Asks\", requiredHosts = \"no list\" }\n";
    place.write("Cargo.toml", &described("finding", wrong));
    place.write("src/lib.rs", "does not compile");
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    let (_, named) = done.err.split_once("  --> ").unwrap();
    let (file, line) = named.split_once(':').unwrap();
    assert!(file.ends_with("ndp/finding.manifest.json"), "{done}");
    let kept = std::fs::read_to_string(file).unwrap();
    let line: usize = line.split_once(':').unwrap().0.parse().unwrap();
    let shown = kept.lines().nth(line - 1).unwrap();
    assert!(shown.contains("\"requiredHosts\": \"no list\""), "{shown}");
    assert!(
        done.err.contains("\nnote: the manifest is generated: "),
        "{done}"
    );
    let done = place.run(&["check", "."]);
    assert!(done.out.contains("--> generated manifest.json:"), "{done}");
}

#[test]
fn a_permission_that_is_missing_is_asked_for_in_cargo_toml() {
    let place = Crate::new("asking");
    place.write("Cargo.toml", &described("asking", ""));
    place.write("src/lib.rs", ASKING_PLUGIN);
    let done = place.build(&[]);
    assert_eq!(done.code, Some(1), "{done}");
    assert!(
        done.err
            .contains("add `cache = \"why\"` under [package.metadata.navidrome.permissions]"),
        "{done}"
    );
}
