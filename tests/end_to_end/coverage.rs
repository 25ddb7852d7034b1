//! Nothing is forgotten: tables, the test guest and the list of names agree, and examples show all there is. Must not call anything.

use std::collections::BTreeSet;

use nd_host::Surface;
use nd_rules::surface::{EXPORTS, HOST_FUNCTIONS, HostFunction};
use nd_rules::version::Version;
use nd_tests::{plugins, tables};

use crate::examples::examples;

/// The one export of the test guest that belongs to no capability.
const COMMANDS: &str = "call_host";

#[test]
fn the_list_has_all_names() {
    let surface = tables::surface();
    assert_eq!(
        (surface.exports.len(), surface.host_functions.len()),
        (25, 51)
    );
}

#[test]
fn every_export_has_a_table_and_is_in_the_guest() {
    let listed: BTreeSet<&str> = tables::surface()
        .exports
        .iter()
        .map(String::as_str)
        .collect();
    assert_eq!(
        tables::exports()
            .keys()
            .map(String::as_str)
            .collect::<BTreeSet<_>>(),
        listed
    );

    let exported = plugins::full().surface().exports.iter().map(String::as_str);
    assert_eq!(
        exported
            .filter(|name| *name != COMMANDS)
            .collect::<BTreeSet<_>>(),
        listed
    );
}

#[test]
fn every_host_function_has_a_table_and_is_in_the_guest() {
    let listed = &tables::surface().host_functions;
    assert_eq!(
        tables::host_functions().keys().collect::<Vec<_>>(),
        Vec::from_iter(listed)
    );
    assert_eq!(&plugins::full().surface().host_functions, listed);
}

#[test]
fn a_plugin_imports_only_what_it_reaches() {
    let surface = Surface::read(&plugins::wasm("guest-readme")).unwrap();
    let reached = ["cache_getint", "cache_setint"].map(str::to_owned);
    assert_eq!(surface.host_functions, BTreeSet::from(reached));

    let surface = Surface::read(&plugins::wasm("minimal")).unwrap();
    let reached = BTreeSet::from(["config_get".to_owned()]);
    assert_eq!(surface.host_functions, reached);
    // The time at which the call began, and what the standard library itself wants.
    let of_wasi = [
        "clock_time_get",
        "environ_get",
        "environ_sizes_get",
        "fd_write",
        "proc_exit",
    ]
    .map(str::to_owned);
    assert_eq!(surface.wasi_functions, BTreeSet::from(of_wasi.clone()));

    let surface = Surface::read(&plugins::wasm("sonic-similarity")).unwrap();
    let reached = [
        "config_get",
        "kvstore_delete",
        "kvstore_deletebyprefix",
        "kvstore_get",
        "kvstore_getmany",
        "kvstore_set",
    ]
    .map(str::to_owned);
    assert_eq!(surface.host_functions, BTreeSet::from(reached));
    // A map of the standard library wants a random number besides.
    let mut of_wasi = BTreeSet::from(of_wasi);
    of_wasi.insert("random_get".to_owned());
    assert_eq!(surface.wasi_functions, of_wasi);
}

/// What all examples together import and export, by name.
fn used_by_examples() -> Surface {
    let mut used = Surface::default();
    for folder in examples() {
        let package = folder.file_name().unwrap().to_str().unwrap();
        let surface = Surface::read(&plugins::wasm(package)).unwrap();
        used.host_functions.extend(surface.host_functions);
        used.exports.extend(surface.exports);
    }
    used
}

#[test]
fn every_service_and_every_capability_is_used_by_an_example() {
    let used = used_by_examples();

    let services: BTreeSet<&str> = HOST_FUNCTIONS.iter().map(|one| one.service).collect();
    let functions = HOST_FUNCTIONS.iter();
    let functions = functions.filter(|one| used.host_functions.contains(one.name));
    let shown: BTreeSet<&str> = functions.map(|one| one.service).collect();
    assert_eq!(shown, services);

    let capabilities: BTreeSet<&str> = EXPORTS.iter().map(|one| one.capability).collect();
    let exports = EXPORTS.iter();
    let exports = exports.filter(|one| used.exports.contains(one.name));
    let shown: BTreeSet<&str> = exports.map(|one| one.capability).collect();
    assert_eq!(shown, capabilities);
}

/// The oldest server that an example needs, as its README says.
fn needed(readme: &str) -> Version {
    let (_, after) = readme.split_once("Needs Navidrome v").unwrap();
    let (version, _) = after.split_once(" or later").unwrap();
    version.parse().unwrap()
}

#[test]
fn no_example_imports_what_the_oldest_server_that_it_names_does_not_have() {
    for folder in examples() {
        let package = folder.file_name().unwrap().to_str().unwrap();
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
        let needed = needed(&readme);
        for import in Surface::read(&plugins::wasm(package))
            .unwrap()
            .host_functions
        {
            let since = HostFunction::find(&import).unwrap().since;
            assert!(
                since <= needed,
                "{package}: {import} is there since {since}"
            );
        }
    }
}
