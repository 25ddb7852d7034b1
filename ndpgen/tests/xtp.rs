//! Strict XTP: no key of ours, and still the same functions and types.

mod common;

use common::{compile_folder, golden_folder, repository};
use ndpgen::compile::compile;
use ndpgen::model::{Api, Scalar, Shape, Type};
use ndpgen::source::Source;
use ndpgen::xtp::convert;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folder's capabilities in XTP's words, read again by our own reader.
fn convert_and_read(folder: &Path) -> (Vec<Source>, Api) {
    let (documents, _) = compile_folder(folder);
    let artifacts = convert(&documents).unwrap();
    let sources = artifacts.into_iter().map(|artifact| Source {
        path: artifact.path,
        text: artifact.contents,
    });
    let sources: Vec<_> = sources.collect();
    let (_, api) = compile(&sources).unwrap_or_else(|report| panic!("{report}"));
    (sources, api)
}

fn folders() -> Vec<PathBuf> {
    let mut folders = vec![repository().join("capabilities")];
    // XTP has no recursive types; the golden without exports is nothing but a service.
    let without = ["recursive", "envelope", "found-and-tuple"];
    let goldens = std::fs::read_dir(golden_folder())
        .unwrap()
        .map(|entry| entry.unwrap());
    let goldens = goldens.filter(|entry| !without.contains(&entry.file_name().to_str().unwrap()));
    folders.extend(goldens.map(|entry| entry.path()));
    folders
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| keys(element, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn no_key_of_ours_is_left() {
    for folder in folders() {
        let (sources, _) = convert_and_read(&folder);
        assert!(!sources.is_empty(), "{}", folder.display());
        for source in sources {
            let mut found = BTreeSet::new();
            keys(&serde_yaml::from_str(&source.text).unwrap(), &mut found);
            assert!(found.contains("exports"));
            let ours: Vec<_> = found.iter().filter(|key| key.starts_with("x-")).collect();
            assert!(ours.is_empty(), "{}: {ours:?}", source.path);
        }
    }
}

#[test]
fn exports_and_their_types_stay() {
    for folder in folders() {
        let (_, api) = compile_folder(&folder);
        let (_, strict) = convert_and_read(&folder);
        assert_eq!(exports(&api), exports(&strict), "{}", folder.display());
        assert!(exported_types(&strict).is_superset(&exported_types(&api)));
    }
}

fn exports(api: &Api) -> BTreeSet<(String, bool, bool)> {
    let traits = api
        .capabilities
        .iter()
        .flat_map(|capability| &capability.traits);
    let exports = traits.flat_map(|of_trait| &of_trait.exports);
    let exports = exports.map(|it| (it.export.clone(), it.input.is_some(), it.output.is_some()));
    exports.collect()
}

/// The names of the types that capabilities have, shared or not.
fn exported_types(api: &Api) -> BTreeSet<&str> {
    let capabilities = api
        .capabilities
        .iter()
        .flat_map(|capability| &capability.shared_types);
    let own = api
        .types
        .keys()
        .filter(|id| matches!(id.home, ndpgen::model::Home::Capability(_)));
    capabilities.chain(own).map(|id| id.name.as_str()).collect()
}

#[test]
fn numbers_keep_to_formats_that_xtp_lists() {
    let (sources, api) = convert_and_read(&golden_folder().join("scalars"));
    let mut formats = BTreeSet::new();
    collect_formats(
        &serde_yaml::from_str(&sources[0].text).unwrap(),
        &mut formats,
    );
    assert_eq!(
        formats.into_iter().collect::<Vec<_>>(),
        ["date-time", "double", "float", "int32", "int64"]
    );
    let Shape::Struct(fields) = &api.types.values().next().unwrap().shape else {
        panic!("no struct");
    };
    let scalar = |name: &str| {
        let field = fields.iter().find(|field| field.name.wire == name).unwrap();
        match field.ty {
            Type::Scalar(scalar) => scalar,
            ref other => panic!("{name} is {other:?}"),
        }
    };
    assert_eq!(
        [scalar("u8"), scalar("i16"), scalar("u16")],
        [Scalar::I32; 3]
    );
    assert_eq!(
        [scalar("u32"), scalar("i64"), scalar("u64")],
        [Scalar::I64; 3]
    );
    assert_eq!(
        [scalar("single"), scalar("double")],
        [Scalar::F32, Scalar::F64]
    );
}

fn collect_formats(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            found.extend(
                entries
                    .get("format")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            entries
                .values()
                .for_each(|value| collect_formats(value, found));
        }
        Value::Array(elements) => elements.iter().for_each(|it| collect_formats(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn code_samples_and_imports_stay() {
    let (documents, _) = compile_folder(&golden_folder().join("plain-xtp"));
    let artifacts = convert(&documents).unwrap();
    let value: Value = serde_yaml::from_str(&artifacts[0].contents).unwrap();
    assert_eq!(
        value["exports"]["countVowels"]["codeSamples"][0]["label"],
        "A first try"
    );
    assert_eq!(value["imports"]["getConfig"]["output"]["nullable"], true);
}

#[test]
fn types_that_contain_themselves_are_refused() {
    let (documents, _) = compile_folder(&golden_folder().join("recursive"));
    let error = convert(&documents).unwrap_err().to_string();
    let expected = "\
schema.yaml: the type `Node` contains itself, which XTP cannot express
schema.yaml: the type `Owner` contains itself, which XTP cannot express";
    assert_eq!(error, expected);
}
