//! What was built, as a text to read. Must not find anything out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indicatif::HumanBytes;
use nd_package::surface::USER_MODULE;
use nd_rules::manifest::Permission;
use nd_rules::surface::{Export, HostFunction};

use super::Built;

/// The text, with a line for each fact.
pub fn text(built: &Built) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{name:<15}{value}");
    };
    line("package", &package(built));
    line("wasm", &wasm(built));
    let facts = [
        ("capabilities", capabilities(built)),
        ("host functions", host_functions(built)),
        ("permissions", permissions(built)),
    ];
    for (name, values) in facts {
        line(name, &listed(&values));
    }
    text
}

fn package(built: &Built) -> String {
    let size = built.subject.packed_size.unwrap_or_default();
    format!("{} ({})", built.path.display(), HumanBytes(size))
}

fn wasm(built: &Built) -> String {
    let size = built.subject.wasm.as_ref().map_or(0, |it| it.bytes.len());
    let [size, compiled] = [size, built.compiled].map(|it| HumanBytes(it as u64));
    match size.0 == compiled.0 {
        true => size.to_string(),
        false => format!("{size}, optimised from {compiled}"),
    }
}

fn listed(values: &BTreeSet<&str>) -> String {
    match values.is_empty() {
        true => "none".to_owned(),
        false => values.iter().copied().collect::<Vec<_>>().join(", "),
    }
}

fn capabilities(built: &Built) -> BTreeSet<&str> {
    let wasm = built.subject.wasm.iter();
    let names = wasm.flat_map(|wasm| wasm.module.exported_functions());
    let exports = names.filter_map(Export::find);
    exports.map(|export| export.capability).collect()
}

fn host_functions(built: &Built) -> BTreeSet<&str> {
    let wasm = built.subject.wasm.iter();
    let names = wasm.flat_map(|wasm| wasm.module.functions_from(USER_MODULE));
    let functions = names.filter_map(HostFunction::find);
    functions.map(|function| function.name).collect()
}

fn permissions(built: &Built) -> BTreeSet<&str> {
    let manifest = built.subject.manifest.iter();
    let declared = manifest.flat_map(|manifest| {
        let declares = |it: &Permission| manifest.permissions.declares(*it);
        Permission::ALL.into_iter().filter(declares)
    });
    declared.map(Permission::key).collect()
}
