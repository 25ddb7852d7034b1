//! What a module offers to the server and wants from it, by capability and service. Must not judge names that nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use nd_package::Module;
use nd_package::surface::{KERNEL_MODULE, USER_MODULE, WASI_MODULE};
use nd_rules::surface::{EXPORTS, HOST_FUNCTIONS};
use nd_rules::version::Version;
use serde::Serialize;

use super::as_text;

/// Exports and imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Surface {
    pub capabilities: Vec<Capability>,
    pub services: Vec<Service>,
    /// Imports from where the server's functions are, which no server has.
    pub unknown_functions: Vec<String>,
    /// Imports from anywhere else, such as WASI.
    pub other_imports: Vec<Imports>,
    /// Whether it can open files: there are some where the server gives it folders.
    pub opens_files: bool,
    /// Whether it uses the HTTP of the runtime, which the server does not support any more.
    pub uses_builtin_http: bool,
}

/// A capability that the plugin has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capability {
    pub name: &'static str,
    pub exports: Vec<Since>,
}

/// A service of the server that the plugin uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    pub name: &'static str,
    pub functions: Vec<Since>,
}

/// A function that the server calls or has from some version on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Since {
    pub name: &'static str,
    /// The first version with which it is of use.
    #[serde(serialize_with = "as_text")]
    pub since: Version,
}

/// Functions from one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imports {
    pub module: String,
    pub functions: Vec<String>,
}

/// In the order of the tables; what is unknown is sorted by name.
pub(super) fn of(module: &Module) -> Surface {
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in &module.imports {
        let names = imports.entry(&import.module).or_default();
        names.insert(&import.name);
    }
    let mut unknown = imports.remove(USER_MODULE).unwrap_or_default();
    let mut services: Vec<Service> = Vec::new();
    for known in HOST_FUNCTIONS.iter().filter(|it| unknown.remove(it.name)) {
        let function = Since {
            name: known.name,
            since: known.usable_since(),
        };
        match services.iter_mut().find(|it| it.name == known.service) {
            Some(service) => service.functions.push(function),
            None => services.push(Service {
                name: known.service,
                functions: vec![function],
            }),
        }
    }
    let has = |from: &str, name: &str| imports.get(from).is_some_and(|names| names.contains(name));
    Surface {
        capabilities: capabilities(module),
        services,
        unknown_functions: owned(&unknown),
        opens_files: has(WASI_MODULE, "path_open"),
        uses_builtin_http: has(KERNEL_MODULE, "http_request"),
        other_imports: imports
            .iter()
            .map(|(module, functions)| Imports {
                module: (*module).to_owned(),
                functions: owned(functions),
            })
            .collect(),
    }
}

fn capabilities(module: &Module) -> Vec<Capability> {
    let exported: BTreeSet<&str> = module.exported_functions().collect();
    let mut capabilities: Vec<Capability> = Vec::new();
    for known in EXPORTS.iter().filter(|it| exported.contains(it.name)) {
        let export = Since {
            name: known.name,
            since: known.since,
        };
        match capabilities
            .iter_mut()
            .find(|it| it.name == known.capability)
        {
            Some(capability) => capability.exports.push(export),
            None => capabilities.push(Capability {
                name: known.capability,
                exports: vec![export],
            }),
        }
    }
    capabilities
}

fn owned(names: &BTreeSet<&str>) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
